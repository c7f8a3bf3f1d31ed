"""The rules on manifests find what each case expects, and nothing else.

`LIVE_DIAGRAMS_GOLDEN=write` writes the expected diagnostics into the cases; read them before you commit.
"""

import re
import textwrap

import pytest
from live_diagrams.checks import Site
from live_diagrams_kube import rules, site_manifests
from live_diagrams_kube.manifest_rules import rules as manifest_rules
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.options import parse_options

from tests.support import ROOT, write

from .case import CASES

CHECKS = {check.name: check for check in (*manifest_rules.CHECKS, rules.FAMILY.checks[-1])}
HANDBOOK = ROOT / "docs/handbook/kubernetes-checks.md"


def find_diagnostics(root, options):
    site = Site(pages=(), scripts={}, figures={}, root=str(root), options={"kube": options})
    return sorted(rules.find_diagnostics(site))


@pytest.mark.parametrize("name", CASES)
def test_the_rules_find_what_is_expected(name, tmp_path):
    case = CASES[name]
    write(tmp_path, case.files)
    case.assert_found(find_diagnostics(tmp_path, case.options))


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_about_its_own_rule_alone(name):
    case = CASES[name]
    assert case.rule in CHECKS
    assert case.expected_rules == (set() if case.case.name.startswith("good") else {case.rule})


@pytest.mark.parametrize("rule", CHECKS)
def test_each_rule_has_cases_a_reason_and_an_entry_in_the_handbook(rule):
    good = {case.case.name.startswith("good") for case in CASES.values() if case.rule == rule}
    assert good == {True, False}
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
