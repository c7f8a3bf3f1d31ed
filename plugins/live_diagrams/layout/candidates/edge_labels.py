"""The labels of edges, moved along their edges to where nothing covers them.

Graphviz keeps a place for a label among the nodes, and then draws other edges across it. All lengths are in
CSS pixels.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..geometry import Box, Point
from ..layout import Layout
from ..lines import passes
from ..styled_graph import StyledGraph
from .titles import Title

CLEAR = 2.0
"""The least distance between the words of a label and anything else."""
_DISTANCES = 4.0, 0.0, 10.0, 18.0, 28.0, 40.0, 60.0, 90.0
"""The distances between words and their own edge, in the order in which they are tried; 0 is upon it."""


@dataclass
class _Label:
    """The label of an edge: the shape that keeps its space, and the box of its words."""

    edge: str
    shape: ET.Element
    words: Box


def clear_labels(layout: Layout, styled: StyledGraph, titles: Sequence[Title]) -> None:
    """Move the labels that something covers to a free place along their edges, the nearest one.

    A label stays where it is if nothing covers it, or if there is no free place.
    """
    labels = [_Label(*words) for words in layout.iterate_words(styled.placeholders)]
    fixed = [*layout.node_boxes.values(), *(title.space for title in titles)] if labels else []
    edges = [label.edge for label in labels]
    for label in labels:
        others = [other.words for other in labels if other is not label] + fixed
        if not _is_free(label.words, label.edge, layout, others) and edges.count(label.edge) == 1:
            _move_label(label, layout, others)


def _move_label(label: _Label, layout: Layout, others: Iterable[Box]) -> None:
    points = [point for path in layout.edge_paths if path.name == label.edge for point in path.points]
    if not points:
        return
    x, y = label.words.middle
    points.sort(key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)
    around = Box.from_points(points).expand(_DISTANCES[-1] + max(label.words.width, label.words.height))
    near = [box for box in others if box.overlaps(around)]
    for words in _iterate_places(label, points, layout):
        if _is_free(words, label.edge, layout, near):
            layout.move_polygon(label.shape, words.left - label.words.left, words.top - label.words.top)
            label.words = words
            return


def _iterate_places(label: _Label, points: Sequence[Point], layout: Layout) -> Iterator[Box]:
    """Yield boxes of the size of the words: beside the edge, upon it, and then farther away."""
    half, high = label.words.width / 2, label.words.height / 2
    for distance in _DISTANCES:
        over, aside = high + distance, half + distance
        offsets = ((0.0, -over), (0.0, over), (aside, 0.0), (-aside, 0.0)) if distance else ((0.0, 0.0),)
        for x, y in points:
            for right, down in offsets:
                words = Box(x + right - half, y + down - high, x + right + half, y + down + high)
                if not distance or not any(
                    name == label.edge and passes(a, b, words)
                    for name, a, b in layout.lines.iterate_near(words)
                ):
                    yield words


def _is_free(words: Box, edge: str, layout: Layout, others: Sequence[Box]) -> bool:
    space = words.expand(CLEAR)
    return not (
        any(space.overlaps(other) for other in others)
        or any(passes(a, b, space) for name, a, b in layout.lines.iterate_near(space) if name != edge)
    )
