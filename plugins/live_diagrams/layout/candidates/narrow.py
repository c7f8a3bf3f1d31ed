"""The graph of a narrow drawing: its rows are broken, so that it fits the column of a phone. Pure.

From top to bottom a graph is as wide as its widest row. A row that does not fit is broken like a line of
text: invisible edges put its later nodes below the first ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

from ...model.graph.graph import Edge, Graph, Node
from ..geometry import Box

COLUMN = 328.0
"""CSS pixels of the column that a page leaves for a figure on a window of 360."""
ROW = 270.0
"""CSS pixels that the nodes of one row may take; the clusters around them take more."""
APART = 14.0
"""CSS pixels between two nodes of a row."""


def turn_upright(wide: str) -> str:
    """Return the direction of the narrow layout of a graph, from that of the wide one."""
    return "BT" if wide == "BT" else "TB"


def iterate_rearranged(graph: Graph, locate_nodes: Callable[[], Mapping[str, Box]]) -> Iterator[Graph]:
    """Yield rearrangements of a graph that may be narrower, those first that change it less.

    The last ones are single columns, in orders in which edges are short. The width of a column depends on
    the edges that run beside the nodes, so there are several orders.

    Args:
        graph: The graph, which was laid out from top to bottom or from bottom to top.
        locate_nodes: Returns the boxes of its nodes in that layout, by their ids.
    """
    places = locate_nodes()
    if ties := _tie_nodes(_break_rows(graph, places), "0"):
        # Without the author's ranks, which ask for the rows that are broken here.
        yield replace(graph, edges=(*graph.edges, *ties), groups=())
    for order in _find_orders(graph, places):
        yield _arrange_column(graph, order)


def _find_orders(graph: Graph, places: Mapping[str, Box]) -> list[list[Node]]:
    """Return orders of the nodes, those of a cluster together, the order with the shortest edges first.

    They are that of the flow, that of the flow without edges in both directions, and that of the rows.
    """
    oneway = tuple(edge for edge in graph.edges if edge.direction in ("forward", "back"))
    rows = [node for _, row in sorted(_group_rows(graph.nodes, places).items()) for node in row]
    if graph.direction == "BT":
        rows.reverse()
    rows += [node for node in graph.nodes if node.id not in places]  # invisible nodes have no place
    flows = graph.sort_by_flow(), replace(graph, edges=oneway).sort_by_flow(), rows
    orders = [[part for _, part in graph.iterate_nested(flow) if isinstance(part, Node)] for flow in flows]
    different = {tuple(node.id for node in order): order for order in orders}
    return sorted(different.values(), key=lambda order: _sum_lengths(graph, order))


def _sum_lengths(graph: Graph, order: Sequence[Node]) -> int:
    """Return the number of nodes that the edges pass in a column, all together."""
    position = {node.id: index for index, node in enumerate(order)}
    return sum(abs(position[edge.tail] - position[edge.head]) for edge in graph.edges)


def _arrange_column(graph: Graph, order: Sequence[Node]) -> Graph:
    """Return the graph with one node below the other, in this order."""
    nodes = list(order)
    if graph.direction == "BT":
        nodes.reverse()
    neighbours = {(upper.id, lower.id) for upper, lower in pairwise(nodes)}
    edges = []
    for edge in graph.edges:
        ends = edge.tail, edge.head
        # An edge between neighbours keeps them apart itself; any other must not move its nodes.
        attrs = {**edge.attrs, "constraint": "true" if ends in neighbours else "false"}
        neighbours.discard(ends)
        edges.append(replace(edge, attrs=attrs))
    return replace(graph, edges=(*edges, *_tie_nodes(sorted(neighbours), "4")), groups=())


def _tie_nodes(pairs: Iterable[tuple[str, str]], weight: str) -> tuple[Edge, ...]:
    """Return invisible edges that keep the second node of each pair below the first."""
    attrs = {"style": "invis", "weight": weight}
    return tuple(Edge(f"~{i}", *ends, direction="none", attrs=attrs) for i, ends in enumerate(pairs))


def _break_rows(graph: Graph, places: Mapping[str, Box]) -> Iterator[tuple[str, str]]:
    """Yield pairs of nodes of one row of which the second moves below the first."""
    for row in _group_rows(graph.nodes, places).values():
        chunks = list(_split_row(row, places))
        if graph.direction == "BT":
            chunks.reverse()
        for upper, lower in pairwise(chunks):
            yield from ((above.id, below.id) for above in upper for below in lower)


def _group_rows(nodes: Sequence[Node], places: Mapping[str, Box]) -> dict[int, list[Node]]:
    """Return the nodes by the height of their middle, and in each row from left to right."""
    rows: dict[int, list[Node]] = {}
    for node in nodes:
        if box := places.get(node.id):
            rows.setdefault(round((box.top + box.bottom) / 8), []).append(node)
    return {height: sorted(row, key=lambda node: places[node.id].left) for height, row in rows.items()}


def _split_row(row: Sequence[Node], places: Mapping[str, Box]) -> Iterator[list[Node]]:
    """Yield a row in as few pieces as fit, each of about the same number of nodes."""
    needed = sum(places[node.id].width + APART for node in row)
    size = ceil(len(row) / ceil(needed / ROW))
    for start in range(0, len(row), size):
        yield list(row[start : start + size])
