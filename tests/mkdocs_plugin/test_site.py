"""A tiny real site, built by the command: what ends up in the output, and what does not."""

import re
import sys
from html import unescape
from pathlib import Path

import markdown
import pytest

from tests.conftest import HERE, build
from tests.programs import program
from tests.support import Page, body, drawings, figures

SHOP = "Namespace shop · Pods · client 198.51.100.7 · web · web-1 · web-2 · shop.example.com · picks one"
WITH_FIGURES = ["", "twice", "inline", "world", "blog", "blog/2026/11/01/the-first-post"]


@pytest.mark.parametrize("page", WITH_FIGURES)
def test_figures_are_inline_svg(tiny, page):
    html = tiny.html(page)
    assert figures(html)
    assert "data-live-" not in html
    for figure in figures(html):
        assert "live-diagram--error" not in figure
        assert 1 <= len(drawings(figure)) <= 2
        for drawing in drawings(figure):
            assert '<g class="node"' in drawing
            assert "<text" in drawing
        assert not re.search(r"<(img|object|iframe|embed)\b", figure)


def test_the_parts_of_a_drawing_name_their_objects(tiny):
    page = Page(drawings(tiny.html(""))[0])
    assert [(n["data-node"], n["data-kind"]) for n in page.each("g", "node")] == [
        ("client", "User"),
        ("service-web", "Service"),
        ("pod-web-1", "Pod"),
        ("pod-web-2", "Pod"),
    ]
    assert [(e["data-from"], e["data-to"]) for e in page.each("g", "edge")] == [
        ("client", "service-web"),
        ("service-web", "pod-web-1"),
        ("service-web", "pod-web-2"),
    ]
    assert [c["data-cluster"] for c in page.each("g", "cluster")] == ["Namespace shop", "Pods"]
    (figure,) = Page(figures(tiny.html(""))[0]).each("figure")
    assert figure == {
        "class": "live-diagram big",
        "data-captioned": "",
        "data-diagram": "shop",
        "data-name": "Shop",
        "id": "way-in",
    }


def test_both_drawings_of_a_figure_show_the_same(tiny):
    wide, narrow = map(Page, drawings(figures(tiny.html(""))[0]))
    for part, keys in {
        "node": ["data-node"],
        "edge": ["data-from", "data-to"],
        "cluster": ["data-cluster"],
    }.items():
        shown = [
            sorted(tuple(g[key] for key in keys) for g in page.each("g", part)) for page in (wide, narrow)
        ]
        assert shown[0] == shown[1]


def test_a_figure_has_a_text_alternative_and_a_description(tiny):
    figure = figures(tiny.html(""))[0]
    for drawing in Page(figure).each("svg", "live-diagram__drawing"):
        assert drawing["role"] == "img"
        assert drawing["aria-label"] == "A client reaches two Pods through a Service"
        assert f'id="{drawing["aria-details"]}"' in figure
    assert "<li>Namespace shop, which holds<ul><li>web</li><li>Pods, which holds" in figure
    assert "<li>web leads to web-1 and web-2: picks one.</li>" in figure
    assert "<figcaption>One way in</figcaption>" in figure


def test_ids_are_unique_in_every_page(tiny):
    for name, html in tiny.pages.items():
        ids = Page(html).ids
        assert len(ids) == len(set(ids)), name


def test_every_reference_to_an_id_has_its_element(tiny):
    for name, html in tiny.pages.items():
        inside = Page("".join(figures(html)))
        uses = {href.removeprefix("#") for href in inside.all("use", "href")}
        assert uses | set(inside.all("svg", "aria-details")) <= set(inside.ids), name


def test_no_part_of_a_drawing_has_an_href_that_breaks_instant_navigation(tiny):
    for name, html in tiny.pages.items():
        assert not re.search(
            r"<(a|use|image)\b[^>]* href=", "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
        ), name


def test_each_icon_comes_once_a_page(tiny):
    for name, html in tiny.pages.items():
        data = Page(html).all("image", "href")
        assert len(data) == len(set(data)), name
    assert len(Page(tiny.html("twice")).each("symbol")) == 3


def test_the_blog_shows_figures_in_excerpts(tiny):
    shown = [a["data-diagram"] for a in Page(tiny.html("blog")).each("figure", "live-diagram")]
    assert shown == ["shop", "inline-1", "shop"]
    assert "in the excerpt" in tiny.html("blog")
    assert "alert(1)" not in tiny.html("blog")  # the figure after `more`


def test_no_path_of_the_machine_is_published(tiny):
    ours = str(HERE.parent), str(tiny.project), sys.prefix, str(Path.home()), "site-packages", "/tmp/"
    for path in tiny.site.rglob("*"):
        if path.suffix in (".html", ".json", ".css", ".xml", ".svg") and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [own for own in ours if own in text], path.name


def test_no_script_is_published(tiny):
    assert not list(tiny.site.rglob("*.py"))
    assert not list(tiny.site.rglob("square.png"))


def test_nothing_is_written_into_the_sources(tiny):
    after = {path.relative_to(tiny.project).as_posix() for path in tiny.project.rglob("*")}
    new = {name for name in after - tiny.before if not name.startswith(("site", ".cache"))}
    assert not new


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", SHOP),
        ("world/", 'مجموعة · 你好，世界 · <script>alert(1)</script> · 🚀 launch · R&D "quoted"'),
        ("inline/", "producer · queue · consumer"),
    ],
)
def test_the_search_finds_the_labels_once_and_nothing_else(tiny, page, words):
    text = unescape(tiny.search[page])
    assert text.count(words) == 1
    assert text.count(words.split(" · ")[0]) == 1


def test_no_drawing_and_no_uuid_gets_into_the_search(tiny):
    for text in tiny.search.values():
        assert not re.search(r"<(svg|path|g|figure|style|title|desc)\b", text)
        assert not re.search(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-", text)
        assert "live-diagram" not in text


def test_no_uuid_gets_into_a_figure(tiny):
    for html in tiny.pages.values():
        assert not re.search(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-", "".join(map(body, drawings(html))))


def test_the_stylesheet_is_linked_where_there_are_figures_and_only_there(tiny):
    for name, html in tiny.pages.items():
        links = [a["href"] for a in Page(html).each("link") if "live-diagrams" in a.get("href", "")]
        assert len(links) == (1 if figures(html) else 0), name
        for href in links:
            assert ((tiny.site / name).parent / href).resolve().is_file()
    assert not figures(tiny.html("words"))


def test_no_name_can_become_script(tiny):
    html = "".join(figures(tiny.html("world")))
    assert "<script" not in html
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert '<a xlink:href="https://example.org/?a=1&amp;b=2" aria-label=' in html


def test_the_build_logs_its_numbers(tiny):
    assert re.search(r"Figures: \d+ rendered, 0 from cache, 0 failed in \d+\.\d\d s", tiny.said)


def test_a_second_build_renders_nothing_and_changes_nothing(tiny):
    before = {name: figures(html) for name, html in tiny.pages.items()}
    done = program("mkdocs", "build", "--strict", cwd=tiny.project)
    assert re.search(r"Figures: 0 rendered, \d+ from cache, 0 failed", done.stderr), done.stderr
    again = {name: figures((tiny.site / name).read_text(encoding="utf-8")) for name in before}
    assert again == before


@pytest.fixture(scope="module")
def without_fonts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere") / "quite a different é folder"
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', encoding="utf-8")
    env = {"FONTCONFIG_FILE": str(fonts), "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "42"}
    return build(HERE / "site", folder, env=env)


def test_another_folder_and_no_fonts_make_the_same_bytes(tiny, without_fonts):
    assert tiny.pages.keys() == without_fonts.pages.keys()
    for name, html in tiny.pages.items():
        assert figures(html) == figures(without_fonts.pages[name]), name


@pytest.mark.parametrize("page", ["", "world", "inline", "twice"])
def test_the_extension_alone_makes_the_same_bytes(tiny, page):
    source = (tiny.project / "docs" / f"{page or 'index'}.md").read_text(encoding="utf-8")
    html = markdown.markdown(
        source,
        extensions=["admonition", "pymdownx.superfences", "toc", "live_diagrams"],
        extension_configs={"live_diagrams": {"root": str(tiny.project)}},
    )
    assert html.count("<style>") == 1
    assert figures(html) == figures(tiny.html(page))


def test_mkdocs_without_the_plugin_makes_the_same_bytes(tiny, tmp_path):
    source = tmp_path / "source"
    (source / "docs").mkdir(parents=True)
    (source / "diagram_src").symlink_to(tiny.project / "diagram_src")
    for page in ("index", "world", "inline"):
        (source / f"docs/{page}.md").write_bytes((tiny.project / f"docs/{page}.md").read_bytes())
    (source / "mkdocs.yml").write_text(
        "site_name: Without the plugin\n"
        "theme: mkdocs\n"
        "markdown_extensions:\n"
        "  - admonition\n"
        "  - pymdownx.superfences\n"
        "  - live_diagrams: { cache_dir: .figures, timeout: 20 }\n",
        encoding="utf-8",
    )
    built = build(source, tmp_path / "project", "--strict")
    for page in ("", "world", "inline"):
        assert figures(built.html(page)) == figures(tiny.html(page))
        assert built.html(page).count("--ld-ink: ") >= 1
