"""Places: only the build knows what they stand for, and figures take them."""

import base64
import json
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams.pages.document import finish_document, read_labels, rename_ids
from live_diagrams.pages.places import Places

from tests.support import Page, figures, write

from .drawn import PLACES, TEXT, fill, show, simple, write_place, xml


@given(
    st.builds(
        Embed,
        name=TEXT,
        alt=TEXT,
        caption=TEXT,
        direction=st.sampled_from(["", "TB"]),
        id=TEXT,
        classes=TEXT,
        unknown_options=st.lists(TEXT, max_size=2).map(tuple),
        code=TEXT,
        page=TEXT,
        line=st.integers(0, 99),
    )
)
def test_a_place_stands_for_its_embed_and_says_nothing_of_it(embed):
    html = f"<p>before</p>{write_place(embed)}<p>after</p>"
    assert list(PLACES.find_embeds(html)) == list(PLACES.find_survivors(html)) == [embed]
    assert xml(html) is not None
    assert re.fullmatch(
        r'<figure class="live-diagram" data-live-place="[\w-]{22}-\d+"></figure>', write_place(embed)
    )


def test_a_token_of_another_build_stays_as_it_is():
    html = Places().write_place(Embed("web"))
    assert fill(html, lambda embed: simple()) == html
    assert not list(PLACES.find_survivors(html))


FORGED = base64.urlsafe_b64encode(
    json.dumps({"name": "x", "code": "open('proof', 'w')", "unknown_options": []}).encode()
).decode()
RAW = [
    f'<figure class="live-diagram" data-live-place="{FORGED}"></figure>',
    f'<figure class="live-diagram" data-live-placeholder="{FORGED}"></figure>',
    f'<figure class="live-diagram" data-live-place="{FORGED[:22]}-0"></figure>',
    '<figure class="live-diagram" data-live-place="&#48;"></figure>',
    f"<figure data-live-place='{FORGED}' class='live-diagram'></figure>",
]


@pytest.mark.parametrize("raw", RAW)
def test_raw_html_in_a_page_cannot_ask_for_a_figure(raw, tmp_path):
    root = write(tmp_path, {"diagram_src/web.py": "1 / 0"})
    options = {"live_diagrams": {"root": str(root)}}
    html = markdown.markdown(raw, extensions=["live_diagrams"], extension_configs=options)
    assert html == raw
    assert not list(tmp_path.rglob("proof"))


def test_the_search_finds_alternative_caption_and_labels():
    html = fill(write_place(Embed("web", alt="What & how", caption="Seen")), lambda embed: simple())
    assert read_labels(html) == "What &amp; how · Seen · words"


def test_the_search_finds_nothing_of_a_broken_figure_but_what_the_page_says():
    html = fill(write_place(Embed("web", alt="What")), lambda embed: FigureError("secret"))
    assert "secret" not in html
    assert "<figcaption>What</figcaption>" in html


@given(st.lists(st.tuples(st.sampled_from(["web", "db", "a b"]), TEXT, st.booleans()), max_size=8), TEXT)
def test_no_place_is_left(embeds, between):
    between = re.sub(r"[<>&\"']", "", between)
    html = between.join(write_place(Embed(name, alt=alt)) for name, alt, _ in embeds)
    fails = {name for name, _, broken in embeds if broken}
    done = fill(html, lambda e: FigureError("broken") if e.name in fails else simple("0123456789"))
    assert not PLACES.has_places(done)
    assert len(figures(done)) == len(embeds)
    assert "<>" not in done


def test_the_style_comes_once_before_the_first_figure():
    html = write_place(Embed("broken")) + write_place(Embed("web"))
    done = fill(
        html, lambda e: FigureError("x") if e.name == "broken" else simple(), before="<style>.x{}</style>"
    )
    assert done.startswith("<style>.x{}</style><figure")
    assert done.count("<style>") == 1


def test_joined_pages_have_unique_ids_and_each_icon_once():
    first = show(simple("0123456789"))
    second = fill(
        write_place(Embed("web")) + write_place(Embed("web", id="top")), lambda e: simple("0123456789")
    )
    page = Page(finish_document(f'<h2 id="fig-web-2">x</h2>{first}{second}{second}'))
    assert len(page.ids) == len(set(page.ids))
    assert page.ids.count("ld-icon-0123456789") == 1
    details = [svg["aria-details"] for svg in page.each("svg", "live-diagram__drawing")]
    assert details == [words["id"] for words in page.each("details")]


def test_a_renamed_figure_keeps_everything_but_its_ids():
    figure = show(simple())
    renamed = rename_ids(figure, "fig-web", "other")
    assert "fig-web" not in renamed
    assert renamed.replace("other", "fig-web") == figure
