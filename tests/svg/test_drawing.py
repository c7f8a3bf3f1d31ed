"""Any graph is drawn whole: every node, edge, cluster and label once, and the result is well-formed."""

import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_diagrams.layout import dot, titles
from live_diagrams.layout import graphviz as layout
from live_diagrams.layout import style as look
from live_diagrams.layout.labels import strip_markup
from live_diagrams.layout.layout import Layout
from live_diagrams.model.graph import Cluster, Edge, Graph, Group, Node
from live_diagrams.svg import drawing as svg

LABELS = st.one_of(
    st.text(max_size=24),
    st.sampled_from(
        ["<script>alert(1)</script>", 'a "quoted" & <b>', "日本語\nテスト", "العربية", "🚀 launch",
         r"left\lright\r", r"\N \G", "back\\slash", "<<b>bold</b> and <i>plain</i>>",
         "<a<br/>b>", "<x>", "{a|b}", "", " "]
    ),
)  # fmt: skip
SHAPES = st.sampled_from(["", "box", "ellipse", "record", "Mrecord", "plain", "cylinder", "circle", "point"])
STYLES = st.sampled_from(["", "dashed", "rounded,filled", "filled"])


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 8))
    clusters = [
        Cluster(f"c{i}", draw(LABELS), f"c{draw(st.integers(0, i - 1))}" if i and draw(st.booleans()) else "")
        for i in range(draw(st.integers(0, 3)))
    ]
    nodes = []
    for i in range(count):
        attrs = {"shape": draw(SHAPES), "style": draw(STYLES)}
        nodes.append(
            Node(
                f"n {i}",
                draw(LABELS),
                icon=draw(st.sampled_from(["", "", "/icons/a.png", "/icons/b.png"])),
                cluster=draw(st.sampled_from(["", *(c.id for c in clusters)])),
                attrs={k: v for k, v in attrs.items() if v},
            )
        )
    ends = st.sampled_from([node.id for node in nodes])
    edges = [
        Edge(
            f"edge-{i + 1}",
            draw(ends),
            draw(ends),
            draw(LABELS),
            draw(st.sampled_from(["forward", "back", "both", "none"])),
        )
        for i in range(draw(st.integers(0, 8)))
    ]
    groups = (Group({"rank": "same"}, tuple(node.id for node in nodes[:2])),) if draw(st.booleans()) else ()
    return Graph(
        "A graph", "a_graph", draw(st.sampled_from(["LR", "TB", "RL", "BT"])), nodes=tuple(nodes),
        edges=tuple(edges), clusters=tuple(clusters), groups=groups if not clusters else (),
    )  # fmt: skip


def draw_whole(graph):
    styled = look.style_graph(graph)
    laid = Layout(layout.run_engine(dot.write_dot(styled.graph), styled.engine))
    drawing = svg.paint_drawing(
        laid, graph, styled, titles.place_titles(laid, styled), lambda path: (path[-5], 100, 80)
    )
    return drawing, ET.fromstring(drawing.body.replace("<>", "x").replace("xlink:href=", "href="))


def words(text):
    return "".join(text.split())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_every_part_of_any_graph_is_drawn_once(graph):
    drawing, root = draw_whole(graph)
    drawn = [g.attrib for g in root.iter("g")]
    assert [a["data-node"] for a in drawn if "data-node" in a] == [node.id for node in graph.sort_by_flow()]
    assert sum("data-from" in a for a in drawn) == len(graph.edges)
    assert {a["id"] for a in drawn if "data-cluster" in a} <= {f"x-cluster-{c.id}" for c in graph.clusters}
    assert len(list(root.iter("use"))) == sum(bool(node.icon) for node in graph.nodes)
    assert set(drawing.icons) == {node.icon[-5] for node in graph.nodes if node.icon}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LABELS, min_size=1, max_size=5), st.booleans())
def test_every_label_is_painted_word_for_word(labels, icons):
    nodes = tuple(Node(f"n{i}", label, icon="/a.png" if icons else "") for i, label in enumerate(labels))
    _, root = draw_whole(Graph("", "labels", nodes=nodes))
    for node, group in zip(nodes, (g for g in root.iter("g") if "data-node" in g.attrib), strict=True):
        painted = words("".join("".join(text.itertext()) for text in group.iter("text")))
        wished = "".join("\ufffd" if ord(c) < 32 and not c.isspace() else c for c in strip_markup(node.label))
        assert painted.replace("\ufffd", "") == words(wished).replace("\ufffd", "")


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
    assert {element.tag for element in root.iter()} <= {"g", "rect", "path", "polygon", "text", "polyline"}
    assert "javascript:" not in drawing.body
    assert "url(" not in drawing.body
