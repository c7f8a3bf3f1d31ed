"""What a figure contains: drawings, icons, caption, description, or the error in its place."""

import base64
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError, TraceFrame
from live_diagrams.model.figure import Description, Drawing
from live_diagrams.model.graph.graph import Edge, Graph, Node
from live_diagrams.pages.figure.markup import compose_error

from tests.support import Page

from .drawn import TEXT, draw, fill, show, simple, write_place, xml


def test_a_figure():
    embed = Embed("guide/web", alt="What it shows", caption="A caption", id="top", classes="big wide")
    done = fill(write_place(embed), lambda e: simple())
    figure = xml(done)[0]
    assert figure.attrib == {
        "class": "live-diagram big wide",
        "data-diagram": "guide/web",
        "data-name": "Web",
        "data-captioned": "",
        "id": "top",
        "data-natural": "120",
        "data-needed": "0",
    }
    assert figure.find("figcaption").text == "A caption"
    (drawing,) = figure.iter("svg")
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "What it shows")


def test_a_figure_in_words_is_a_list_in_the_order_of_the_flow():
    details = next(xml(show(simple())).iter("details"))
    assert details.find("summary").text == "Web, in words"
    assert [item.text for item in details.findall("ul/li")] == ["box, which holds", "c"]
    assert [item.text for item in details.findall("ul/li/ul/li")] == ["a", "b"]
    assert [item.text for item in details.findall("ol/li")] == ["a leads to b."]


@given(st.lists(st.tuples(st.integers(0, 4), TEXT), max_size=8))
def test_lists_in_lists_are_well_formed(items):
    depth = -1
    parts = []
    for level, text in items:  # nothing stands deeper than one below what comes before
        depth = min(level, depth + 1)
        parts.append((depth, re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", text)))
    figure = replace(simple(), description=Description(tuple(parts)))
    root = xml(show(figure))
    assert [item.text or "" for item in root.iter("li")] == [text for _, text in parts]
    around = {child: parent for parent in root.iter() for child in parent}

    def deep(element):
        return (element.tag == "ul") + deep(around[element]) if element in around else 0

    assert [deep(item) - 1 for item in root.iter("li")] == [depth for depth, _ in parts]


def test_the_narrow_drawing_is_in_the_page_and_hidden():
    narrow = Drawing('<g class="node" id="<>-a"></g>', (0, 0, 40, 50), ())
    both = replace(simple(), drawings={**simple().drawings, "narrow": narrow})
    root = xml(show(both))
    stage, waiting = (
        next(e for e in root.iter("div") if e.get("class") == f"live-diagram__{name}")
        for name in ("stage", "narrow")
    )
    assert stage.get("data-narrow-below") == "120"  # 100 px wide with letters of 13 px; with 11 px it is 85
    assert waiting.get("hidden") is not None
    assert [g.get("id") for g in root.iter("g") if g.get("id")] == [
        "fig-web--a",
        "fig-web--b",
        "fig-web-narrow--a",
    ]


def read_thresholds(**widths):
    """Return the widths below which other drawings are shown; each drawing has letters of 13 pixels."""
    drawings = {target: Drawing("", (0, 0, width, 50)) for target, width in widths.items()}
    page = Page(show(replace(simple(), drawings=drawings)))
    (stage,) = page.each("div", "live-diagram__stage")
    return {name.removeprefix("data-"): value for name, value in stage.items() if name != "class"}


def test_each_drawing_is_shown_where_the_one_before_cannot_be_read():
    assert read_thresholds(wide=1400) == {}
    assert read_thresholds(wide=1400, column=689) == {"column-below": "1200"}  # 1400 px * 11/13 = 1185 px
    assert read_thresholds(wide=1400, column=500, narrow=290) == {
        "column-below": "1200",
        "narrow-below": "440",
    }
    assert read_thresholds(wide=3000, column=2000)["column-below"] == "1600"  # the widest that has a rule


def test_a_ribbon_is_never_shown_in_a_column_wider_than_a_phone():
    assert read_thresholds(wide=1400, narrow=290) == {"narrow-below": "480"}
    assert read_thresholds(wide=1400, column=689, narrow=290)["narrow-below"] == "480"


def test_text_is_scaled_down_to_nine_pixels_and_small_letters_are_scaled_up():
    for smallest_text, least, width, height in ((18, "50", "100", "50"), (9, "100", "122.2", "61.1")):
        drawing = Drawing("", (0, 0, 100, 50), smallest_text=smallest_text)
        page = Page(show(replace(simple(), drawings={"wide": drawing})))
        svg = page.each("svg", "live-diagram__drawing")[0]
        assert (svg["font-size"], svg["width"], svg["height"]) == (least, width, height)  # `min-width: 1em`


def test_a_caption_is_the_title_where_none_is_given():
    assert xml(show(simple()))[0].find("figcaption").text == "Web"
    nameless = show(simple(name=""))
    assert xml(nameless)[0].find("figcaption") is None


def test_an_error_names_its_place_and_escapes_all_words():
    trace = (TraceFrame("diagram_src/web.py", 3, "<module>", "  1 / 0 < 2"),)
    error = FigureError("ZeroDivisionError: <by zero>", "diagram_src/web.py", 3, trace=trace)
    card = compose_error(Embed('w"eb', alt="What", caption="Cap & tion"), error, details=True)
    assert xml(card)[0].get("class") == "live-diagram live-diagram--error"
    assert "<pre>ZeroDivisionError: &lt;by zero&gt;</pre>" in card
    assert "<code>diagram_src/web.py:3</code> 1 / 0 &lt; 2" in card
    assert "<figcaption>Cap &amp; tion</figcaption>" in card


def test_each_icon_comes_once_a_page():
    first, second = simple("0123456789"), simple("0123456789", "abcdefabcd")
    html = write_place(Embed("one")) + write_place(Embed("two")) + write_place(Embed("one"))
    page = Page(fill(html, lambda embed: first if embed.name == "one" else second))
    symbols = [attrs["id"] for attrs in page.each("symbol")]
    assert symbols == ["ld-icon-0123456789", "ld-icon-abcdefabcd"]
    assert {href.removeprefix("#") for href in page.all("use", "href")} == set(symbols)


def test_an_icon_after_a_broken_figure_still_comes():
    html = write_place(Embed("broken")) + write_place(Embed("web"))
    done = fill(html, lambda e: FigureError("x") if e.name == "broken" else simple("0123456789"))
    assert Page(done).each("symbol")


def test_a_symbol_is_as_large_as_its_icon():
    image = Page(show(simple("0123456789"))).each("image")[0]
    data = base64.b64decode(image["href"].removeprefix("data:image/png;base64,"))
    assert data.startswith(b"\x89PNG")
    assert (image["width"], image["height"]) == tuple(
        str(int.from_bytes(data[at : at + 4], "big")) for at in (16, 20)
    )


def test_another_direction_is_another_drawing():
    graph = Graph("", "web", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b"),))
    wide, tall = draw(graph, "LR"), draw(graph, "TB")
    assert wide.drawings["wide"].view_box[2] > wide.drawings["wide"].view_box[3]
    assert tall.drawings["wide"].view_box[2] < tall.drawings["wide"].view_box[3]
    assert replace(wide, drawings={}) == replace(tall, drawings={})
