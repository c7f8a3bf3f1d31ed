"""A folder's manifests, and the problems that the rules find in them, each `file:line: rule: message`.

A case is a folder of YAML files, `options.json` and `expected.txt`, which is empty where nothing is wrong.
A case of the options themselves has them in a `mkdocs.yml` of its own.
"""

import dataclasses
import json
import re
import textwrap
from pathlib import Path

import pytest
from live_diagrams.checks import Site
from live_diagrams_kube import rules
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.manifests.options import Options, parse_options
from live_diagrams_kube.manifests.yaml_lines import parse_yaml

from tests.golden import agree, cases
from tests.support import ROOT

IDS = [*rules.RULES, rules.OPTIONS]
CASES = cases(Path(__file__).parent / "cases")
HANDBOOK = ROOT / "docs/handbook/kubernetes-checks.md"


def problems(root, options):
    """What the rules find, as text."""
    site = Site(pages=(), scripts={}, figures={}, root=str(root), options={"kube": options})
    return "".join(f"{problem}\n" for problem in sorted(rules.find_diagnostics(site)))


def options_of(case):
    config = case / "mkdocs.yml"
    if not config.exists():
        return {"manifests": ".", **json.loads((case / "options.json").read_text(encoding="utf-8"))}
    (document,), _ = parse_yaml(config.read_text(encoding="utf-8"))
    return document.value["plugins"][0]["live-diagrams"]["checks"]["kube"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rules_find_what_is_expected(case):
    agree(problems(case, options_of(case)), case / "expected.txt")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_about_its_own_rule_alone(case):
    found = set(
        re.findall(r"^[^:]+:\d+: ([a-z-]+): ", (case / "expected.txt").read_text("utf-8"), re.MULTILINE)
    )
    rule = next(rule for rule in IDS if case.name.startswith(rule))
    good = case.name.startswith(f"{rule}-good")
    assert found == (set() if good else {rule})


@pytest.mark.parametrize("rule", IDS)
def test_each_rule_has_cases_a_reason_and_an_entry_in_the_handbook(rule):
    named = [case for case in CASES if case.name.startswith(f"{rule}-")]
    good = [case for case in named if case.name.startswith(f"{rule}-good")]
    assert good
    assert len(named) > len(good)
    assert f"\n## {rule}\n" in HANDBOOK.read_text(encoding="utf-8")
    if rule != rules.OPTIONS:
        reason = rules.RULES[rule].__doc__
        assert reason.startswith(f"`{rule}`: ")
        assert "Source: https://" in reason


def test_packages_that_are_missing_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(rules, "find_spec", lambda name: None)
    said = (
        "mkdocs.yml:1: kube-options: `kube` needs more packages: pip install 'mkdocs-live-diagrams[kube]'\n"
    )
    assert problems(tmp_path, {}) == said


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
