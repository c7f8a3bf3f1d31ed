"""Placeholders: they carry their embeds, and figures take their place."""

import re

from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams.pages.placeholders import (
    fill_placeholders,
    fill_search_words,
    find_embeds,
    has_placeholders,
    write_placeholder,
)

from tests.support import figures

from .drawn import TEXT, simple, xml


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
    ),
    TEXT,
)
def test_a_placeholder_carries_its_embed(embed, words):
    html = f"<p>before</p>{write_placeholder(embed, words)}<p>after</p>"
    assert has_placeholders(html)
    assert list(find_embeds(html)) == [embed]
    assert xml(html.replace("\x00", "")) is not None if words.isprintable() else True


def test_a_page_without_figures_stays_as_it_is():
    html = '<figure class="live-diagram">data-live-placeholder</figure>'
    assert not has_placeholders(html)
    assert fill_placeholders(html, lambda embed: simple()) == html


def test_the_search_finds_alternative_caption_and_labels():
    html = fill_search_words(
        write_placeholder(Embed("web", alt="What & how", caption="Seen")), lambda embed: simple()
    )
    assert ">What &amp; how · Seen · words</figure>" in html
    assert list(find_embeds(html)) == [Embed("web", alt="What & how", caption="Seen")]


def test_the_search_finds_nothing_of_a_broken_figure_but_what_the_page_says():
    html = fill_search_words(write_placeholder(Embed("web", alt="What")), lambda embed: FigureError("secret"))
    assert ">What</figure>" in html


@given(st.lists(st.tuples(st.sampled_from(["web", "db", "a b"]), TEXT, st.booleans()), max_size=8), TEXT)
def test_no_placeholder_is_left(embeds, between):
    between = re.sub(r"[<>&\"']", "", between)
    html = between.join(write_placeholder(Embed(name, alt=alt), alt) for name, alt, _ in embeds)
    fails = {name for name, _, broken in embeds if broken}
    done = fill_placeholders(
        html, lambda e: FigureError("broken") if e.name in fails else simple("0123456789")
    )
    assert not has_placeholders(done)
    assert len(figures(done)) == len(embeds)
    assert "<>" not in done


def test_the_style_comes_once_before_the_first_figure():
    html = write_placeholder(Embed("broken")) + write_placeholder(Embed("web"))
    done = fill_placeholders(
        html, lambda e: FigureError("x") if e.name == "broken" else simple(), before="<style>.x{}</style>"
    )
    assert done.startswith("<style>.x{}</style><figure")
    assert done.count("<style>") == 1
