"""Figures as HTML: places, settling, and that nothing of an author's becomes markup or script."""

import base64
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from live_diagrams.layout import dot, titles
from live_diagrams.layout import graphviz as layout
from live_diagrams.layout import style as look
from live_diagrams.layout.layout import Layout
from live_diagrams.model.codec import encode
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError, TraceFrame
from live_diagrams.model.figure import Description, Drawing, Figure
from live_diagrams.model.graph import Cluster, Edge, Graph, Node
from live_diagrams.pages.figure_markup import compose_error
from live_diagrams.pages.placeholders import (
    fill_placeholders,
    fill_search_words,
    find_embeds,
    has_placeholders,
    write_placeholder,
)
from live_diagrams.svg import description as words
from live_diagrams.svg import drawing as svg
from live_diagrams.svg.icons import encode_icon, shrink_image

from tests.support import ROOT, Page, drawings, figures

WARM = (ROOT / "plugins/live_diagrams/assets/warm.png").read_bytes()
ICONS = {"0123456789": encode_icon(shrink_image(WARM)), "abcdefabcd": encode_icon(shrink_image(WARM))}
SAID = Description(((0, "box, which holds"), (1, "a"), (1, "b"), (0, "c")), ("a leads to b.",))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NASTY = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</text></g></svg></figure><img src=x onerror=alert(1)>",
    "\"'><b>&amp;&lt;",
    "]]><!-- --> <![CDATA[",
    "R&D & “quotes” ‘é’",
    "🚀 👩‍🚀 🇹🇷",
    "مرحبا بالعالم",
    "你好，世界",
    "\u202eright to left\u202c",
    "{{ jinja }} {% raw %} ${js} `code`",
    "a\x00b\x0bc\x1b[31m\ufffe",
    "<<b>bold</b> &amp; <i>é</i>>",
    "<<table><tr><td href='javascript:alert(1)'>x</td></tr></table>>",
]


def draw(graph: Graph, direction: str = "") -> Figure:
    """A figure, made in this process without a script."""
    styled = look.style_graph(graph, direction)
    laid = Layout(layout.run_engine(dot.write_dot(styled.graph)))
    drawing = svg.paint_drawing(
        laid, graph, styled, titles.place_titles(laid, styled), lambda path: ("0123456789", 8, 8)
    )
    return Figure(
        graph.name,
        "web",
        1,
        words.list_labels(graph),
        words.describe_graph(graph),
        {"wide": drawing},
        encode(graph).decode(),
        icons=ICONS,
    )


def simple(*icons: str, name: str = "Web", parts: tuple[str, ...] = ("a", "b")) -> Figure:
    """A figure whose drawing holds nothing but ids and icons."""
    inside = "".join(f'<g class="node" id="<>-{part}"></g>' for part in parts)
    uses = "".join(f'<use xlink:href="#ld-icon-{key}"/>' for key in icons)
    drawing = Drawing(f"<g>{inside}{uses}</g>", (0, 0, 100, 50), icons)
    return Figure(name, "web", 1, "words", SAID, {"wide": drawing}, "{}", icons=ICONS)


def xml(html: str) -> ET.Element:
    said = (
        html.replace("xlink:href=", "href=")
        .replace(" data-search-exclude", "")
        .replace(" hidden>", ' hidden="">')
    )
    return ET.fromstring(f"<page>{said}</page>")


def show(figure: Figure) -> str:
    """A page that shows one figure."""
    return fill_placeholders(write_placeholder(Embed("web")), lambda embed: figure)


def painted(element: ET.Element) -> str:
    return "".join("".join("".join(text.itertext()) for text in element.iter("text")).split())


# Places.


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
def test_a_place_carries_its_embed(embed, found):
    html = f"<p>before</p>{write_placeholder(embed, found)}<p>after</p>"
    assert has_placeholders(html)
    assert list(find_embeds(html)) == [embed]
    assert xml(html.replace("\x00", "")) is not None if found.isprintable() else True


def test_a_page_without_figures_stays_as_it_is():
    html = '<figure class="live-diagram">data-live-place</figure>'
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
def test_settling_leaves_no_place_behind(what, between):
    between = re.sub(r"[<>&\"']", "", between)
    html = between.join(write_placeholder(Embed(name, alt=alt), alt) for name, alt, _ in what)
    fails = {name for name, _, broken in what if broken}
    done = fill_placeholders(
        html, lambda e: FigureError("broken") if e.name in fails else simple("0123456789")
    )
    assert not has_placeholders(done)
    assert len(figures(done)) == len(what)
    assert "<>" not in done


# Ids and icons.


SLUGS = st.sampled_from(["a", "b", "a-b", "a-2", "a-title", "title", "desc", "A", "日", "-", "a/b", "wide"])
IDS = SLUGS | st.just("") | st.sampled_from(["fig-a", "fig-a-2", "a--b", "x y", '"><script>', "&lt;"])


@given(st.lists(st.tuples(SLUGS, IDS), max_size=6), st.lists(IDS.filter(bool), max_size=3, unique=True))
@example([("a", ""), ("a", ""), ("a-2", "")], [])
@example([("a", ""), ("a-title", "")], [])
@example([("a", "top"), ("a", "top")], ["top"])
def test_ids_are_unique_in_a_page(embedded, around):
    quoted = [text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for text in around]
    html = "".join(f'<h2 id="{text}">x</h2>' for text in quoted)
    html += "".join(write_placeholder(Embed(name, id=own)) for name, own in embedded)
    done = fill_placeholders(html, lambda embed: simple(parts=("a", "b", "a-b", "title", "wide", "2-a")))
    ids = Page(done).ids
    assert len(ids) == len(set(ids))
    assert "<script>" not in done
    assert not any(" " in found for found in ids if found not in around)


def test_the_description_is_the_one_referred_to():
    page = Page(fill_placeholders(write_placeholder(Embed("web", alt="What")) * 2, lambda embed: simple()))
    told = [drawing["aria-details"] for drawing in page.each("svg", "live-diagram__drawing")]
    assert told == [details["id"] for details in page.each("details")] == ["fig-web-words", "fig-web-2-words"]


def test_the_second_of_a_figure_is_the_first_but_for_its_ids():
    done = fill_placeholders(
        write_placeholder(Embed("web")) + write_placeholder(Embed("web")), lambda embed: simple()
    )
    one, two = drawings(done)
    assert one != two
    assert one.replace("fig-web", "fig-web-2") == two


def test_each_icon_comes_once_a_page():
    first, second = simple("0123456789"), simple("0123456789", "abcdefabcd")
    html = write_placeholder(Embed("one")) + write_placeholder(Embed("two")) + write_placeholder(Embed("one"))
    page = Page(fill_placeholders(html, lambda embed: first if embed.name == "one" else second))
    symbols = [attrs["id"] for attrs in page.each("symbol")]
    assert symbols == ["ld-icon-0123456789", "ld-icon-abcdefabcd"]
    assert {href.removeprefix("#") for href in page.all("use", "href")} == set(symbols)


def test_an_icon_after_a_broken_figure_still_comes():
    html = write_placeholder(Embed("broken")) + write_placeholder(Embed("web"))
    done = fill_placeholders(html, lambda e: FigureError("x") if e.name == "broken" else simple("0123456789"))
    assert Page(done).each("symbol")


def test_a_symbol_is_as_large_as_its_icon():
    image = Page(show(simple("0123456789"))).each("image")[0]
    data = base64.b64decode(image["href"].removeprefix("data:image/png;base64,"))
    assert data.startswith(b"\x89PNG")
    assert (image["width"], image["height"]) == tuple(
        str(int.from_bytes(data[at : at + 4], "big")) for at in (16, 20)
    )


def test_the_style_comes_once_before_the_first_figure():
    html = write_placeholder(Embed("broken")) + write_placeholder(Embed("web"))
    done = fill_placeholders(
        html, lambda e: FigureError("x") if e.name == "broken" else simple(), before="<style>.x{}</style>"
    )
    assert done.startswith("<style>.x{}</style><figure")
    assert done.count("<style>") == 1


# What a figure says.


def test_a_figure():
    embed = Embed("guide/web", alt="What it shows", caption="A caption", id="top", classes="big wide")
    done = fill_placeholders(write_placeholder(embed), lambda e: simple())
    figure = xml(done)[0]
    assert figure.attrib == {
        "class": "live-diagram big wide",
        "data-diagram": "guide/web",
        "data-name": "Web",
        "id": "top",
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
    for level, said in items:  # nothing stands deeper than one below what comes before
        depth = min(level, depth + 1)
        parts.append((depth, re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", said)))
    figure = replace(simple(), description=Description(tuple(parts)))
    root = xml(show(figure))
    assert [item.text or "" for item in root.iter("li")] == [said for _, said in parts]
    around = {child: parent for parent in root.iter() for child in parent}

    def deep(element):
        return (element.tag == "ul") + deep(around[element]) if element in around else 0

    assert [deep(item) - 1 for item in root.iter("li")] == [depth for depth, _ in parts]


def test_both_drawings_stand_in_the_page_and_the_narrow_one_waits():
    narrow = Drawing('<g class="node" id="<>-a"></g>', (0, 0, 40, 50), ())
    both = replace(simple(), drawings={**simple().drawings, "narrow": narrow})
    root = xml(show(both))
    stage, waiting = (
        next(e for e in root.iter("div") if e.get("class") == f"live-diagram__{name}")
        for name in ("stage", "narrow")
    )
    assert stage.get("data-needs") == "120"  # 100 px wide with letters of 13 px; with 11 px it is 85
    assert waiting.get("hidden") is not None
    assert [g.get("id") for g in root.iter("g") if g.get("id")] == [
        "fig-web--a",
        "fig-web--b",
        "fig-web-narrow--a",
    ]


def test_a_caption_is_the_title_where_none_is_given():
    assert xml(show(simple()))[0].find("figcaption").text == "Web"
    nameless = show(simple(name=""))
    assert xml(nameless)[0].find("figcaption") is None


def test_an_error_card():
    trace = (TraceFrame("diagram_src/web.py", 3, "<module>", "  1 / 0 < 2"),)
    error = FigureError("ZeroDivisionError: <by zero>", "diagram_src/web.py", 3, trace=trace)
    card = compose_error(Embed('w"eb', alt="What", caption="Cap & tion"), error)
    assert xml(card)[0].get("class") == "live-diagram live-diagram--error"
    assert "<pre>ZeroDivisionError: &lt;by zero&gt;</pre>" in card
    assert "<code>diagram_src/web.py:3</code> 1 / 0 &lt; 2" in card
    assert "<figcaption>Cap &amp; tion</figcaption>" in card


# Nothing of an author's becomes markup or script.


@settings(max_examples=40)
@given(st.lists(TEXT | st.sampled_from(NASTY), min_size=6, max_size=6))
@example(NASTY[:6])
@example(NASTY[6:12])
@example([*NASTY[12:], *NASTY[:4]])
def test_labels_come_out_as_words(labels):
    one, two, cluster, edge, name, alt = labels
    graph = Graph(
        name,
        "web",
        nodes=(Node("n1", one, cluster="c"), Node("n2", two, icon="some.png")),
        edges=(Edge("edge-1", "n1", "n2", edge),),
        clusters=(Cluster("c", cluster),),
    )
    done = fill_placeholders(write_placeholder(Embed("web", alt=alt, caption=alt)), lambda embed: draw(graph))
    page = xml(re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", done))
    tags = {element.tag for element in page.iter()}
    assert tags <= set("page figure figcaption svg title desc symbol image g path polygon polyline "
                       "ellipse rect text tspan use a div details summary ul ol li".split())  # fmt: skip
    assert not [key for element in page.iter() for key in element.attrib if key.startswith("on")]
    assert "javascript:" not in "".join(e.get("href", "") for e in page.iter())


@pytest.mark.parametrize(
    "label",
    ["<script>", "say \"hi\" & 'bye'", "R&D", "🚀 ok", "مرحبا", "你好", "a < b > c", "&lt;", "&nbsp;", "<b>"],
)
def test_a_label_is_painted_as_it_was_written(label):
    graph = Graph("", "web", nodes=(Node("n1", label, cluster="c"),), clusters=(Cluster("c", label),))
    page = xml(show(draw(graph)))
    assert painted(page) == "".join(label.split()) * 2
    assert [g.get("data-cluster") for g in page.iter("g") if g.get("class") == "cluster"] == [label]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
    ],
)
def test_a_harmful_link_of_a_node_does_not_get_through(href):
    for key in ("href", "URL"):
        graph = Graph("", "web", nodes=(Node("n1", "web", attrs={key: href}),))
        page = xml(show(draw(graph)))
        assert page.find(".//a") is None
        assert painted(page) == "web"


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/?a=1&b=2",
        "http://example.org",
        "mailto:a@b.c",
        "#top",
        "/a",
        "../pod/",
        "pod.md",
        "a?b",
    ],
)
def test_a_harmless_link_of_a_node_stays(href):
    graph = Graph("", "web", nodes=(Node("n1", "web", attrs={"href": href}),))
    assert xml(show(draw(graph))).find(".//a").get("href") == href


@pytest.mark.parametrize("key", ["edgehref", "labelURL", "headhref", "tailURL", "URL", "href", "tooltip"])
def test_links_and_tips_of_edges_and_boxes_do_not_get_through(key):
    bad = {key: "javascript:alert(1)"}
    graph = Graph(
        "",
        "web",
        attrs=bad,
        nodes=(Node("n1", "a", cluster="c"), Node("n2", "b")),
        edges=(Edge("e", "n1", "n2", "label", attrs=bad),),
        clusters=(Cluster("c", "box", attrs=bad),),
    )
    assert "javascript" not in show(draw(graph))


@pytest.mark.parametrize(
    "colour", ["url(http://evil.example/x)", 'red"/><script>', "var(--x)", "expression(1)"]
)
def test_a_colour_is_nothing_but_a_colour(colour):
    attrs = {"fontcolor": colour}
    html_like = f'<<font color="{colour.split(chr(34))[0]}">b</font>>'
    graph = Graph(
        "",
        "web",
        nodes=(
            Node("n1", "a", attrs=attrs),
            Node("n2", html_like, attrs=attrs),
        ),
        edges=(Edge("e", "n1", "n2", "label", attrs=attrs),),
    )
    done = show(draw(graph))
    assert "evil" not in done
    assert "<script" not in done


# Ids of the parts of a drawing.


def test_box_node_and_edge_of_one_name_have_ids_of_their_own():
    graph = Graph(
        "",
        "web",
        nodes=(Node("web", "web", cluster="web"), Node("edge-1", "edge 1"), Node("title", "title")),
        edges=(Edge("edge-1", "web", "title"),),
        clusters=(Cluster("web", "web"),),
    )
    ids = Page(show(draw(graph))).ids
    assert len(ids) == len(set(ids))


def test_an_id_holds_no_space():
    graph = Graph("", "web", nodes=(Node("my node\tone", "web"),))
    page = Page(show(draw(graph)))
    assert not [found for found in page.ids if re.search(r"\s", found)]
    assert page.all("g", "data-node") == ["my node\tone"]


def test_another_direction_is_another_drawing():
    graph = Graph("", "web", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b"),))
    wide, tall = draw(graph, "LR"), draw(graph, "TB")
    assert wide.drawings["wide"].view_box[2] > wide.drawings["wide"].view_box[3]
    assert tall.drawings["wide"].view_box[2] < tall.drawings["wide"].view_box[3]
    assert replace(wide, drawings={}) == replace(tall, drawings={})
