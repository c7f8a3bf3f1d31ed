"""What changed between two states of a figure, part by part."""

import pytest
from live_diagrams.commands.comparison.differences import compare_graphs
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.graph.walkthrough import Step

TWO = (Node("a", "A"), Node("b", "B"))


def graph(nodes=TWO, edges=(), clusters=(), steps=()):
    return Graph(
        "Web", "web", nodes=tuple(nodes), edges=tuple(edges), clusters=tuple(clusters), steps=tuple(steps)
    )


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (graph(), graph(), []),
        (graph(), graph([*TWO, Node("c", "C")]), ["added: node c"]),
        (graph(), graph(TWO[:1]), ["removed: node b"]),
        (graph(), graph(()), ["removed: node a", "removed: node b"]),
        (graph(), graph([TWO[0], Node("b", "<b>B</b>")]), ["changed: node b (label: B → <b>B</b>)"]),
        (graph(), graph([TWO[0], Node("b", "B", "Pod")]), ["changed: node b (kind: Node → Pod)"]),
        (
            graph(edges=[Edge("1", "a", "b")]),
            graph(edges=[Edge("1", "a", "b", "asks", attrs={"color": "red"})]),
            ["changed: edge a → b (color: none → red; label: none → asks)"],
        ),
        (
            graph(edges=[Edge("1", "a", "b")]),
            graph(edges=[Edge("1", "b", "a")]),
            ["removed: edge a → b", "added: edge b → a"],
        ),
        (
            graph(edges=[Edge("1", "a", "b")]),
            graph(edges=[Edge("1", "a", "b"), Edge("2", "a", "b")]),
            ["added: edge a → b, no. 2"],
        ),
        (
            graph(clusters=[Cluster("1", "Node"), Cluster("2", "Node")]),
            graph(clusters=[Cluster("1", "Node")]),
            ["removed: box Node, no. 2"],
        ),
        (
            graph(clusters=[Cluster("1", "Node")]),
            graph([TWO[0], Node("b", "B", cluster="1")], clusters=[Cluster("1", "Node")]),
            ["changed: node b (inside: none → Node)"],
        ),
        (
            graph(steps=[Step("asks")]),
            graph(steps=[Step("calls"), Step("answers")]),
            ["added: step 2", "changed: step 1 (text: asks → calls)"],
        ),
    ],
)
def test_changes(before, after, changes):
    assert [str(change) for change in compare_graphs(before, after)] == changes
