"""Figures and manifests: what each rule finds in `bad.py`, and that it finds nothing in `good.py`.

A case is a folder named for its rule, with both scripts, and `expected.txt` for the first. Manifests and
what is declared beside them are the same for all.
"""

import re
from pathlib import Path

import pytest
import yaml
from live_diagrams.checks import Page, Site
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.embed import Embed
from live_diagrams.model.settings import Settings
from live_diagrams_kube.figure_rules import rules as figure_rules
from live_diagrams_kube.manifest_rules import rules as manifest_rules
from live_diagrams_kube.manifest_rules.rule import told
from live_diagrams_kube.manifests.collection import parse_manifests, read_yaml_files
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.options import parse_options

from tests.golden import agree, cases
from tests.support import ROOT

FOLDER = Path(__file__).parent / "cases"
CASES = {folder.name: folder for folder in cases(FOLDER)}
CHOSEN = parse_options(yaml.safe_load((FOLDER / "_options.yaml").read_text(encoding="utf-8")))
AMONG = parse_manifests(read_yaml_files(str(FOLDER / "_manifests"), display_folder="manifests"))
HANDBOOK = (ROOT / "docs/handbook/figure-checks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", HANDBOOK, re.M | re.S))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = Pipeline(Settings(FOLDER, source_dir=".", cache_dir=str(tmp_path_factory.mktemp("cache"))))
    yield made
    made.close()


def problems(engine, name):
    """What the rules on figures find in one, as text."""
    embed = Embed(name, "a shop", "")
    page = Page("docs/index.md", "index.md", "", embeds=(embed,))
    site = Site(
        (page,),
        scripts={name: f"diagram_src/{Path(name).name}.py"},
        figures={embed: engine.render_figure(name)},
    )
    return "".join(f"{problem}\n" for problem in sorted(set(figure_rules.found(site, AMONG, CHOSEN))))


def test_the_manifests_of_the_cases_are_right_themselves():
    assert [str(problem) for problem in manifest_rules.find_diagnostics(Context(AMONG, CHOSEN))] == []


@pytest.mark.parametrize("rule", CASES)
def test_what_is_wrong_is_found(engine, rule):
    found = problems(engine, f"{rule}/bad")
    agree(found, CASES[rule] / "expected.txt")
    assert {line.split(": ")[1] for line in found.splitlines()} == {rule}


@pytest.mark.parametrize("rule", CASES)
def test_what_is_right_is_left_alone(engine, rule):
    assert problems(engine, f"{rule}/good") == ""


def test_every_rule_has_a_case():
    assert set(CASES) == set(figure_rules.RULES)


@pytest.mark.parametrize("rule", figure_rules.RULES)
def test_every_rule_has_a_reason_a_source_and_true_examples_in_the_handbook(rule):
    said = told(rule, figure_rules.RULES[rule])
    assert said.why
    assert said.source.startswith("https://")
    fails, mended = re.findall(
        r'^```python title="(?:Fails|Mended)"\n(.*?)^```$', SECTIONS[rule], re.M | re.S
    )
    assert fails in dedented(CASES[rule] / "bad.py")
    assert mended in dedented(CASES[rule] / "good.py")
    shown = re.search(r"^```text\n(.*?)^```$", SECTIONS[rule], re.M | re.S)[1]
    assert shown in (CASES[rule] / "expected.txt").read_text(encoding="utf-8")


def dedented(script):
    """A script's lines without those of the diagram's block being set in."""
    return re.sub(r"^    ", "", script.read_text(encoding="utf-8"), flags=re.M)
