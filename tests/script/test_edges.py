"""The edges of a script: its operators, what an edge's attributes mean, and the order of edges."""

from __future__ import annotations

import pytest

from tests.script.recording import NODES, format_edges, record_block, record_graph


@pytest.mark.parametrize(
    ("lines", "drawn"),
    [
        ("a >> b", "a>b"),
        ("a << b", "a<b"),
        ("a - b", "a-b"),
        ("a >> b >> c", "a>b b>c"),
        ("a << b << c", "a<b b<c"),
        ("a - b - c", "a-b b-c"),
        ("a >> b << c - d", "a>b c-d b<d"),
        ("a >> [b, c]", "a>b a>c"),
        ("a << [b, c]", "a<b a<c"),
        ("a - [b, c]", "a-b a-c"),
        ("[a, b] >> c", "a>c b>c"),
        ("[a, b] << c", "a<c b<c"),
        ("[a, b] - c", "a-c b-c"),
        ("a >> Edge() >> b", "a>b"),
        ("a << Edge() << b", "a<b"),
        ("a - Edge() - b", "a-b"),
        ("a >> Edge() << b", "a=b"),
        ("a << Edge() >> b", "a=b"),
        ("a >> Edge() >> [b, c]", "a>b a>c"),
        ("[a, b] >> Edge() >> c", "a>c b>c"),
        ("[a, b] << Edge() << c", "a<c b<c"),
        ("[a, b] - Edge() - c", "a-c b-c"),
        ("a >> a", "a>a"),
        ("a >> b; a >> b; b >> a", "a>b a>b b>a"),
        ("e = Edge(); a >> e >> b; c >> e >> d", "a>b c>d"),
        ("a.connect(b, Edge(a, forward=True, reverse=True))", "a=b"),
    ],
)
def test_operators(lines: str, drawn: str) -> None:
    graph = record_block(NODES + lines)
    assert format_edges(graph) == drawn
    assert [edge.id for edge in graph.edges] == [f"edge-{i}" for i in range(1, len(graph.edges) + 1)]


def test_what_an_edge_says() -> None:
    graph = record_block(
        """
        a, b, c = Node("a"), Node("b"), Node("c")
        a >> Edge(label="first", color="red", style="dashed", minlen="2") >> b
        a >> Edge(label="second", xlabel=None, penwidth=3) >> [b, c]
        a >> Edge(label="left") >> Edge(label="taken") >> b
        a >> Edge(color="blue") << b
        """
    )
    assert [(e.label, dict(e.attrs)) for e in graph.edges] == [
        ("first", {"color": "red", "style": "dashed", "minlen": "2"}),
        ("second", {"penwidth": "3"}),
        ("second", {"penwidth": "3"}),
        ("taken", {}),
        ("", {"color": "blue"}),
    ]


def test_an_edge_leads_to_nodes_only() -> None:
    with pytest.raises(TypeError, match="from a node to a node, not to 'b'"):
        record_block(NODES + "a.connect('b', Edge(a))")


def test_strict_merges_edges() -> None:
    graph = record_graph(
        'with Diagram("d", show=False, strict=True):\n    a, b = Node("a"), Node("b")\n    a >> b\n    a >> b'
    )
    assert graph.strict
    assert len(graph.edges) == 1


def test_autolabel() -> None:
    graph = record_graph('with Diagram("d", show=False, autolabel=True):\n    Pod("web"); SVC(); Node("x")')
    assert [n.label for n in graph.nodes] == ["Pod\nweb", "SVC", "Node\nx"]


def test_edges_are_found_again_in_the_order_of_the_script() -> None:
    graph = record_block(NODES + "d >> a\nc >> b\nb >> a\na >> b")
    assert format_edges(graph) == "d>a c>b b>a a>b"
