"""The Python-Markdown extension as a part of Python-Markdown; what it makes of pages is in `golden`."""

import logging
from concurrent.futures import ThreadPoolExecutor

import markdown
import pytest
from live_diagrams.pages.standalone import SitePage, resolve_page_link

from tests.support import Page, figures, write

WEB = (
    'from diagrams import Diagram, Node\n\nwith Diagram("Web", show=False):\n    Node("web") >> Node("db")\n'
)
FENCE = f'```diagram alt="One"\n{WEB.replace("Web", "One")}```\n'
OTHER = f'```diagram alt="Two"\n{WEB.replace("Web", "Two")}```\n'


@pytest.fixture
def root(tmp_path):
    return write(tmp_path, {"diagram_src/web.py": WEB, "diagram_src/fails.py": "1 / 0\n"})


def converter(root, name="live_diagrams", **options):
    return markdown.Markdown(extensions=[name], extension_configs={name: {"root": str(root), **options}})


def titles(html):
    return [html_.split("<figcaption>")[1].split("<")[0] for html_ in figures(html)]


def test_one_converter_for_many_pages(root):
    md = converter(root)
    assert titles(md.reset().convert(FENCE)) == ["One"]
    assert titles(md.reset().convert(OTHER + "\n![Web](diagram:web)\n")) == ["Two", "Web"]
    assert figures(md.reset().convert("![](diagram:%inline-0)"))[0].count("live-diagram--error") == 1
    assert md.reset().convert("words") == "<p>words</p>"


def test_every_page_brings_its_own_style_and_icons(root):
    md = converter(root)
    pages = [md.reset().convert("![Web](diagram:web)") for _ in range(2)]
    assert pages[0] == pages[1]
    assert pages[0].count("<style>") == 1


def test_several_converters_at_once(root):
    with ThreadPoolExecutor(4) as threads:
        pages = list(threads.map(lambda text: converter(root).convert(text), [FENCE, OTHER] * 4))
    assert [titles(page) for page in pages] == [["One"], ["Two"]] * 4


@pytest.mark.parametrize("name", ["live_diagrams", "live_diagrams.pages.extension"])
def test_the_names_of_the_extension(root, name):
    assert titles(converter(root, name).convert("![Web](diagram:web)")) == ["Web"]


def test_each_fault_is_warned_of_once(root, caplog):
    with caplog.at_level(logging.WARNING, "live_diagrams"):
        html = converter(root).convert("![a](diagram:fails)\n\n![b](diagram:fails)\n\n![c](diagram:wbe)\n")
    assert len(figures(html)) == 3
    assert [record.getMessage() for record in caplog.records] == [
        "diagram_src/fails.py:1: ZeroDivisionError: division by zero",
        "no script diagram_src/wbe.py draws `wbe`; did you mean `web`?",
    ]


def test_options_reach_the_engine(root, caplog):
    write(
        root,
        {"scripts/web.py": WEB.replace('"Web"', '"Elsewhere"'), "scripts/slow.py": "while True:\n    pass\n"},
    )
    html = converter(root, source_dir="scripts", cache_dir=".figures", timeout=0.5).convert(
        "![Web](diagram:web)\n\n![Slow](diagram:slow)\n"
    )
    assert titles(html) == ["Elsewhere", "Slow"]
    assert "did not end within 0.5 s" in caplog.text
    assert (root / ".figures").is_dir()
    assert not (root / ".cache").exists()


def test_a_misspelt_option_is_reported(root):
    with pytest.raises(KeyError, match="tiemout"):
        converter(root, tiemout=3)


def test_attributes_work_without_attr_list(root):
    html = converter(root).convert("![Web](diagram:web){ #top .big direction=TB }")
    (figure,) = Page(html).each("figure")
    assert (figure["id"], figure["class"]) == ("top", "live-diagram big")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/guide/pod.md#ready", "../../guide/pod/#ready"),
        ("pod.md", "../pod/"),
        ("/guide/", "/guide/"),
        ("//host/pod.md", "//host/pod.md"),
    ],
)
def test_a_node_links_to_pages_from_its_page_or_from_the_docs_folder(href, expected):
    page = SitePage(name="other/page.md", url="other/page/")
    assert resolve_page_link(href, page) == expected
