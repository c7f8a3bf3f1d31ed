"""What the style adds for the layout, which is a type apart from the author's graph."""

import pytest
from live_diagrams.layout.dot import write_dot
from live_diagrams.layout.style import style_graph
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node


def test_the_authors_graph_is_no_styled_graph():
    graph = Graph("g", "g", nodes=(Node("a", "a"),))
    with pytest.raises(AttributeError):
        write_dot(graph)


@pytest.mark.parametrize("edges", [1, 2])
def test_an_edge_ends_at_the_border_of_the_cluster_that_its_author_named(edges):
    """Also where all edges have that attribute in common."""
    graph = Graph(
        "g", "g",
        attrs={"compound": "true"},
        nodes=(Node("a", "a"), Node("b", "b", cluster="shop")),
        edges=tuple(Edge(f"e{i}", "a", "b", attrs={"lhead": "shop"}) for i in range(edges)),
        clusters=(Cluster("shop", "Shop"),),
    )  # fmt: skip
    styled = style_graph(graph)
    assert {edge.attrs["lhead"] for edge in styled.edges} == {"cluster0"}
    assert '"lhead"="cluster0"' in write_dot(styled)


def test_links_and_paths_of_an_author_do_not_reach_the_engine():
    node = Node("a", "a", attrs={"href": "javascript:x", "imagepath": "/etc", "color": "red"})
    attrs = style_graph(Graph("g", "g", nodes=(node,))).nodes[0].attrs
    assert attrs["color"] == "red"
    assert not {"href", "imagepath"} & attrs.keys()


def test_margins_for_paper_do_not_cut_a_drawing_off():
    styled = style_graph(Graph("", "paper", nodes=(Node("a", "a"),), attrs={"margin": "-2,-2", "pad": "0"}))
    assert "margin" not in styled.attrs
    assert styled.attrs["pad"] == style_graph(Graph("", "plain")).attrs["pad"]
