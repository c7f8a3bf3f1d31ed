"""Straight lines with round corners, as the curves that Graphviz draws. Pure; all lengths in CSS pixels."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Point

_CORNER = 6.0
"""The radius of a bend, in CSS pixels."""


def shorten_line(points: Sequence[Point], length: float) -> list[Point]:
    """Return a line that ends earlier, so that an arrowhead has room; at most by most of its last piece."""
    (x0, y0), (x1, y1) = points[-2:]
    whole = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    part = min(length, whole * 0.9) / whole if whole else 0.0
    return [*points[:-1], (x1 - (x1 - x0) * part, y1 - (y1 - y0) * part)]


def round_corners(points: Sequence[Point]) -> list[Point]:
    """Return the control points of the curves along a line, with round bends."""
    curves = [points[0]]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _step_towards(at, before), _step_towards(at, after)
        curves += _draw_straight(curves[-1], start)
        curves += [at, at, end]
    curves += _draw_straight(curves[-1], points[-1])
    return curves


def _step_towards(start: Point, end: Point) -> Point:
    """Return the point a corner's radius away from one point, at most half of the distance to the other."""
    (x0, y0), (x1, y1) = start, end
    whole = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    part = min(_CORNER, whole / 2) / whole if whole else 0.0
    return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part


def _draw_straight(start: Point, end: Point) -> list[Point]:
    """Return the control points of a straight piece, without its start."""
    (x0, y0), (x1, y1) = start, end
    return [(x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3), (x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3), end]
