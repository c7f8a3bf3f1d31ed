"""The straight pieces of the paths of edges, by the squares that they touch. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor

from .geometry import Box, Point

_CELL = 48.0
"""The side of a square in CSS pixels."""
_COARSE = 4
"""Pieces of a curve that count as one where crossings are counted."""

Piece = tuple[str, Point, Point]
"""The name of an edge, and the ends of a straight piece of its path."""


class Lines:
    """The pieces of paths, each given by the name of its edge and its points."""

    def __init__(self, paths: Iterable[tuple[str, Sequence[Point]]]) -> None:
        self._paths = list(paths)
        self._cells = _sort_pieces(self._paths, 1)

    def iterate_near(self, box: Box) -> Iterator[Piece]:
        """Yield the pieces near a box; some more than once."""
        for cell in _iterate_cells(box):
            yield from self._cells.get(cell, ())

    def count_crossings(self) -> int:
        """Return the number of points in which different edges cross."""
        crossings = set()
        for pieces in _sort_pieces(self._paths, _COARSE).values():
            for index, (name, a, b) in enumerate(pieces):
                for other, c, d in pieces[:index]:
                    if name != other and _cross(a, b, c, d):
                        crossings.add((a, b, c, d) if name < other else (c, d, a, b))
        return len(crossings)


def passes(start: Point, end: Point, box: Box) -> bool:
    """Return whether a straight piece has a point inside a box (Liang and Barsky)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    low, high = 0.0, 1.0
    for step, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if step == 0:
            if room <= 0:
                return False
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
        if low >= high:
            return False
    return True


def _sort_pieces(
    paths: Iterable[tuple[str, Sequence[Point]]], every: int
) -> dict[tuple[int, int], list[Piece]]:
    cells: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for name, points in paths:
        for start, end in pairwise([*points[:-1:every], *points[-1:]]):
            first = int(start[0] // _CELL), int(start[1] // _CELL)
            if first == (int(end[0] // _CELL), int(end[1] // _CELL)):  # as most pieces of a curve
                cells[first].append((name, start, end))
                continue
            for cell in _trace_cells(start, end):
                cells[cell].append((name, start, end))
    return cells


def _trace_cells(start: Point, end: Point) -> Iterator[tuple[int, int]]:
    """Yield the squares that a straight piece touches; of a slanted one, not all of those around it."""
    (x0, y0), (x1, y1) = (start, end) if start[0] <= end[0] else (end, start)
    first, last = int(x0 // _CELL), int(x1 // _CELL)
    slope = (y1 - y0) / (x1 - x0) if last > first else 0.0
    at = y0
    for column in range(first, last + 1):
        then = y1 if column == last else y0 + ((column + 1) * _CELL - x0) * slope
        low, high = int(min(at, then) // _CELL), int(max(at, then) // _CELL)
        for row in range(low, high + 1):
            yield column, row
        at = then


def _iterate_cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.left / _CELL), floor(box.right / _CELL) + 1):
        for row in range(floor(box.top / _CELL), floor(box.bottom / _CELL) + 1):
            yield column, row


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Return whether two pieces cross, other than at an end that they share."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
