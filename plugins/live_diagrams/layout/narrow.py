"""The drawing for a phone: the same graph with its rows broken, so that it fits a narrow column. Pure.

From top to bottom a graph is as wide as its widest row. A row that does not fit is broken as a line of
text is: invisible edges put what comes later below what comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from ..model.graph import Edge, Graph, Node
from .geometry import Box

COLUMN = 288.0
"""CSS pixels of the column that a page leaves for a figure on a window of 320."""
ROW = 270.0
"""CSS pixels that the nodes of one row may take; the boxes around them take more."""
APART = 14.0
"""CSS pixels between two nodes of a row."""


def turn_upright(wide: str) -> str:
    """The direction in which a graph is laid out narrow, from its own."""
    return "BT" if wide == "BT" else "TB"


def iterate_rearranged(graph: Graph, places: Callable[[], Mapping[str, Box]]) -> Iterator[Graph]:
    """The same graph in ways that may be narrower, those first that change it less.

    At last one node stands below the other, in an order in which edges are short. How wide that is depends
    on the edges that run beside the nodes, so that there are several orders.

    Args:
        graph: The graph, which was laid out from top to bottom or from bottom to top.
        places: Gives where its nodes stood then.
    """
    stood = places()
    if ties := _ties(_below(graph, stood), "0"):
        # What its author said of ranks is left out, which asks for the rows that are broken here.
        yield replace(graph, edges=(*graph.edges, *ties), groups=())
    for order in _orders(graph, stood):
        yield _column(graph, order)


def _orders(graph: Graph, stood: Mapping[str, Box]) -> list[list[Node]]:
    """Orders of the nodes, each box's together, those first in which edges are shorter.

    They are that of the flow, that of the flow without the edges that lead both ways, and that of the rows.
    """
    oneway = tuple(edge for edge in graph.edges if edge.direction in ("forward", "back"))
    rows = [node for _, row in sorted(_rows(graph.nodes, stood).items()) for node in row]
    if graph.direction == "BT":
        rows.reverse()
    rows += [node for node in graph.nodes if node.id not in stood]  # what is invisible stands nowhere
    flows = graph.sort_by_flow(), replace(graph, edges=oneway).sort_by_flow(), rows
    orders = [[thing for _, thing in graph.iterate_nested(flow) if isinstance(thing, Node)] for flow in flows]
    different = {tuple(node.id for node in order): order for order in orders}
    return sorted(different.values(), key=lambda order: _span(graph, order))


def _span(graph: Graph, order: Sequence[Node]) -> int:
    """How many nodes the edges pass in a column, all together."""
    at = {node.id: place for place, node in enumerate(order)}
    return sum(abs(at[edge.tail] - at[edge.head]) for edge in graph.edges)


def _column(graph: Graph, order: Sequence[Node]) -> Graph:
    nodes = list(order)
    if graph.direction == "BT":
        nodes.reverse()
    neighbours = {(one.id, other.id) for one, other in pairwise(nodes)}
    edges = []
    for edge in graph.edges:
        ends = edge.tail, edge.head
        # An edge between neighbours keeps them apart itself; any other must not move its nodes.
        attrs = {**edge.attrs, "constraint": "true" if ends in neighbours else "false"}
        neighbours.discard(ends)
        edges.append(replace(edge, attrs=attrs))
    return replace(graph, edges=(*edges, *_ties(sorted(neighbours), "4")), groups=())


def _ties(pairs: Iterable[tuple[str, str]], weight: str) -> tuple[Edge, ...]:
    """Invisible edges, which keep the second node of each pair below the first."""
    attrs = {"style": "invis", "weight": weight}
    return tuple(Edge(f"~{i}", *ends, direction="none", attrs=attrs) for i, ends in enumerate(pairs))


def _below(graph: Graph, places: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Pairs of nodes of one row, of which the second is to stand below the first."""
    for row in _rows(graph.nodes, places).values():
        chunks = list(_chunks(row, places))
        if graph.direction == "BT":
            chunks.reverse()
        for upper, lower in pairwise(chunks):
            yield from ((one.id, other.id) for one in upper for other in lower)


def _rows(nodes: Sequence[Node], places: Mapping[str, Box]) -> dict[int, list[Node]]:
    """The nodes by the height of their middle, and in each row from left to right."""
    rows: dict[int, list[Node]] = {}
    for node in nodes:
        if box := places.get(node.id):
            rows.setdefault(round((box.top + box.bottom) / 8), []).append(node)
    return {at: sorted(row, key=lambda node: places[node.id].left) for at, row in rows.items()}


def _chunks(row: Sequence[Node], places: Mapping[str, Box]) -> Iterator[list[Node]]:
    """A row in as few pieces as fit, of about the same number of nodes."""
    needed = sum(places[node.id].width + APART for node in row)
    size = ceil(len(row) / ceil(needed / ROW))
    for at in range(0, len(row), size):
        yield list(row[at : at + size])
