"""Other plugins take a page's content elsewhere: the figure goes with it, whole.

The handbook's page “Works with” lists them all; those that take contents away are built here.
"""

import json
import re
from html import unescape
from types import SimpleNamespace

import jsonschema
import pytest
from live_diagrams.mkdocs_plugin.joined_pages import wrap_joining_plugins

from tests.support import Page, drawings, figures, program, write

SHOP = """\
from diagrams import Cluster, Diagram, Edge
from diagrams.generic.blank import Blank
with Diagram("Shop", show=False):
    with Cluster("shop"):
        web = Blank("web\\nready", nodeid="web", href="sub/deep.md")
        web >> Edge(label="picks one") >> [Blank("alpha"), Blank("beta")]
"""
ONLY_GERMAN = SHOP.replace("Shop", "Laden").replace("alpha", "nur hier").replace("sub/deep", "two")
PAGES = {
    "docs/index.md": "# Start\n\nThe [web](diagram:shop#web) answers.\n\n![A shop drawn](diagram:shop)\n",
    "docs/two.md": "# Two\n\n![Again](diagram:shop)\n\n![Another](diagram:shop)\n",
    "docs/sub/deep.md": "# Deep\n\nWords.\n",
    "diagram_src/shop.py": SHOP,
}


def build(folder, plugins, more=None):
    """The site, built in strict mode with the plugins, each as YAML."""
    lines = "".join(f"  - {plugin}\n" for plugin in ("search", "live-diagrams", *plugins))
    config = f"site_name: T\nsite_url: https://example.org/\ntheme:\n  name: material\nplugins:\n{lines}"
    write(folder, {**PAGES, **(more or {}), "mkdocs.yml": config})
    done = program("mkdocs", "build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def assert_whole(html, count):
    """Assert that a document has so many figures, all complete, with style and script."""
    assert [figure.count("live-diagram__drawing--wide") for figure in figures(html)] == [1] * count
    page = Page(html)
    ours = [item for item in page.ids if item.startswith(("fig-", "ld-icon"))]
    assert len(ours) == len(set(ours))
    uses = {href.removeprefix("#") for href in page.all("use", "href")}
    assert uses | set(page.all("svg", "aria-details")) <= set(page.ids)
    assert any("figures.css" in link.get("href", "") for link in page.each("link"))
    assert any("figures.js" in script.get("src", "") for script in page.each("script"))
    assert "data-live-" not in "".join(figures(html))


def assert_searchable(site):
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    words = unescape(" ".join(entry["text"] for entry in index["docs"]))
    assert "A shop drawn · shop · web ready · alpha · beta · picks one" in words
    assert not re.search(r"readyalpha|alphabeta|<svg|live-diagram", words)


def test_contents_that_are_joined_listed_and_fed(tmp_path):
    for name in ("mkdocs_print_site_plugin", "mkdocs_llmstxt", "mkdocs_rss_plugin"):
        pytest.importorskip(name)
    site = build(
        tmp_path,
        [
            "rss: {use_git: false, length: -1, abstract_chars_count: -1}",
            "llmstxt: {full_output: llms-full.txt, sections: {All: ['*.md']}}",
            "glightbox",
            "print-site",
        ],
    )
    assert_whole((site / "index.html").read_text(encoding="utf-8"), 1)
    printed = (site / "print_page/index.html").read_text(encoding="utf-8")
    assert_whole(printed, 3)
    # Where a node led to another page, it leads to that page's part of this one.
    assert (
        set(Page("".join(drawings(printed))).all("a", "href"))
        == {"#sub-deep"}
        <= {f"#{item}" for item in Page(printed).ids}
    )
    assert_searchable(site)
    listed = (site / "llms-full.txt").read_text(encoding="utf-8")
    assert listed.count("picks one") >= 3
    copy = (site / "index.md").read_text(encoding="utf-8")
    assert "**Figure:** A shop drawn" in copy
    assert "web ready leads to alpha and beta: picks one." in copy
    assert '```mermaid\nflowchart LR\n  subgraph c0["shop"]' in copy
    assert "live-diagram" not in copy
    assert "The web answers." in copy  # no link to a node of a drawing that is not there
    graph = (site / "figures/shop.json").read_text(encoding="utf-8")
    page = (site / "index.html").read_text(encoding="utf-8")
    assert Page(page).all("metadata", "data-graph") == [graph.rstrip()]
    schema = json.loads((site / "figures/figure.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(graph), schema)
    assert [node["label"] for node in json.loads(graph)["nodes"]] == ["web\nready", "alpha", "beta"]
    feed = (site / "feed_rss_created.xml").read_text(encoding="utf-8")
    assert feed.count("live-diagram__drawing--wide") == 2  # the start page is in no feed
    assert "data-live-" not in feed


def test_several_languages_in_strict_mode(tmp_path):
    pytest.importorskip("mkdocs_static_i18n")
    languages = "{locale: en, name: English, default: true}, {locale: de, name: Deutsch}"
    site = build(
        tmp_path,
        [f"i18n: {{docs_structure: suffix, languages: [{languages}]}}"],
        {
            "docs/index.de.md": "# Anfang\n\n![Ein Laden](diagram:shop)\n\n![Nur hier](diagram:german)\n",
            "docs/sub/deep.de.md": "# Tief\n",
            "diagram_src/german.py": ONLY_GERMAN,
        },
    )
    english = (site / "index.html").read_text(encoding="utf-8")
    assert_whole(english, 1)
    assert "Shop, in words" in english
    german = (site / "de/index.html").read_text(encoding="utf-8")
    assert_whole(german, 2)
    assert "Shop in Worten" in german
    assert 'xlink:href="sub/deep/"' in drawings(german)[0]


def test_a_script_that_no_language_shows_is_reported_once(tmp_path):
    pytest.importorskip("mkdocs_static_i18n")
    languages = "{locale: en, name: English, default: true}, {locale: de, name: Deutsch}"
    write(
        tmp_path,
        {
            **PAGES,
            "diagram_src/forgotten.py": SHOP,
            "mkdocs.yml": "site_name: T\nplugins:\n  - i18n: {docs_structure: suffix, "
            f"languages: [{languages}]}}\n  - live-diagrams\n",
        },
    )
    done = program("mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("unused-script") == done.stderr.count("WARNING") == 1, done.stderr


def test_projects_in_a_project(tmp_path):
    config = "site_name: child\ntheme:\n  name: material\nplugins:\n  - live-diagrams\n"
    child = {
        "docs/index.md": "# Child\n\n![In a project](diagram:shop)\n",
        "diagram_src/shop.py": SHOP.replace('href="sub/deep.md"', "shape='box'"),
        "mkdocs.yml": config,
    }
    site = build(
        tmp_path,
        ["projects"],
        {f"projects/child/{name}": text for name, text in child.items()},
    )
    assert_whole((site / "child/index.html").read_text(encoding="utf-8"), 1)


def test_pages_printed_by_weasyprint_have_icons_and_styles(tmp_path):
    pypdfium2 = pytest.importorskip("pypdfium2")
    text = SHOP.replace(
        "from diagrams.generic.blank import Blank", "from diagrams.aws.compute import EC2 as Blank"
    )
    write(
        tmp_path,
        {
            **PAGES,
            "docs/index.md": "# Start\n\nNo figure.\n",
            "diagram_src/shop.py": text,
            "mkdocs.yml": "site_name: T\ntheme:\n  name: material\n"
            "plugins: [live-diagrams, to-pdf: {output_path: all.pdf, cover: false}]\n",
        },
    )
    done = program("mkdocs", "build", cwd=tmp_path)
    if "cannot load library" in done.stderr or "not installed" in done.stderr:
        pytest.skip("mkdocs-to-pdf needs the Pango of the system")
    assert done.returncode == 0, done.stderr
    document = pypdfium2.PdfDocument(tmp_path / "site/all.pdf")
    kinds = [item.type for sheet in document for item in sheet.get_objects(max_depth=8)]
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 6  # three icons, twice
    words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert words.count("picks one") >= 4
    # In the site, the same page has each icon once, and links what it needs itself.
    html = (tmp_path / "site/two/index.html").read_text(encoding="utf-8")
    assert len(Page(html).each("symbol")) == len(Page(html).each("image")) == 1
    assert "figures.css" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_a_page_without_figures_has_the_stylesheet_for_those_who_print_by_it():
    """Plugins for PDF take the stylesheets of the first page for all."""
    seen = []

    class Printing:
        def on_post_page(self, output, *, page, config):
            seen.append(output)
            return output.replace("</p>", "</p><p>PDF</p>")

    plugin = Printing()
    events = {"post_page": [plugin.on_post_page]}
    wrap_joining_plugins(SimpleNamespace(plugins=_Plugins({"to-pdf": plugin}, events)))
    page = SimpleNamespace(url="a/b/")
    html = "<html><head></head><p>Words.</p></html>"
    result = events["post_page"][0](html, page=page, config=None)
    assert seen == [
        html.replace(
            "</head>", '<link rel="stylesheet" href="../../assets/live-diagrams/figures.css"></head>'
        )
    ]
    assert result == html.replace("</p>", "</p><p>PDF</p>")


class _Plugins(dict):
    def __init__(self, plugins, events):
        super().__init__(plugins)
        self.events = events


@pytest.mark.browser
def test_a_page_that_is_encrypted(tmp_path, browser):
    pytest.importorskip("encryptcontent")
    secret = "Correct-horse-battery-staple-42"
    site = build(tmp_path, [f"encryptcontent: {{global_password: {secret}, webcrypto: true}}"])
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "picks one" not in html
    from tests.browser.conftest import serving

    with serving(site) as address:
        page = browser.new_page()
        page.goto(address)
        page.fill("#mkdocs-content-password", secret)
        page.keyboard.press("Enter")
        page.locator("figure.live-diagram[data-ready] .live-diagram__open").wait_for()
        assert page.locator(".live-diagram__drawing--wide:visible text", has_text="picks one").count() == 2
        page.close()


def test_a_place_that_survives_fails_the_build(tmp_path):
    hook = (
        "def on_config(config):\n"
        "    host = config.mdx_configs['live_diagrams']['host']\n"
        "    from live_diagrams.model.embed import Embed\n"
        "    config.extra['place'] = host.places.write_place(Embed('shop'))\n"
        "def on_post_page(output, page, config):\n"
        "    return output.replace('Words.', config.extra['place'])\n"
    )
    write(
        tmp_path,
        {
            **PAGES,
            "hook.py": hook,
            "mkdocs.yml": "site_name: T\nhooks: [hook.py]\nplugins: [live-diagrams]\n",
        },
    )
    done = program("mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 1
    assert "site/sub/deep/index.html:1: leftover-embed: the figure `shop` is not in its place" in done.stderr
