"""A graph that is broken to fit the page's column: a row into lines, a chain into columns. Pure.

From top to bottom, parts that nothing joins are in one row: replicas, zones, the entries of a list. A row
that is too wide is broken into lines of about the same number of parts, which invisible edges keep apart. A
long chain is a ribbon; its later part begins anew at the top, beside the earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from ...model.graph.graph import Edge, Graph
from ..geometry import Box

_MOST_FOLDS = 4
"""The number of places at which a chain is broken on trial; each costs a layout."""
_APART = 24.0
"""CSS pixels between two parts of a row, or between the outline of a cluster and what is in it."""


@dataclass(frozen=True)
class _Part:
    """A node or a cluster with all that is in it: its box, and its first and last node from top to bottom."""

    box: Box
    nodes: frozenset[str]
    first: str
    last: str


def wrap_rows(graph: Graph, places: Mapping[str, Box], width: float) -> Graph | None:
    """Return the graph with its rows broken to a width; none where no row can be broken.

    Args:
        graph: The graph, which was laid out from top to bottom.
        places: The boxes of its nodes in that layout, by their ids.
        width: CSS pixels.
    """
    parts = list(_iterate_siblings(graph, places))
    joined = {(edge.tail, edge.head) for edge in graph.edges}
    ties = [
        tie
        for depth, siblings in parts
        for row in _group_rows(siblings)
        if not _are_joined(row, joined)
        for tie in _break_row(row, width - 2 * _APART * depth)
    ]
    if not ties:
        return None
    attrs = {"style": "invis", "weight": "0"}
    edges = tuple(Edge(f"~{i}", *ends, direction="none", attrs=attrs) for i, ends in enumerate(ties))
    return replace(graph, edges=(*graph.edges, *edges), groups=())


def iterate_folds(graph: Graph, places: Mapping[str, Box]) -> Iterator[Graph]:
    """Yield graphs that are broken between two rows of nodes, those first that break less.

    Args:
        graph: The graph, which was laid out from top to bottom.
        places: The boxes of its nodes in that layout, by their ids.
    """
    rows = sorted({round(box.middle[1]) for box in places.values()})
    middle = (rows[0] + rows[-1]) / 2 if rows else 0.0
    folds = []
    for upper, lower in pairwise(rows):
        cut = (upper + lower) / 2
        above = {node for node, box in places.items() if box.middle[1] < cut}
        broken = [edge.id for edge in graph.edges if (edge.tail in above) != (edge.head in above)]
        split = {node.cluster for node in graph.nodes if node.id in above}
        split &= {node.cluster for node in graph.nodes if node.id not in above}
        folds.append((len(split - {""}), len(broken), abs(cut - middle), broken))
    for *_, broken in sorted(folds)[:_MOST_FOLDS]:
        edges = (
            replace(edge, attrs={**edge.attrs, "constraint": "false"}) if edge.id in broken else edge
            for edge in graph.edges
        )
        yield replace(graph, edges=tuple(edges), groups=())


def _iterate_siblings(graph: Graph, places: Mapping[str, Box]) -> Iterator[tuple[int, list[_Part]]]:
    """Yield the parts directly inside each cluster, and those outside of all, with the depth of nesting."""
    parents = {cluster.id: cluster.parent for cluster in graph.clusters}
    inside: dict[str, list[str]] = {}
    for node in graph.nodes:
        cluster = node.cluster
        while cluster and node.id in places:
            inside.setdefault(cluster, []).append(node.id)
            cluster = parents[cluster]
    for parent in ("", *parents):
        depth, around = 0, parent
        while around:
            depth, around = depth + 1, parents[around]
        nodes = [[node.id] for node in graph.nodes if node.cluster == parent and node.id in places]
        clusters = [inside[c.id] for c in graph.clusters if c.parent == parent and c.id in inside]
        yield depth, [_measure_part(members, places) for members in (*nodes, *clusters)]


def _measure_part(nodes: Sequence[str], places: Mapping[str, Box]) -> _Part:
    boxes = [places[node] for node in nodes]
    return _Part(
        boxes[0].merge(*boxes),
        frozenset(nodes),
        min(nodes, key=lambda node: places[node].top),
        max(nodes, key=lambda node: places[node].bottom),
    )


def _group_rows(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Return the parts that are beside each other, from left to right, in rows from top to bottom."""
    rows: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part.box.top):
        if rows and part.box.top < max(other.box.bottom for other in rows[-1]):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [sorted(row, key=lambda part: part.box.left) for row in rows]


def _are_joined(row: Sequence[_Part], joined: set[tuple[str, str]]) -> bool:
    """Return whether an edge leads from one part of a row to another."""
    owner = {node: index for index, part in enumerate(row) for node in part.nodes}
    return any(tail in owner and head in owner and owner[tail] != owner[head] for tail, head in joined)


def _break_row(row: Sequence[_Part], width: float) -> Iterator[tuple[str, str]]:
    """Yield pairs of nodes of which the second one moves below the first."""
    needed = sum(part.box.width + _APART for part in row)
    size = ceil(len(row) / ceil(needed / width))
    lines = [row[start : start + size] for start in range(0, len(row), size)]
    for upper, lower in pairwise(lines):
        for above, below in zip(upper, lower, strict=False):
            yield above.last, below.first
