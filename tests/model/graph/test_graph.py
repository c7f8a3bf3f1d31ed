"""The flow of a graph, and its JSON."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_diagrams.model import codec
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

from tests.strategies import graphs


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph_is_the_same_after_json(graph):
    assert codec.decode(codec.encode(graph), Graph) == graph


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_the_flow_has_every_node_once_and_follows_the_edges(ends):
    nodes = [Node(str(i), str(i)) for i in range(6)]
    edges = [Edge(f"e{i}", str(tail), str(head)) for i, (tail, head) in enumerate(ends)]
    flow = [node.id for node in Graph("g", "g", nodes=tuple(nodes), edges=tuple(edges)).sort_by_flow()]
    assert sorted(flow) == [node.id for node in nodes]
    if all(tail < head for tail, head in ends):
        assert all(flow.index(str(tail)) < flow.index(str(head)) for tail, head in ends)


def test_what_is_invisible_is_left_out_and_what_it_holds_moves_outwards():
    unseen = {"style": "invis"}
    clusters = (Cluster("a", "A"), Cluster("b", "B", "a", unseen), Cluster("c", "C", "b"))
    nodes = (Node("in-b", "", cluster="b"), Node("in-c", "", cluster="c"), Node("gone", "", attrs=unseen))
    edges = (Edge("kept", "in-b", "in-c"), Edge("lost", "in-b", "gone"))
    visible = Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters).without_invisible()
    assert {node.id: node.cluster for node in visible.nodes} == {"in-b": "a", "in-c": "c"}
    assert {cluster.id: cluster.parent for cluster in visible.clusters} == {"a": "", "c": "a"}
    assert [edge.id for edge in visible.edges] == ["kept"]
