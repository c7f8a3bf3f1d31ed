"""Rules on the text of pages: each finds what is wrong in its page, and nothing in what is right.

A case is a page named for its rule. The diagnostics are in a comment at its end;
`LIVE_DIAGRAMS_GOLDEN=write pytest tests/kube` writes them anew.
"""

import os
import re
from pathlib import Path

import markdown
import pytest
from live_diagrams.checks import Page, Site
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams_kube.manifests.collection import read_yaml_files
from live_diagrams_kube.manifests.options import parse_options
from live_diagrams_kube.prose_rules.pages import Pages, is_selected
from live_diagrams_kube.prose_rules.rules import CHECKS, find_diagnostics

from tests.support import ROOT

FOLDER = Path(__file__).parent / "cases"
CASES = {path.stem: path for path in sorted(FOLDER.glob("*.md"))}
OPTIONS = {"service_range": "10.96.0.0/12", "pod_range": "10.244.0.0/16"}
EXPECTED = re.compile(r"(?<=^<!-- Expected:\n).*?(?=^-->$)", re.M | re.S)
HANDBOOK = (ROOT / "docs/handbook/prose-checks.md").read_text(encoding="utf-8")


def diagnostics(name, source, **extra):
    """The diagnostics of all rules on the text for a site of one page."""
    content = markdown.markdown(source, extensions=["admonition", "pymdownx.superfences", "tables"])
    page = Page(name, name, source, content=content)
    texts = read_yaml_files(str(FOLDER), display_folder="manifests")
    site = Site((page,), scripts={}, figures={})
    return sorted(set(find_diagnostics(Pages(site, parse_options({**OPTIONS, **extra}), texts))))


@pytest.mark.parametrize("rule", [check.name for check in CHECKS])
def test_a_page_has_the_diagnostics_that_it_expects(rule):
    source = CASES[rule].read_text(encoding="utf-8")
    reported = diagnostics(f"{rule}.md", EXPECTED.sub("", source))
    lines = "".join(f"{diagnostic}\n" for diagnostic in reported)
    if os.environ.get("LIVE_DIAGRAMS_GOLDEN") == "write":
        CASES[rule].write_text(EXPECTED.sub(lambda _: lines, source), encoding="utf-8")
    else:
        assert lines == EXPECTED.search(source)[0]
    assert {diagnostic.rule for diagnostic in reported} == {rule}


def test_what_the_option_known_names_is_right():
    assert diagnostics("page.md", "The node port is port 30081.", known=["30081"]) == []


@pytest.mark.parametrize("is_known", [True, False])
def test_what_a_figure_that_fails_may_show_is_not_reported(is_known):
    source = "The client 198.51.100.99 asks the Service `lost`.\n"
    embed = Embed("web", "The client and the Service")
    page = Page("page.md", "page.md", source, embeds=(embed,))
    figures = {embed: FigureError("it fails")} if not is_known else {}
    texts = read_yaml_files(str(FOLDER), display_folder="manifests")
    pages = Pages(Site((page,), scripts={}, figures=figures), parse_options(OPTIONS), texts)
    reported = {diagnostic.rule for diagnostic in find_diagnostics(pages)}
    assert reported == ({"text-address", "text-object"} if is_known else set())


@pytest.mark.parametrize("rule", [check.name for check in CHECKS])
def test_the_examples_of_the_handbook_are_those_of_the_cases(rule):
    section = re.search(rf"^### {rule}\n(.*?)(?=^##|\Z)", HANDBOOK, re.M | re.S)[1]
    examples = re.findall(r'^(`{3,4})markdown title="[A-Z]\w+"\n(.*?)^\1$', section, re.M | re.S)
    assert len(examples) == 2
    for _, example in examples:
        assert example.strip() in CASES[rule].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("patterns", "selected"),
    [(["*"], True), (["*", "!guide/*"], False), (["!guide/*", "guide/pod.md"], True), ([], False)],
)
def test_the_last_pattern_that_matches_decides(patterns, selected):
    assert is_selected("guide/pod.md", patterns) is selected
