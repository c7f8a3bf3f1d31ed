"""The clusters of a script, and the nodes in them."""

from __future__ import annotations

from tests.script.recording import find_node, record_block


def test_nested_clusters_of_one_label_stay_distinct() -> None:
    graph = record_block(
        """
        with Cluster("same"):
            Node("a")
            with Cluster("same"):
                Node("b")
        with Cluster("same"):
            Node("c")
        """
    )
    assert [(c.id, c.label, c.parent) for c in graph.clusters] == [
        ("same", "same", ""),
        ("same-2", "same", "same"),
        ("same-3", "same", ""),
    ]
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "same", "b": "same-2", "c": "same-3"}


def test_a_cluster_can_be_entered_again() -> None:
    graph = record_block(
        """
        cluster = Cluster("c")
        with cluster:
            Node("a")
        Node("between")
        with cluster:
            Node("b")
            with Cluster("inner"):
                Node("i")
        """
    )
    assert [(c.id, c.parent) for c in graph.clusters] == [("c", ""), ("inner", "c")]
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "c", "b": "c", "i": "inner", "between": ""}


def test_a_node_after_an_inner_cluster_is_in_the_outer_one() -> None:
    graph = record_block('with Cluster("o"):\n    with Cluster("i"):\n        Node("a")\n    Node("b")')
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "i", "b": "o"}


def test_an_empty_cluster_is_one() -> None:
    graph = record_block('with Cluster("nothing"):\n    pass\nNode("a")')
    assert [c.label for c in graph.clusters] == ["nothing"]


def test_clusters_that_edges_are_cut_off_at() -> None:
    graph = record_block(
        """
        with Cluster("A b"):
            a = Node("a")
        with Cluster("c"):
            c = Node("c")
        a >> Edge(ltail="cluster_A b", lhead="cluster_c") >> c
        """
    )
    assert graph.edges[0].attrs == {"ltail": "a-b", "lhead": "c"}


def test_a_cluster_whose_block_raised_is_left() -> None:
    graph = record_block(
        """
        try:
            with Cluster("c"):
                raise KeyError
        except KeyError:
            pass
        Node("a")
        """
    )
    assert find_node(graph, "a").cluster == ""


def test_a_node_repeated_in_another_cluster_moves_there() -> None:
    graph = record_block(
        'with Cluster("a"):\n    Node("n", nodeid="n")\nwith Cluster("b"):\n    Node("n", nodeid="n")\n'
    )
    assert [(n.id, n.cluster) for n in graph.nodes] == [("n", "b")]
