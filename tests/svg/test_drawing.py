"""Any graph is drawn whole: every node, edge, cluster and label once, and the result is well-formed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_diagrams.layout.labels import strip_markup
from live_diagrams.model.graph import Edge, Graph, Node

from tests.drawings import draw_graph, parse_drawing
from tests.strategies import SHORT_LABELS, plain_graphs


def draw_whole(graph):
    drawing = draw_graph(graph, lambda path: (path[-5], 100, 80))
    return drawing, parse_drawing(drawing)


def remove_spaces(text):
    return "".join(text.split())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
