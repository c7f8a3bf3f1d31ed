"""Nothing that an author writes becomes markup or script."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from live_diagrams.model.embed import Embed
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

from .drawn import TEXT, draw, fill, painted, show, write_place, xml

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
    done = fill(write_place(Embed("web", alt=alt, caption=alt)), lambda embed: draw(graph))
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
