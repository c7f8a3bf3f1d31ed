"""Graphs as DOT: Graphviz reads the same nodes, edges and clusters."""

import pytest
from hypothesis import assume, given
from live_diagrams.formats.plain_dot import write_plain_dot
from live_diagrams.layout.engines.graphviz import find_graphviz
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

from tests.strategies import graphs


@given(graphs())
def test_graphviz_reads_the_same_nodes_and_edges(graph):
    assume(not any(node.id.startswith("%") for node in graph.nodes))  # Graphviz keeps such names for itself
    source = find_graphviz().read_dot(write_plain_dot(graph).replace("\0", ""))  # C has no such character
    assert set(source.nodes) == {read_name(node.id) for node in graph.nodes}
    assert {(edge.tail, edge.head) for edge in source.edges} == {
        (read_name(edge.tail), read_name(edge.head)) for edge in graph.edges
    }


def read_name(name):
    """Return a name as Graphviz reads it from a quoted string, in which a backslash is itself."""
    return name.replace("\\", "\\\\")


@pytest.mark.parametrize("label", ["ends\\", 'say "hi"', "two\nlines", "a\\", "\\\\"])
def test_a_label_ends_where_it_ends(label):
    graph = Graph("g", "g", nodes=(Node("a", label), Node("b", "b")), edges=(Edge("e", "a", "b", label),))
    source = find_graphviz().read_dot(write_plain_dot(graph))
    assert list(source.nodes) == ["a", "b"]
    assert len(source.edges) == 1


def test_an_edge_ends_at_the_cluster_that_it_names():
    graph = Graph(
        "g",
        "g",
        nodes=(Node("a", "a"), Node("b", "b", cluster="box")),
        edges=(Edge("e", "a", "b", attrs={"lhead": "box"}),),
        clusters=(Cluster("box", "Box"),),
    )
    source = find_graphviz().read_dot(write_plain_dot(graph))
    assert source.edges[0].attrs["lhead"] in source.clusters
