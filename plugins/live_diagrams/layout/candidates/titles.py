"""The titles of clusters, moved to where no edge passes in the row that Graphviz keeps for them. Pure.

Graphviz puts a title at the side of its row and draws edges across it. The row is as wide as the cluster, and
contains nothing but edges, so a title can move aside. All lengths are in CSS pixels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from ...model.graph.graph import Graph
from ..geometry import Box, Point
from ..layout import Layout, ReservedTitle
from ..styled_graph import StyledGraph
from ..text import Text

CLEAR = 3.0
"""The least distance between a title and an edge, or the side of its cluster."""


@dataclass(frozen=True)
class Title:
    """The title of a cluster, with the middle of it, and whether it is clear of all edges.

    `cluster` is the name of the cluster's group.
    """

    cluster: str
    text: Text
    x: float
    y: float
    is_clear: bool

    @property
    def space(self) -> Box:
        """The box of its words."""
        half, high = self.text.width / 2, self.text.height / 2
        return Box(self.x - half, self.y - high, self.x + half, self.y + high)


def place_titles(layout: Layout, styled: StyledGraph) -> list[Title]:
    """Return the titles of a layout, aside of its edges where there is a place.

    Engines other than `dot` keep no row for a title, so there it stays where it is.
    """
    reserved = list(layout.iterate_titles(styled.placeholders))
    if not reserved or styled.engine != "dot":
        return [_place_title(title, [], []) for title in reserved]
    labels = [label for _, label in layout.locate_labels(styled.placeholders)]
    paths = layout.edge_paths
    placed = []
    for title in reserved:
        top, bottom = title.space.top, title.space.bottom
        left, right = title.outline.left, title.outline.right
        row = Box(left, top, right, bottom)
        near = (path.points for path in paths if path.bounds.overlaps(row))
        placed.append(_place_title(title, near, labels))
    return placed


def _place_title(title: ReservedTitle, lines: Iterable[Sequence[Point]], labels: Sequence[Box]) -> Title:
    x, y = title.space.middle
    half = title.text.width / 2
    box = Box(x - half, title.space.top, x + half, title.space.bottom)
    shift = find_shift(box, title.outline, lines, labels)
    return Title(title.cluster, title.text, x + (shift or 0.0), y, shift is not None)


def find_shift(
    title: Box, around: Box, lines: Iterable[Sequence[Point]], others: Iterable[Box] = ()
) -> float | None:
    """Return how far a title has to move sideways to be clear of all lines and other boxes.

    None where no place is free; the title then has to cover a line.
    """
    row = [part for line in lines for part in _iterate_spans(line, title.top, title.bottom)]
    row += [(box.left, box.right) for box in others if box.top < title.bottom and box.bottom > title.top]
    taken = [(left - CLEAR, right + CLEAR) for left, right in row]
    width = title.width
    first, last = around.left + CLEAR, around.right - CLEAR - width
    beside = [place for start, end in taken for place in (end, start - width)]
    inside = [left for left in (first, last, *beside) if first <= left <= last]
    taken = _merge_spans(taken)
    for left in sorted((title.left, *inside), key=lambda left: abs(left - title.left)):
        following = bisect_left(taken, (left + width,))  # the first that begins beyond the title
        if not following or taken[following - 1][1] <= left:
            return left - title.left
    return None


def _merge_spans(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return what spans cover, from left to right, as spans that do not touch each other."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def count_crossed_labels(layout: Layout, styled: StyledGraph) -> int:
    """Return the number of labels of edges that other edges cross."""
    return sum(
        any(
            path.name != name and path.bounds.overlaps(box) and _crosses(path.points, box)
            for path in layout.edge_paths
        )
        for name, box in layout.locate_labels(styled.placeholders)
    )


def _crosses(line: Sequence[Point], box: Box) -> bool:
    spans = _iterate_spans(line, box.top, box.bottom)
    return any(right > box.left and left < box.right for left, right in spans)


def lower_titles(graph: Graph, clusters: Set[str]) -> Graph:
    """Return the graph with these clusters' titles at their lower sides, unless its author chose one."""
    low = {"labelloc": "b"}
    lowered = (replace(c, attrs={**low, **c.attrs}) if c.id in clusters else c for c in graph.clusters)
    return replace(graph, clusters=tuple(lowered))


def release_titles(graph: Graph) -> Graph:
    """Return the graph without its author's choice of sides for titles, which was for a wide drawing."""
    attrs = ({key: value for key, value in c.attrs.items() if key != "labelloc"} for c in graph.clusters)
    released = (replace(c, attrs=own) for c, own in zip(graph.clusters, attrs, strict=True))
    return replace(graph, clusters=tuple(released))


def _iterate_spans(line: Sequence[Point], top: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Yield the left and right end of each piece of a line in a row."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if (y0 < top and y1 < top) or (y0 > bottom and y1 > bottom):
            continue
        if y1 == y0:
            yield min(x0, x1), max(x0, x1)
            continue
        ends = [x0 + min(1.0, max(0.0, (y - y0) / (y1 - y0))) * (x1 - x0) for y in (top, bottom)]
        yield min(ends), max(ends)
