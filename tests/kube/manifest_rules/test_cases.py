"""The rules on manifests find what each case expects, and nothing else.

`LIVE_DIAGRAMS_GOLDEN=write` writes the expected diagnostics into the cases; read them before you commit.
"""

import dataclasses
import re
import textwrap
from pathlib import Path

import pytest
from live_diagrams.checks import Site
from live_diagrams_kube import rules
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.options import Options, parse_options

from tests.golden import agree
from tests.support import ROOT

from .case import read_case

IDS = [*rules.RULES, rules.OPTIONS]
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
HANDBOOK = ROOT / "docs/handbook/kubernetes-checks.md"


def find_problems(root, options):
    site = Site(pages=(), scripts={}, figures={}, root=str(root), options={"kube": options})
    return sorted(rules.find_diagnostics(site))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_rules_find_what_is_expected(path, tmp_path):
    case = read_case(path)
    for name, content in case.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    agree(case.with_expected(find_problems(tmp_path, case.options)), path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_about_its_own_rule_alone(path):
    expected = set(re.findall(r"  # expect: ([a-z-]+): ", path.read_text(encoding="utf-8")))
    rule = next(rule for rule in IDS if path.stem.startswith(rule))
    good = path.stem.startswith(f"{rule}-good")
    assert expected == (set() if good else {rule})


@pytest.mark.parametrize("rule", IDS)
def test_each_rule_has_cases_a_reason_and_an_entry_in_the_handbook(rule):
    named = [path.stem for path in CASES if path.stem.startswith(f"{rule}-")]
    good = [name for name in named if name.startswith(f"{rule}-good")]
    assert good
    assert len(named) > len(good)
    assert f"\n## {rule}\n" in HANDBOOK.read_text(encoding="utf-8")
    if rule != rules.OPTIONS:
        reason = rules.RULES[rule].__doc__
        assert reason.startswith(f"`{rule}`: ")
        assert "Source: https://" in reason


def test_packages_that_are_missing_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(rules, "find_spec", lambda name: None)
    (problem,) = find_problems(tmp_path, {})
    assert str(problem) == (
        "mkdocs.yml:1: kube-options: `kube` needs more packages: pip install 'mkdocs-live-diagrams[kube]'"
    )


SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", HANDBOOK.read_text("utf-8"), re.M | re.S))


@pytest.mark.parametrize("rule", rules.RULES)
def test_the_examples_in_the_handbook_are_true(rule):
    fails, mended = (
        textwrap.dedent(text)
        for text in re.findall(r"    ```yaml[^\n]*\n(.*?)    ```\n", SECTIONS[rule], re.S)
    )
    said = re.search(r"^```text\n(.*?)```$", SECTIONS[rule], re.M | re.S)[1]
    chosen = parse_options({"service_range": "10.96.0.0/12"})
    path = said.partition(":")[0]
    find = rules.RULES[rule]
    assert "".join(f"{problem}\n" for problem in find(parse_manifests({path: fails}), chosen)) == said
    assert not list(find(parse_manifests({path: mended}), chosen))


@pytest.mark.parametrize("option", [field.name for field in dataclasses.fields(Options)])
def test_every_option_is_in_the_handbook(option):
    assert f"\n| `{option}` |" in HANDBOOK.read_text(encoding="utf-8")
