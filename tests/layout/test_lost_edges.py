"""Edges that Graphviz loses are added to its layout."""

from dataclasses import replace

import pytest
from live_diagrams.layout import invariants, lost_edges
from live_diagrams.layout.engines import graphviz
from live_diagrams.layout.engines.graphviz import lay_out
from live_diagrams.layout.style import style_graph
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

PAIR = Graph("g", "g", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b", "words"),))
APART = {"a": "0,0!", "b": "3,2!"}


def nest_deeply():
    """Clusters nested ten deep, of which Graphviz loses edges and reports that only on its standard error."""
    clusters = tuple(Cluster(f"c{i}", f"cluster {i}", f"c{i - 1}" if i % 10 else "") for i in range(40))
    nodes = tuple(Node(f"n{i}", f"node {i}", cluster=f"c{i % 40}", icon="i") for i in range(150))
    edges = tuple(Edge(f"edge-{i}", f"n{i}", f"n{i * 7 % 150}", f"edge {i}") for i in range(150))
    return style_graph(Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters))


@pytest.mark.parametrize("can_route", [True, False])
def test_every_edge_is_in_the_layout_with_its_label(can_route, monkeypatch):
    if not can_route:
        monkeypatch.setattr(graphviz, "_ROUTE", 0.0)
    styled = nest_deeply()
    layout = lay_out(styled, restores=True)
    assert len(layout.added) > 5
    assert not invariants.find_lost_edges(layout, styled)
    labelled = {name for name, _ in layout.locate_words(styled.placeholders)}
    assert labelled == {edge.name for edge in styled.edges}


def draw_lost(graph, places):
    """Return a layout of two nodes from which the edge was taken, and added again as a straight line."""
    nodes = tuple(replace(node, attrs={"pos": places[node.id]}) for node in graph.nodes)
    styled = style_graph(replace(graph, nodes=nodes, attrs={"layout": "neato"}))
    layout = lay_out(styled)
    if "e0" in layout.groups:
        layout.body.remove(layout.groups.pop("e0"))
    layout.__dict__.pop("edge_paths", None)
    lost_edges.add_edges(layout, styled, ["e0"])
    return layout, styled


@pytest.mark.parametrize(("direction", "arrows"), [("forward", 1), ("back", 1), ("both", 2), ("none", 0)])
def test_a_straight_line_joins_the_outlines_with_its_arrowheads(direction, arrows):
    graph = replace(PAIR, edges=(Edge("e", "a", "b", "", direction),))
    layout, styled = draw_lost(graph, APART)
    assert not invariants.find_lost_edges(layout, styled)
    assert len(list(layout.groups["e0"].iter("polygon"))) == arrows
    (path,) = layout.edge_paths
    assert len(path.points) > 2


def test_an_edge_between_nodes_upon_each_other_is_seen_above_them():
    layout, styled = draw_lost(PAIR, {"a": "0,0!", "b": "0,0!"})
    assert not invariants.find_lost_edges(layout, styled)
    assert min(y for _, y in layout.edge_paths[0].points) < layout.node_boxes["n0"].top
    assert [name for name, _ in layout.locate_words(styled.placeholders)] == ["e0"]


def test_no_colour_of_an_author_becomes_markup():
    graph = replace(PAIR, edges=(Edge("e", "a", "b", attrs={"color": 'red"/><script/>:blue'}),))
    layout, _ = draw_lost(graph, APART)
    assert {shape.get("stroke") for shape in layout.groups["e0"].iter("path")} == {"#020201"}


def test_the_drawing_grows_with_what_is_added():
    layout, _ = draw_lost(PAIR, {"a": "0,0!", "b": "0,0!"})
    assert layout.view.top < 0
