"""The labels of edges, moved along their edges to where nothing covers them.

Graphviz keeps a place for a label among the nodes, and then draws other edges across it. All lengths are in
CSS pixels.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..geometry import Box, Point, parse_points
from ..layout import Layout
from ..lines import passes
from ..styled_graph import StyledGraph
from .titles import Title

CLEAR = 2.0
"""The least distance between the words of a label and anything else."""
_BESIDE = 4.0
"""The distance between words and their own edge."""


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
    labels = [_Label(*found) for found in layout.iterate_words(styled.placeholders)]
    spaces = [title.space for title in titles]
    edges = [label.edge for label in labels]
    for label in labels:
        others = [other.words for other in labels if other is not label] + spaces
        if not _is_free(label.words, label.edge, layout, others) and edges.count(label.edge) == 1:
            _move_label(label, layout, others)


def _move_label(label: _Label, layout: Layout, others: Sequence[Box]) -> None:
    points = [point for path in layout.edge_paths if path.name == label.edge for point in path.points]
    x, y = label.words.middle
    points.sort(key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)
    for is_beside in (True, False):
        for words in _iterate_places(label.words, points, is_beside=is_beside):
            if is_beside and any(
                passes(a, b, words) for name, a, b in layout.lines.iterate_near(words) if name == label.edge
            ):
                continue
            if _is_free(words, label.edge, layout, others):
                _shift_shape(label.shape, words.left - label.words.left, words.top - label.words.top)
                label.words = words
                return


def _iterate_places(words: Box, points: Iterable[Point], *, is_beside: bool) -> Iterator[Box]:
    """Yield boxes of the size of the words: beside points, or upon them."""
    half, high = words.width / 2, words.height / 2
    over, aside = high + _BESIDE, half + _BESIDE
    offsets = ((0.0, -over), (0.0, over), (aside, 0.0), (-aside, 0.0)) if is_beside else ((0.0, 0.0),)
    for x, y in points:
        for right, down in offsets:
            yield Box(x + right - half, y + down - high, x + right + half, y + down + high)


def _is_free(words: Box, edge: str, layout: Layout, others: Sequence[Box]) -> bool:
    space = words.expand(CLEAR)
    return not (
        any(space.overlaps(other) for other in others)
        or any(space.overlaps(box) for box in layout.node_boxes.values())
        or any(passes(a, b, space) for name, a, b in layout.lines.iterate_near(space) if name != edge)
    )


def _shift_shape(shape: ET.Element, right: float, down: float) -> None:
    """Move a polygon, and forget nothing else: the painter finds the words where it is."""
    points = parse_points(shape.get("points", ""))
    shape.set("points", " ".join(f"{x + right:.2f},{y + down:.2f}" for x, y in points))
