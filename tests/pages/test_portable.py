"""Figures for programs that take them out of their pages."""

from bs4 import BeautifulSoup
from live_diagrams.model.embed import Embed
from live_diagrams.pages import portable
from live_diagrams.pages.document import finish_document

from tests.support import Page, drawings

from .drawn import ICONS, fill, simple, write_place

KEY, OTHER = ICONS
LINKED = '<figure class="live-diagram"><svg><a xlink:href="sub/" aria-label="x"></a></svg></figure>'


def make_page() -> str:
    place = write_place(Embed("web"))
    return fill(f"<h1>Two</h1>{place}<p>between</p>{place}", lambda embed: simple(KEY, OTHER, KEY))


def test_each_drawing_contains_its_icons() -> None:
    for change in (portable.embed_icons, portable.separate_icons):
        for drawing in drawings(change(make_page())):
            images = Page(drawing).all("image", "href")
            assert images == [f"data:image/png;base64,{ICONS[key]}" for key in (KEY, OTHER, KEY)]
            assert "<use" not in drawing


def test_nothing_is_shared_where_drawings_are_separated() -> None:
    html = portable.separate_icons(make_page())
    assert "<symbol" not in html
    assert "data-icon" not in html


def test_a_document_may_have_its_icons_in_each_drawing() -> None:
    place = write_place(Embed("web"))
    html = fill(f"{place}{place}", lambda embed: simple(KEY))
    assert finish_document(html, "drawing") == portable.separate_icons(html) != finish_document(html)


def test_icons_are_shared_again_also_after_a_parser_has_rewritten_the_page() -> None:
    page = make_page()
    assert portable.share_icons(portable.embed_icons(page)) == page
    parsed = str(BeautifulSoup(portable.embed_icons(page), "html.parser"))
    shared = Page(portable.share_icons(parsed))
    assert shared.all("use", "href") == Page(page).all("use", "href")
    assert len(shared.each("image")) == len(ICONS)


def test_an_icon_that_is_not_there_is_left_alone() -> None:
    html = make_page().replace(f'<symbol id="ld-icon-{KEY}"', '<symbol id="other"')
    assert Page(portable.embed_icons(html)).all("use", "href") == [f"#ld-icon-{KEY}"] * 4


def test_links_of_nodes_are_written_as_links_until_the_document_is_finished() -> None:
    exposed = portable.expose_links(f'{LINKED}<a href="sub/">')
    assert Page(exposed).all("a", "href") == ["sub/", "sub/"]
    assert exposed.count(' href="sub/"') == 2
    assert (
        finish_document(exposed.replace('"sub/"', '"#sub"'))
        == LINKED.replace('"sub/"', '"#sub"') + '<a href="#sub">'
    )
