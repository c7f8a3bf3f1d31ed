"""What authors of rules import, as the handbook shows it."""

import re

import pytest
from live_diagrams import checks
from live_diagrams.checks import Check, Diagnostic, Family, Page, Site, registry
from live_diagrams.model.embed import Embed
from live_diagrams.pages.code_lines import mark_code_lines

from tests.programs import program
from tests.support import ROOT, write

HANDBOOK = (ROOT / "docs/handbook/checks.md").read_text(encoding="utf-8")
RULES = HANDBOOK[HANDBOOK.index("## Rules of your own") :]
CODE = re.search(r"^```python\n(.*?)^```$", RULES, re.M | re.S)[1]
SERVICES = re.findall(r"^```python\n(.*?)^```$", RULES, re.M | re.S)[1]
DIAGNOSTIC = re.search(r"^```text\n(.*?)^```$", RULES, re.M | re.S)[1].strip()


def test_the_handbook_names_what_the_package_exports():
    names = re.search(r"^from live_diagrams\.checks import (.*)$", CODE, re.M)[1].split(", ")
    assert set(names) <= set(checks.__all__)
    assert not [name for name in checks.__all__ if not hasattr(checks, name)]


def test_the_rule_of_the_handbook_finds_what_the_handbook_says():
    namespace = {}
    exec(CODE, namespace)
    embeds = Embed("shop", caption="The shop"), Embed("shop", caption="The shop.")
    source = "# Shop\n\n![A shop](diagram:shop)\n\n![A shop](diagram:shop)\n"
    site = Site((Page("docs/index.md", "index.md", source, embeds=embeds),), {}, {})
    assert [str(diagnostic) for diagnostic in namespace["CAPTIONS"].find(site)] == [DIAGNOSTIC]


def test_a_family_only_runs_for_a_site_that_has_options_for_it(monkeypatch):
    class Point:
        name = "captions"

        def load(self):
            return Family((), lambda site: [Diagnostic("a", 1, "b", str(site.options["captions"]))])

    monkeypatch.setattr(registry.metadata, "entry_points", lambda group: [Point()])
    assert registry.find_diagnostics(Site((), {}, {})) == []
    (diagnostic,) = registry.find_diagnostics(Site((), {}, {}, options={"captions": "!"}))
    assert diagnostic.message == "!"


@pytest.mark.parametrize(
    ("help_", "handbook", "address"),
    [
        ("checks/#a", "https://example.org/", "https://example.org/checks/#a"),
        ("checks/#a", "", "https://example.org/fact"),
        ("https://example.org/a", "https://example.org/", "https://example.org/a"),
        ("", "https://example.org/", "https://example.org/fact"),
    ],
)
def test_a_check_leads_to_its_help_or_else_to_its_source(help_, handbook, address):
    check = Check("a", "A.", "B.", lambda site: (), source="https://example.org/fact", help=help_)
    assert check.help_address(handbook) == address


def test_a_package_brings_a_family_by_an_entry_point(tmp_path):
    """The whole way: an installed package, the option that switches it on, and the command."""
    write(
        tmp_path,
        {
            "site/mkdocs.yml": "site_name: x\nplugins:\n  - live-diagrams:\n      checks: {captions: {}}\n",
            "site/docs/index.md": '# Shop\n\n![A shop](diagram:shop "The shop")\n',
            "site/diagram_src/shop.py": "from diagrams import Diagram, Node\n\n"
            'with Diagram("Shop", show=False):\n    Node("a")\n',
            "lib/my_rules.py": CODE,
            "lib/my_rules-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: my-rules\nVersion: 1\n",
            "lib/my_rules-1.dist-info/entry_points.txt": "[live_diagrams.checks]\n"
            "captions = my_rules:CAPTIONS\n",
        },
    )
    env = {"PYTHONPATH": str(tmp_path / "lib")}
    checked = program("live-diagrams", "check", cwd=tmp_path / "site", env=env)
    assert (checked.returncode, checked.stdout) == (1, f"{DIAGNOSTIC}\n"), checked.stderr


def test_the_declarations_of_the_handbook_light_up():
    namespace = {}
    exec(SERVICES, namespace)
    html = "<pre><code>port: 80\nservice: web\n</code></pre>"
    marked = mark_code_lines(html, {"web"}, load=lambda: [namespace["find_services"]])
    assert re.findall(r'data-node="web">([^<]*)<', marked) == ["service: web"]
