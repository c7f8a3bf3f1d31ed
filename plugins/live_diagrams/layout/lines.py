"""The straight pieces of the paths of edges, by the squares that they touch. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
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

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], Sequence[Piece]]:
        return _sort_pieces(self._paths, 1)

    def iterate_near(self, box: Box) -> Iterator[Piece]:
        """Yield the pieces near a box; some more than once."""
        for cell in _iterate_cells(box):
            yield from self._cells.get(cell, ())

    def count_crossings(self) -> int:
        """Return the number of points in which different edges cross, other than at ends that they share."""
        crossings = set()
        for pieces in _sort_pieces(self._paths, _COARSE).values():
            # Written out: a large graph has a hundred thousand pairs.
            for index, (name, a, b) in enumerate(pieces):
                (ax, ay), (bx, by) = a, b
                dx, dy = bx - ax, by - ay
                for other, c, d in pieces[:index]:
                    (cx, cy), (ex, ey) = c, d
                    if (dx * (cy - ay) - dy * (cx - ax)) * (dx * (ey - ay) - dy * (ex - ax)) >= 0:
                        continue  # both ends of the other are on one side of this piece
                    fx, fy = ex - cx, ey - cy
                    if (fx * (ay - cy) - fy * (ax - cx)) * (fx * (by - cy) - fy * (bx - cx)) >= 0:
                        continue
                    if name != other:
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
    """Return the pieces by the squares that they touch; of a slanted one, not all squares around it."""
    cells: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for name, points in paths:
        for piece in pairwise([*points[:-1:every], *points[-1:]]):
            (x0, y0), (x1, y1) = piece if piece[0][0] <= piece[1][0] else piece[::-1]
            first, last = int(x0 // _CELL), int(x1 // _CELL)
            if first == last and int(y0 // _CELL) == int(y1 // _CELL):  # as most pieces of a curve
                cells[first, int(y0 // _CELL)].append((name, *piece))
                continue
            slope = (y1 - y0) / (x1 - x0) if last > first else 0.0
            at = y0
            for column in range(first, last + 1):
                then = y1 if column == last else y0 + ((column + 1) * _CELL - x0) * slope
                low, high = (at, then) if at <= then else (then, at)
                for row in range(int(low // _CELL), int(high // _CELL) + 1):
                    cells[column, row].append((name, *piece))
                at = then
    return cells


def _iterate_cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.left / _CELL), floor(box.right / _CELL) + 1):
        for row in range(floor(box.top / _CELL), floor(box.bottom / _CELL) + 1):
            yield column, row
