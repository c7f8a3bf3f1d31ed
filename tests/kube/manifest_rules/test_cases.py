"""The rules on manifests find what each case expects, and nothing else.

`LIVE_DIAGRAMS_GOLDEN=write` writes the expected diagnostics into the cases; read them before you commit.
"""

import re
import textwrap
from pathlib import Path

import pytest
from live_diagrams.checks import Site
from live_diagrams_kube import rules, site_manifests
from live_diagrams_kube.manifest_rules import rules as manifest_rules
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.options import parse_options

from tests.golden import agree
from tests.support import ROOT

from .case import read_case

CHECKS = {check.name: check for check in (*manifest_rules.CHECKS, rules.FAMILY.checks[-1])}
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
HANDBOOK = ROOT / "docs/handbook/kubernetes-checks.md"


def find_diagnostics(root, options):
    site = Site(pages=(), scripts={}, figures={}, root=str(root), options={"kube": options})
    return sorted(rules.find_diagnostics(site))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_rules_find_what_is_expected(path, tmp_path):
    case = read_case(path)
    for name, content in case.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    agree(case.with_expected(find_diagnostics(tmp_path, case.options)), path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_about_its_own_rule_alone(path):
    expected = set(re.findall(r"  # expect: ([a-z-]+): ", path.read_text(encoding="utf-8")))
    rule = next(rule for rule in CHECKS if path.stem.startswith(rule))
    good = path.stem.startswith(f"{rule}-good")
    assert expected == (set() if good else {rule})


@pytest.mark.parametrize("rule", CHECKS)
def test_each_rule_has_cases_a_reason_and_an_entry_in_the_handbook(rule):
    named = [path.stem for path in CASES if path.stem.startswith(f"{rule}-")]
    good = [name for name in named if name.startswith(f"{rule}-good")]
    assert good
    assert len(named) > len(good)
    assert f"\n## {rule}\n" in HANDBOOK.read_text(encoding="utf-8")
    assert CHECKS[rule].holds
    assert CHECKS[rule].why
    assert CHECKS[rule].help == f"kubernetes-checks/#{rule}"
    assert CHECKS[rule].source.startswith("https://") or rule == rules.OPTIONS


def test_packages_that_are_missing_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(site_manifests, "find_spec", lambda name: None)
    (diagnostic,) = find_diagnostics(tmp_path, {})
    assert str(diagnostic) == (
        "mkdocs.yml:1: kube-options: `kube` needs more packages: pip install 'mkdocs-live-diagrams[kube]'"
    )


SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", HANDBOOK.read_text("utf-8"), re.M | re.S))


@pytest.mark.parametrize("rule", [check.name for check in manifest_rules.CHECKS])
def test_the_examples_in_the_handbook_are_true(rule):
    fails, fixed = (
        textwrap.dedent(text)
        for text in re.findall(r"    ```yaml[^\n]*\n(.*?)    ```\n", SECTIONS[rule], re.S)
    )
    printed = re.search(r"^```text\n(.*?)```$", SECTIONS[rule], re.M | re.S)[1]
    path = printed.partition(":")[0]

    def find(text):
        options = parse_options({"service_range": "10.96.0.0/12"})
        diagnostics = CHECKS[rule].find(Context(parse_manifests({path: text}), options))
        return "".join(f"{diagnostic}\n" for diagnostic in diagnostics)

    assert find(fails) == printed
    assert find(fixed) == ""
