"""The order of siblings: as their author declared them, downwards or to the right. Pure.

Siblings are nodes of one cluster with the same neighbours, or with names that differ only in a number. Where
Graphviz places those of a row in another order, they change places in its source; the drawing is then the
same but for the names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...model.graph.graph import Graph
from ...model.graph.parts import PartKind, name_part
from ..geometry import Box
from ..styled_graph import StyledGraph

SIDEWAYS = ("LR", "RL")
"""The directions in which siblings are below each other."""

_SAME_ROW = 20.0
"""CSS pixels by which the middles of two nodes of one row may differ."""


def count_inversions(graph: Graph, direction: str, places: Mapping[str, Box]) -> int:
    """Return the number of siblings that come before the one declared before them, in the same row.

    Args:
        graph: The graph.
        direction: That of the layout.
        places: The boxes of its nodes, by their ids.
    """
    along = direction in SIDEWAYS
    return sum(
        places[later].middle[along] < places[sooner].middle[along]
        for row in _iterate_rows(graph, direction, places)
        for sooner, later in pairwise(row)
    )


def exchange_siblings(graph: Graph, direction: str, places: Mapping[str, Box]) -> dict[str, str]:
    """Return for nodes the one whose place in the source each has to take, so that rows are in order.

    Args:
        graph: The graph.
        direction: That of the layout.
        places: The boxes of its nodes, by their ids.
    """
    along = direction in SIDEWAYS
    exchanged: dict[str, str] = {}
    moved: set[str] = set()
    for row in sorted(_iterate_rows(graph, direction, places), key=len, reverse=True):
        if moved.isdisjoint(row):
            moved.update(row)
            arranged = sorted(row, key=lambda node: places[node].middle[along])
            exchanged |= zip(row, arranged, strict=True)
    return exchanged


def arrange_parts(styled: StyledGraph, graph: Graph, slots: Mapping[str, str]) -> StyledGraph:
    """Return the styled graph with nodes, and their edges, in the places of others in the source."""
    names = {node.id: name_part(PartKind.NODE, index) for index, node in enumerate(graph.nodes)}
    taken = {names[node]: names[other] for node, other in slots.items()}
    at = {node.name: index for index, node in enumerate(styled.nodes)}
    edge_at: dict[tuple[str, str], int] = {}
    for index, edge in enumerate(styled.edges):
        edge_at.setdefault((edge.tail, edge.head), index)
    ends = {
        edge.name: (taken.get(edge.tail, edge.tail), taken.get(edge.head, edge.head)) for edge in styled.edges
    }
    own = {edge.name: index for index, edge in enumerate(styled.edges)}
    return replace(
        styled,
        nodes=tuple(sorted(styled.nodes, key=lambda node: at[taken.get(node.name, node.name)])),
        edges=tuple(sorted(styled.edges, key=lambda edge: edge_at.get(ends[edge.name], own[edge.name]))),
    )


def _iterate_rows(graph: Graph, direction: str, places: Mapping[str, Box]) -> Iterator[list[str]]:
    """Yield siblings that a layout places in one row, in the order of declaration."""
    across = direction not in SIDEWAYS
    for group in _group_siblings(graph):
        rows: list[list[str]] = []
        for node in group:
            if node not in places:
                continue
            middle = places[node].middle[across]
            for row in rows:
                if abs(places[row[0]].middle[across] - middle) <= _SAME_ROW:
                    row.append(node)
                    break
            else:
                rows.append([node])
        yield from (row for row in rows if len(row) > 1)


def _group_siblings(graph: Graph) -> Sequence[tuple[str, ...]]:
    """Return the ids of siblings, each group in the order of declaration."""
    before, after = defaultdict(set), defaultdict(set)
    for edge in graph.edges:
        if edge.attrs.get("style") == "invis":
            continue
        tail, head = (edge.head, edge.tail) if edge.direction == "back" else (edge.tail, edge.head)
        before[head].add(tail)
        after[tail].add(head)
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for node in graph.nodes:
        numberless = re.sub(r"\d+", "", node.label)
        if before[node.id]:
            groups[node.cluster, "after", frozenset(before[node.id])].append(node.id)
        if after[node.id]:
            groups[node.cluster, "before", frozenset(after[node.id])].append(node.id)
        if numberless != node.label:
            groups[node.cluster, "numbered", numberless].append(node.id)
    return list(dict.fromkeys(tuple(group) for group in groups.values() if len(group) > 1))
