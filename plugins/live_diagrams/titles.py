"""Titles of boxes: where in the row that Graphviz keeps for one no edge passes. Pure.

Graphviz centres a title and draws edges across it. The row is as wide as the box, and nothing but edges
comes into it, so a title can move aside. All lengths are in CSS pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from .geometry import Box
from .graph import Graph

Point = tuple[float, float]

CLEAR = 3.0
"""Between a title and an edge, or the side of its box."""
_STEPS = 12
"""Straight pieces that stand for one Bézier curve."""


def polyline(path: str) -> list[Point]:
    """The path of an edge, `M` and then `C` with any number of curves, as straight pieces."""
    numbers = [float(v) for v in re.findall(r"-?\d+(?:\.\d+)?", path)]
    points = list(zip(numbers[0::2], numbers[1::2], strict=False))
    found = points[:1]
    for at in range(0, len(points) - 3, 3):
        found += _curve(points[at : at + 4])
    return found


def _curve(points: Sequence[Point]) -> Iterator[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def aside(
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


def below(graph: Graph, which: Set[str]) -> Graph:
    """The graph with these boxes' titles at their lower sides, but for what its author decided."""
    low = {"labelloc": "b"}
    found = (replace(c, attrs={**low, **c.attrs}) if c.id in which else c for c in graph.clusters)
    return replace(graph, clusters=tuple(found))


def free(graph: Graph) -> Graph:
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
