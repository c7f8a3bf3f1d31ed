"""A graph in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.graph import Cluster, Edge, Graph, Node
from live_diagrams.words import labels, listed, sentences


def graph(nodes=(), edges=(), clusters=()):
    return Graph("Web", "web", nodes=tuple(nodes), edges=tuple(edges), clusters=tuple(clusters))


def test_boxes_first_then_what_is_outside_then_the_edges():
    shop = graph(
        [
            Node("u", "client\n198.51.100.7"),
            Node("s", "web", cluster="shop"),
            Node("p", "web-1", cluster="pods"),
        ],
        [Edge("e1", "u", "s", "HTTPS"), Edge("e2", "s", "p")],
        [Cluster("shop", "Namespace shop"), Cluster("pods", "Pods", "shop")],
    )
    assert list(sentences(shop)) == [
        "Namespace shop contains Pods and web.",
        "Pods contains web-1.",
        "Outside stands client 198.51.100.7.",
        "client 198.51.100.7 leads to web: HTTPS.",
        "web leads to web-1.",
    ]
    assert labels(shop) == "Namespace shop · Pods · client 198.51.100.7 · web · web-1 · HTTPS"


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ("forward", "a leads to b."),
        ("back", "b leads to a."),
        ("both", "a leads to and back from b."),
        ("none", "a is joined to b."),
    ],
)
def test_the_direction_of_an_edge(direction, said):
    nodes = [Node("1", "a"), Node("2", "b")]
    assert list(sentences(graph(nodes, [Edge("e", "1", "2", direction=direction)]))) == [
        "It shows a and b.",
        said,
    ]


def test_what_has_no_label_is_called_by_its_kind():
    things = graph([Node("1", "", "Pod", cluster="c")], clusters=[Cluster("c", ""), Cluster("d", "empty")])
    assert list(sentences(things)) == ["A group contains Pod.", "empty contains nothing."]
    assert labels(things) == "empty"


def test_html_like_labels_and_scripts_are_words_only():
    things = graph([Node("1", "<<b>Web</b><br/>80>"), Node("2", "<script>"), Node("3", "日本 & “é”")])
    assert labels(things) == "Web 80 · <script> · 日本 & “é”"


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_in_prose(words, said):
    assert listed(words) == said


@given(st.lists(st.sampled_from(["web", "web\nweb", "db", " db ", "<b", ""]), max_size=8))
def test_every_label_stands_once(given_labels):
    said = labels(graph([Node(str(i), label) for i, label in enumerate(given_labels)]))
    assert said.split(" · ") == list(
        dict.fromkeys(" ".join(label.split()) for label in given_labels if label.strip())
    ) or not any(map(str.strip, given_labels))
