"""The script of a figure beside its drawing: what an author asks for with `show_source=true`."""

import sys
from html import unescape

import markdown
import pytest
from live_diagrams.model.embed import Embed
from live_diagrams.pages.figure import script_view

from tests.support import Page, drawings, elided, figures, write

from .drawn import fill, simple, write_place, xml

SCRIPT = (
    'from diagrams import Diagram, Node\n\nwith Diagram("Web", show=False):\n'
    '    Node("<b>&amp;</b>") >> Node("db")  # naïve\n'
)


def convert(root, text):
    options = {"live_diagrams": {"root": str(root)}}
    return markdown.markdown(text, extensions=["live_diagrams"], extension_configs=options)


def read_scripts(html):
    """Return the text of each script on a page, as a reader copies it."""
    codes = [part.split("</code>")[0] for part in html.split("<code>")[1:]]
    return ["".join(xml(f"<p>{code}</p>")[0].itertext()) for code in codes]


@pytest.fixture
def root(tmp_path):
    return write(tmp_path, {"diagram_src/web.py": SCRIPT})


def test_the_extension_alone_shows_the_script_as_it_was_written(root):
    html = convert(root, "![A web](diagram:web){ show_source=true }")
    assert read_scripts(html) == [SCRIPT]


def test_a_script_in_the_page_is_shown_too(root):
    html = convert(root, f'```diagram alt="A web" show_source=true\n{SCRIPT}```\n')
    assert read_scripts(html) == [SCRIPT]


@pytest.mark.parametrize("options", ["", "{ show_source=false }"])
def test_no_script_is_shown_unless_asked_for(root, options):
    assert "naïve" not in convert(root, f"![A web](diagram:web){options}")


def test_a_part_of_a_script_shows_the_whole(root):
    write(root, {"diagram_src/two.py": SCRIPT + SCRIPT.replace('"Web"', '"Other"')})
    html = convert(root, "![A web](diagram:two/other){ show_source=true }")
    assert read_scripts(html) == [SCRIPT + SCRIPT.replace('"Web"', '"Other"')]


def test_an_old_encoding_is_read_as_python_reads_it(root):
    text = "# coding: latin-1\n" + SCRIPT
    (root / "diagram_src" / "old.py").write_bytes(text.encode("latin-1"))
    assert read_scripts(convert(root, "![A web](diagram:old){ show_source=true }")) == [text]


def test_without_pygments_the_script_is_plain_text(root, monkeypatch):
    monkeypatch.setitem(sys.modules, "pygments", None)
    html = script_view.highlight_code(SCRIPT)
    assert "<" not in html
    assert unescape(html) == SCRIPT


def test_each_figure_of_a_page_has_tabs_of_its_own():
    place = write_place(Embed("web", alt="What", show_source=True))
    page = Page(fill(place * 2, lambda embed: simple(), read_script=lambda embed: SCRIPT))
    radios = page.each("input")
    assert [radio["value"] for radio in radios] == ["drawing", "script"] * 2
    assert len({radio["name"] for radio in radios}) == 2
    assert ["checked" in radio for radio in radios] == [True, False] * 2


def test_the_tabs_come_before_the_drawing_and_the_caption_last(root):
    (figure,) = figures(convert(root, '![A web](diagram:web "Words"){ show_source=true }'))
    parts = [figure.index(part) for part in ("__tabs", "__stage", "__script", "<figcaption")]
    assert parts == sorted(parts)
    assert elided(figure).count("<details") == 1


def test_a_script_that_is_gone_leaves_the_drawing(root):
    place = write_place(Embed("web", alt="What", show_source=True))
    html = fill(place, lambda embed: simple(), read_script=lambda embed: "")
    assert "__tabs" not in html
    assert "live-diagram__drawing" in html


def test_a_link_out_of_the_folder_of_scripts_is_not_shown(root, tmp_path):
    secret = write(tmp_path, {"secret.py": SCRIPT + "# secret"}) / "secret.py"
    (root / "diagram_src" / "linked.py").symlink_to(secret)
    html = convert(root, "![A web](diagram:linked){ show_source=true }")
    assert len(drawings(html)) == 1
    assert "secret" not in html
