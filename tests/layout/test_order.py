"""Siblings are in the order of declaration, downwards or to the right, at no other cost."""

from dataclasses import replace

import pytest
from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.candidates.choice import choose_candidates
from live_diagrams.layout.candidates.order import count_inversions
from live_diagrams.layout.geometry import Box
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.job import Job

from tests.bench.layout_graphs import iterate_shapes

JOB = Job("script.py", "script.py", "/", "/nowhere", narrow="none")
SHAPES = dict(iterate_shapes())


def fan(names, cluster="", direction="LR"):
    """A graph in which one node leads to several."""
    nodes = (Node("from", "from"), *(Node(name, name, cluster=cluster) for name in names))
    edges = tuple(Edge(f"e-{name}", "from", name) for name in names)
    clusters = (Cluster("c", "Cluster"),) if cluster else ()
    return Graph("g", "g", direction, nodes=nodes, edges=edges, clusters=clusters)


def locate(*middles):
    return {f"n{i}": Box(x - 5, y - 5, x + 5, y + 5) for i, (x, y) in enumerate(middles)}


@pytest.mark.parametrize(
    ("direction", "middles", "expected"),
    [
        ("LR", [(0, 0), (0, 50), (0, 100)], 0),
        ("LR", [(0, 100), (0, 50), (0, 0)], 2),
        ("TB", [(100, 0), (50, 0), (120, 0)], 1),
        ("RL", [(0, 50), (0, 0), (90, -90)], 1),  # the last one is in another row
    ],
)
def test_inversions_are_neighbours_in_a_row_that_changed_places(direction, middles, expected):
    graph = Graph("g", "g", nodes=tuple(Node(f"n{i}", f"pod {i}") for i in range(3)))
    assert count_inversions(graph, direction, locate(*middles)) == expected


def test_nodes_of_different_kinds_have_no_order():
    graph = Graph("g", "g", nodes=(Node("n0", "web"), Node("n1", "store"), Node("n2", "queue")))
    assert count_inversions(graph, "LR", locate((0, 100), (0, 50), (0, 0))) == 0


@pytest.mark.parametrize("direction", ["LR", "RL", "TB", "BT"])
@pytest.mark.parametrize("cluster", ["", "c"])
def test_one_layout_is_enough_for_a_plain_row(direction, cluster):
    candidate = Candidate(fan(["pod 1", "pod 2", "pod 3"], cluster, direction))
    assert candidate.inversions == 0
    places = candidate.locate_nodes()
    along = direction in ("LR", "RL")
    middles = [places[f"pod {i}"].middle[along] for i in (1, 2, 3)]
    assert middles == sorted(middles)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_siblings_of_known_examples_are_in_order(shape, direction):
    graph = replace(SHAPES[shape], direction=direction)
    first = Candidate(graph)
    ordered = first.order_siblings()
    assert ordered.inversions == 0
    assert ordered.crossings <= first.crossings
    assert ordered.area <= first.area * 1.02
    assert choose_candidates(graph, JOB)["wide"].inversions == 0


def test_order_costs_no_crossing():
    """The order of declaration would cross three edges; it is the only difference between the rows."""
    nodes = tuple(Node(f"{side}{i}", f"{side} {i}") for side in "ab" for i in range(3))
    edges = tuple(Edge(f"e{i}", f"a{i}", f"b{2 - i}") for i in range(3))
    wide = choose_candidates(Graph("g", "g", nodes=nodes, edges=edges), JOB)["wide"]
    assert wide.crossings == 0
    assert wide.inversions == 2
