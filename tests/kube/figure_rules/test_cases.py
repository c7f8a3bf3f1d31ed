"""Rules on figures: each diagram of a script has the diagnostics that its comments expect.

A case is a script with two diagrams, one that fails and one that passes. A comment `# Expected: …` is a
diagnostic of the line below. `LIVE_DIAGRAMS_GOLDEN=write pytest tests/kube` writes the comments anew.
"""

import os
import re
from pathlib import Path

import pytest
import yaml
from live_diagrams.checks import Page, Site
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.embed import Embed
from live_diagrams.model.settings import Settings
from live_diagrams_kube.figure_rules.rules import CHECKS, find_diagnostics
from live_diagrams_kube.manifest_rules import rules as manifest_rules
from live_diagrams_kube.manifests.collection import parse_manifests, read_yaml_files
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.options import parse_options

from tests.support import ROOT

FOLDER = Path(__file__).parent / "cases"
CASES = {path.stem: path for path in sorted(FOLDER.glob("*.py"))}
OPTIONS = parse_options(yaml.safe_load((FOLDER / "options.yaml").read_text(encoding="utf-8")))
MANIFESTS = parse_manifests(read_yaml_files(str(FOLDER / "manifests"), display_folder="manifests"))
HANDBOOK = (ROOT / "docs/handbook/figure-checks.md").read_text(encoding="utf-8")
MARK = "# Expected: "


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    pipeline = Pipeline(Settings(FOLDER, source_dir=".", cache_dir=str(tmp_path_factory.mktemp("cache"))))
    yield pipeline
    pipeline.close()


def diagnose(engine, name, diagram):
    """The diagnostics of one diagram of a case, sorted by line."""
    embed = Embed(f"{name}/{diagram}", "a shop", "")
    page = Page("docs/index.md", "index.md", "", embeds=(embed,))
    figures = {embed: engine.render_figure(embed.name)}
    site = Site((page,), scripts={name: f"{name}.py"}, figures=figures)
    return sorted(set(find_diagnostics(site, MANIFESTS, OPTIONS)))


def annotate(source, diagnostics):
    """A script with a comment above each line that has a diagnostic."""
    lines = []
    for number, line in enumerate(source.split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip())]
        lines += [f"{indent}{MARK}{d.rule}: {d.message}" for d in diagnostics if d.line == number]
        lines += [] if line.lstrip().startswith(MARK) else [line]
    return "\n".join(lines)


@pytest.mark.parametrize("name", CASES)
def test_a_script_has_the_diagnostics_that_it_expects(engine, name):
    source = CASES[name].read_text(encoding="utf-8")
    diagnostics = diagnose(engine, name, "fails")
    annotated = annotate(source, diagnostics)
    if os.environ.get("LIVE_DIAGRAMS_GOLDEN") == "write":
        CASES[name].write_text(annotated, encoding="utf-8")
    assert diagnostics
    assert annotated == source


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_is_left_alone(engine, name):
    assert diagnose(engine, name, "passes") == []


def test_the_manifests_of_the_cases_are_right_themselves():
    assert list(manifest_rules.find_diagnostics(Context(MANIFESTS, OPTIONS))) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_rule_has_a_case_and_its_examples_in_the_handbook(check):
    source = CASES[check.name].read_text(encoding="utf-8")
    shown = re.sub(rf"^ *{MARK}.*\n|^    ", "", source, flags=re.M)
    section = re.search(rf"^## {check.name}\n(.*?)(?=^## |\Z)", HANDBOOK, re.M | re.S)[1]
    fails, passes = re.findall(r'^```python title="(?:Fails|Passes)"\n(.*?)^```$', section, re.M | re.S)
    assert fails in shown
    assert passes in shown
    for message in re.search(r"^```text\n(.*?)^```$", section, re.M | re.S)[1].splitlines():
        assert message.split(": ", 1)[1] in source
