"""No layout is accepted that lacks a part of its graph."""

from dataclasses import replace

import pytest
from live_diagrams.layout.engines.graphviz import lay_out
from live_diagrams.layout.invariants import find_lost_edges, find_lost_nodes, require_every_part
from live_diagrams.layout.style import style_graph
from live_diagrams.model.graph.graph import Edge, Graph, Node

PAIR = Graph("g", "g", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b"),))


def with_edge(graph, **changes):
    return replace(graph, edges=(replace(graph.edges[0], **changes), *graph.edges[1:]))


def test_a_missing_part_of_each_kind_is_found():
    styled = style_graph(PAIR)
    layout = lay_out(styled)
    assert not find_lost_edges(layout, styled)
    layout.groups.pop("e0")
    layout.groups.pop("n1")
    assert find_lost_edges(layout, styled) == ["e0"]
    assert find_lost_nodes(layout, styled) == ["n1"]


@pytest.mark.parametrize(("name", "message"), [("n1", "lost 1 node;"), ("e0", "lost 1 edge;")])
def test_a_missing_part_is_an_error(name, message):
    styled = style_graph(PAIR)
    layout = lay_out(styled)
    del layout.groups[name]
    with pytest.raises(ValueError, match=message):
        require_every_part(layout, styled)


@pytest.mark.parametrize(
    ("graph", "name"),
    [
        (replace(PAIR, nodes=(PAIR.nodes[0], Node("b", "b", attrs={"style": "invis"}))), "e0"),
        (replace(PAIR, nodes=(PAIR.nodes[0], Node("b", "b", attrs={"style": "invis"}))), "n1"),
        (with_edge(PAIR, attrs={"style": "invis"}), "e0"),
        (replace(PAIR, strict=True), "e0"),
    ],
)
def test_an_invisible_part_and_a_merged_edge_may_be_absent(graph, name):
    styled = style_graph(graph)
    layout = lay_out(styled)
    layout.groups.pop(name, None)
    require_every_part(layout, styled)
