"""Titles of boxes: where in the row that Graphviz keeps for one no edge passes. Pure.

Graphviz puts a title at the side of its row and draws edges across it. The row is as wide as the box, and
nothing but edges comes into it, so a title can move aside. All lengths are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from ..model.graph import Graph
from .geometry import Box
from .layout import Layout, Point
from .style import StyledGraph
from .text import Text

CLEAR = 3.0
"""Between a title and an edge, or the side of its box."""


@dataclass(frozen=True)
class Title:
    """What a cluster is called, with the middle of it, and whether it is clear of all lines.

    `cluster` is the name of the cluster's group.
    """

    cluster: str
    text: Text
    x: float
    y: float
    is_clear: bool


def place_titles(laid: Layout, look: StyledGraph) -> list[Title]:
    """The titles of a layout, aside of its edges where there is a place.

    Engines other than `dot` keep no row for a title, so there it stays where it is.
    """
    waiting = list(laid.iterate_titles(look.placeholders))
    is_movable = waiting and look.engine == "dot"
    lines = laid.edge_paths if is_movable else []
    labels = [label for _, label in laid.locate_labels(look.placeholders)] if is_movable else []
    found = []
    for name, text, kept, around in waiting:
        x, y = (kept.left + kept.right) / 2, (kept.top + kept.bottom) / 2
        own = Box(x - text.width / 2, kept.top, x + text.width / 2, kept.bottom)
        near = (
            line.points for line in lines if line.bounds.top <= own.bottom and line.bounds.bottom >= own.top
        )
        shift = find_shift(own, around, near, labels)
        found.append(Title(name, text, x + (shift or 0.0), y, shift is not None))
    return found


def find_shift(
    title: Box, around: Box, lines: Iterable[Sequence[Point]], others: Iterable[Box] = ()
) -> float | None:
    """How far a title has to move sideways, so that no line and no other box is in its way.

    None where there is no place for it; the words then have to stand over a line.
    """
    row = [part for line in lines for part in _within(line, title.top, title.bottom)]
    row += [(box.left, box.right) for box in others if box.top < title.bottom and box.bottom > title.top]
    taken = [(left - CLEAR, right + CLEAR) for left, right in row]
    first, last = around.left + CLEAR, around.right - CLEAR - title.width
    beside = [place for start, end in taken for place in (end, start - title.width)]
    free = (
        left
        for left in (title.left, first, last, *beside)
        if (first <= left <= last or left == title.left)
        and not any(start < left + title.width and end > left for start, end in taken)
    )
    return min((left - title.left for left in free), key=abs, default=None)


def count_crossed_labels(laid: Layout, look: StyledGraph) -> int:
    """How many labels of edges other edges go across."""
    return sum(
        any(
            line.name != name and line.bounds.overlaps(box) and _meets(line.points, box)
            for line in laid.edge_paths
        )
        for name, box in laid.locate_labels(look.placeholders)
    )


def _meets(line: Sequence[Point], box: Box) -> bool:
    return any(right > box.left and left < box.right for left, right in _within(line, box.top, box.bottom))


def lower_titles(graph: Graph, which: Set[str]) -> Graph:
    """The graph with these boxes' titles at their lower sides, but for what its author decided."""
    low = {"labelloc": "b"}
    found = (replace(c, attrs={**low, **c.attrs}) if c.id in which else c for c in graph.clusters)
    return replace(graph, clusters=tuple(found))


def release_titles(graph: Graph) -> Graph:
    """The graph without its author's decisions on the sides of titles, which were made for a wide drawing."""
    attrs = ({key: value for key, value in c.attrs.items() if key != "labelloc"} for c in graph.clusters)
    found = (replace(c, attrs=own) for c, own in zip(graph.clusters, attrs, strict=True))
    return replace(graph, clusters=tuple(found))


def _within(line: Sequence[Point], top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """From where to where a line goes sideways in a row, once for each of its pieces there."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if max(y0, y1) < top or min(y0, y1) > bottom:
            continue
        ends = []
        for y in (top, bottom):
            at = (y - y0) / (y1 - y0) if y1 != y0 else 0.0
            ends.append(x0 + min(1.0, max(0.0, at)) * (x1 - x0))
        yield (min(ends), max(ends)) if y1 != y0 else (min(x0, x1), max(x0, x1))
