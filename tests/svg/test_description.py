"""A graph in words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.svg.description import (
    describe_edges,
    describe_graph,
    describe_parts,
    join_words,
    list_labels,
)

from tests.strategies import graphs


def graph(nodes=(), edges=(), clusters=()):
    return Graph("Web", "web", nodes=tuple(nodes), edges=tuple(edges), clusters=tuple(clusters))


def test_nesting_and_connections_follow_the_flow():
    shop = graph(
        [
            Node("p", "web-1", cluster="pods"),
            Node("s", "web", cluster="shop", attrs={"tooltip": "one stable\naddress"}),
            Node("q", "web-2", cluster="pods"),
            Node("u", "client\n198.51.100.7"),
        ],
        [Edge("e2", "s", "p"), Edge("e1", "u", "s", "HTTPS"), Edge("e3", "s", "q")],
        [Cluster("shop", "Namespace shop"), Cluster("pods", "Pods", "shop")],
    )
    assert list(describe_parts(shop)) == [
        (0, "client 198.51.100.7"),
        (0, "Namespace shop, which holds"),
        (1, "web: one stable address"),
        (1, "Pods, which holds"),
        (2, "web-1"),
        (2, "web-2"),
    ]
    assert list(describe_edges(shop)) == [
        "client 198.51.100.7 leads to web: HTTPS.",
        "web leads to web-1 and web-2.",
    ]
    assert list_labels(shop) == "Namespace shop · Pods · web-1 · web · web-2 · client 198.51.100.7 · HTTPS"


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        ("forward", "a leads to b."),
        ("back", "b leads to a."),
        ("both", "a leads to and back from b."),
        ("none", "a is joined to b."),
    ],
)
def test_the_direction_of_an_edge(direction, sentence):
    nodes = [Node("1", "a"), Node("2", "b")]
    assert list(describe_edges(graph(nodes, [Edge("e", "1", "2", direction=direction)]))) == [sentence]


def test_an_edge_to_a_border_is_about_the_box():
    nodes = [Node("1", "a"), Node("2", "b", cluster="c")]
    edge = Edge("e", "1", "2", attrs={"lhead": "c"})
    assert list(describe_edges(graph(nodes, [edge], [Cluster("c", "box")]))) == ["a leads to box."]
    edge = Edge("e", "1", "2", direction="back", attrs={"lhead": "c"})
    assert list(describe_edges(graph(nodes, [edge], [Cluster("c", "box")]))) == ["box leads to a."]


def test_what_has_no_label_is_called_by_its_kind():
    unnamed = graph([Node("1", "", "Pod", cluster="c")], clusters=[Cluster("c", ""), Cluster("d", "empty")])
    assert list(describe_parts(unnamed)) == [(0, "A group, which holds"), (1, "Pod"), (0, "empty, empty")]
    assert list_labels(unnamed) == "empty"


def test_html_like_labels_and_scripts_are_words_only():
    unnamed = graph([Node("1", "<<b>Web</b><br/>80>"), Node("2", "<script>"), Node("3", "日本 & “é”")])
    assert list_labels(unnamed) == "Web 80 · <script> · 日本 & “é”"


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_in_prose(words, expected):
    assert join_words(words) == expected


@given(st.lists(st.sampled_from(["web", "web\nweb", "db", " db ", "<b", ""]), max_size=8))
def test_every_label_is_listed_once(given_labels):
    line = list_labels(graph([Node(str(i), label) for i, label in enumerate(given_labels)]))
    assert line.split(" · ") == list(
        dict.fromkeys(" ".join(label.split()) for label in given_labels if label.strip())
    ) or not any(map(str.strip, given_labels))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph_is_described_in_words(graph):
    assert "\n" not in list_labels(graph)
    description = describe_graph(graph)
    assert len(description.outline) == len(graph.nodes) + len(graph.clusters)
    assert bool(description.connections) == bool(graph.edges)
