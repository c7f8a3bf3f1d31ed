"""Any graph is drawn whole: every node, edge, cluster and label once, and the result is well-formed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from live_diagrams.layout.labels import strip_markup
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.graph.icons import MissingIcon
from live_diagrams.svg.colours import parse_rgb
from live_diagrams.svg.contrast import TEXT_RATIO, contrast_ratio

from tests.drawings import draw_graph, parse_drawing
from tests.strategies import SHORT_LABELS, plain_graphs


def draw_whole(graph):
    drawing = draw_graph(graph, lambda path: (path[-5], 100, 80))
    return drawing, parse_drawing(drawing)


def remove_spaces(text):
    return "".join(text.split())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(Graph("No size", "no_size", nodes=(Node("a", "", kind="Node", attrs={"shape": "plain"}),)))
@given(plain_graphs())
def test_every_part_of_any_graph_is_drawn_once(graph):
    drawing, root = draw_whole(graph)
    drawn = [g.attrib for g in root.iter("g")]
    assert [a["data-node"] for a in drawn if "data-node" in a] == [node.id for node in graph.sort_by_flow()]
    assert sum("data-from" in a for a in drawn) == len(graph.edges)
    assert {a["id"] for a in drawn if "data-cluster" in a} <= {f"here-cluster-{c.id}" for c in graph.clusters}
    assert len(list(root.iter("use"))) == sum(bool(node.icon) for node in graph.nodes)
    assert set(drawing.icons) == {node.icon[-5] for node in graph.nodes if node.icon}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SHORT_LABELS, min_size=1, max_size=5), st.booleans())
def test_every_label_is_painted_word_for_word(labels, icons):
    nodes = tuple(Node(f"n{i}", label, icon="/a.png" if icons else "") for i, label in enumerate(labels))
    _, root = draw_whole(Graph("", "labels", nodes=nodes))
    for node, group in zip(nodes, (g for g in root.iter("g") if "data-node" in g.attrib), strict=True):
        painted = remove_spaces("".join("".join(text.itertext()) for text in group.iter("text")))
        wished = "".join("\ufffd" if ord(c) < 32 and not c.isspace() else c for c in strip_markup(node.label))
        assert painted.replace("\ufffd", "") == remove_spaces(wished).replace("\ufffd", "")


def test_what_an_author_writes_never_becomes_script():
    graph = Graph(
        "", "evil",
        nodes=(
            Node('"><script>x</script>', "<script>alert(1)</script>",
                 attrs={"href": "javascript:alert(1)", "class": '"><b'}),
            Node("b", "<<table href='javascript:x'><tr><td href='javascript:y'>cell</td></tr></table>>",
                 attrs={"fontcolor": "url(http://example.com/x)", "color": "url(http://example.com/y)"}),
        ),
        edges=(
            Edge("edge-1", "b", "b", "</text><script>",
                 attrs={"URL": "javascript:z", "fontname": "'><script>"}),
        ),
    )  # fmt: skip
    drawing, root = draw_whole(graph)
    assert {element.tag for element in root.iter()} <= {
        "svg",
        "g",
        "rect",
        "path",
        "polygon",
        "text",
        "polyline",
    }
    assert "javascript:" not in drawing.body
    assert "url(" not in drawing.body


def test_a_dotted_line_is_of_round_dots_larger_than_a_dashed_line_is_thick():
    edges = tuple(
        Edge(f"e{i}", "a", "b", attrs={"style": style}) for i, style in enumerate(("dotted", "dashed"))
    )
    graph = Graph("g", "g", nodes=(Node("a", "a"), Node("b", "b")), edges=edges)
    root = parse_drawing(draw_graph(graph, lambda path: ("k", 100, 80)))
    paths = [path.attrib for path in root.iter("path")]
    lines = {line["stroke-dasharray"]: line for line in paths if "stroke-dasharray" in line}
    dotted, dashed = lines["0.1,4"], lines["5,2"]
    assert dotted["stroke-linecap"] == "round"
    assert float(dotted["stroke-width"]) > float(dashed["stroke-width"])


def test_a_missing_icon_is_a_dashed_frame_in_the_colours_of_the_palette():
    missing = MissingIcon("logo.png", 3, "icon file not found: logo.png")
    graph = Graph("g", "g", nodes=(Node("a", "a", missing_icon=missing), Node("b", "b", icon="/b.png")))
    drawing = draw_graph(graph, lambda path: ("k", 100, 80))
    root = parse_drawing(drawing)
    placeholder, icon = ([*node.iter()] for node in root.iter("g") if node.get("class") == "node")
    frame = next(element for element in placeholder if "stroke-dasharray" in element.attrib)
    assert float(frame.get("width")) == float(frame.get("height")) == 37
    assert not [element for element in placeholder if element.tag == "use"]
    assert [element for element in icon if element.tag == "use"]
    assert len(drawing.icons) == 1


def test_the_card_of_a_logo_is_as_wide_as_the_logo():
    nodes = Node("a", "a", icon="/a.png", icon_size=(3.0, 1.0)), Node("b", "b", icon="/b.png")
    root = parse_drawing(draw_graph(Graph("g", "g", nodes=nodes), lambda path: (path[1], 336, 112)))
    sizes = [(float(use.get("width")), float(use.get("height"))) for use in root.iter("use")]
    assert sizes[0] == (120, 40)
    assert sizes[1][0] == 40
    cards = [
        next(rect for rect in node.iter("rect")) for node in root.iter("g") if node.get("class") == "node"
    ]
    assert [round(float(card.get("width"))) for card in cards] == [136, 56]


def test_a_flowchart_shape_has_no_card_and_no_ground():
    path = "/lib/resources/programming/flowchart/action.png"
    graph = Graph("g", "g", nodes=(Node("a", "Act", icon=path, icon_size=(2.4, 0.9)),))
    root = parse_drawing(draw_graph(graph, lambda path: ("k", 246, 90)))
    (node,) = (group for group in root.iter("g") if group.get("class") == "node")
    assert [element.tag for element in node.iter() if element.tag in ("rect", "path", "polygon")] == []
    (use,) = node.iter("use")
    assert float(use.get("width")) == pytest.approx(96, abs=3)


def test_a_black_ground_stays_black_and_what_is_on_it_can_be_read():
    nodes = Node("a", "A", attrs={"shape": "plaintext", "style": "solid"}), Node("b", "B", icon="/b.png")
    cluster = Cluster("c", "Title")
    graph = Graph("g", "g", nodes=(replace(nodes[0], cluster="c"), nodes[1]), clusters=(cluster,))
    root = parse_drawing(draw_graph(replace(graph, attrs={"bgcolor": "black"}), lambda path: ("k", 9, 9)))
    ground = next(root.iter("polygon"))
    assert (ground.get("fill"), ground.get("style")) == ("black", None)
    styles = {"".join(text.itertext()): text.get("style") for text in root.iter("text")}
    halo, ink = styles["Title"].split(";")
    assert halo == "stroke:light-dark(#000000,#000000)"
    for style in (ink, styles["A"]):
        light = parse_rgb(style.split("(")[1].split(",")[0])
        assert contrast_ratio(light, (0, 0, 0)) >= TEXT_RATIO
    assert styles["B"] is None  # its card is white
