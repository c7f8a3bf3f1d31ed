"""Rectangles, the paths of edges, and the bounds of SVG shapes. Pure; all lengths in CSS pixels."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]

SHAPES = {
    "path": ("d",),
    "polygon": ("points",),
    "polyline": ("points",),
    "ellipse": ("cx", "cy", "rx", "ry"),
}
"""The shapes that Graphviz draws with, each with the attributes of its place."""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

_BETWEEN_NUMBERS = str.maketrans("MCLSZ,", " " * 6)
"""What separates the numbers of a path or of an attribute `points`, and the spaces that it becomes."""

_STEPS = 12
"""Straight pieces that approximate one Bézier curve."""
_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    for t in (step / _STEPS for step in range(1, _STEPS + 1))
)
"""The parts that its four points have in the end of each piece."""


class Box(NamedTuple):
    """A rectangle by its sides; `top` is the lesser, as in SVG."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def from_view_box(cls, view: str) -> Box:
        """Return the rectangle of a `viewBox`."""
        left, top, width, height = (float(v) for v in view.split())
        return cls(left, top, left + width, top + height)

    @classmethod
    def from_points(cls, points: Iterable[Point]) -> Box:
        """Return the smallest rectangle that contains some points."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """The distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """The point at its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def overlaps(self, other: Box) -> bool:
        """Return whether the two have a point in common."""
        return (
            self.left <= other.right
            and self.right >= other.left
            and self.top <= other.bottom
            and self.bottom >= other.top
        )

    def shift(self, x: float, y: float) -> Box:
        """Return the same rectangle elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def merge(self, *others: Box) -> Box:
        """Return the smallest rectangle that contains this one and the others."""
        lefts, tops, rights, bottoms = zip(self, *others, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))

    def expand(self, by: float) -> Box:
        """Return the same rectangle with more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def corners(self) -> tuple[Point, ...]:
        """Return its four corners, the first one again at the end."""
        left, top, right, bottom = self
        return (left, top), (right, top), (right, bottom), (left, bottom), (left, top)


def bound_shape(element: ET.Element) -> Box:
    """Return the rectangle around an SVG shape.

    Raises:
        ValueError: The shape has no place.
    """
    if element.tag == "ellipse":
        cx, cy, rx, ry = (float(element.get(key, 0)) for key in SHAPES["ellipse"])
        return Box(cx - rx, cy - ry, cx + rx, cy + ry)
    points = parse_points(element.get("points") or element.get("d") or "")
    if not points:
        raise ValueError("Graphviz gave a shape no place; choose another `layout` engine")
    return Box.from_points(points)


def has_place(element: ET.Element) -> bool:
    """Return whether an element is a shape with coordinates; not every engine writes any for clusters."""
    if element.tag == "ellipse":
        return True
    if element.tag not in SHAPES:
        return False
    points = element.get("points") or element.get("d") or ""
    return "," in points and "nan" not in points  # as Graphviz writes round corners of a node without a size


def parse_points(text: str) -> list[Point]:
    """Return the points of a path or of an attribute `points`, in order."""
    numbers = map(float, text.translate(_BETWEEN_NUMBERS).split())
    return list(zip(numbers, numbers, strict=False))


def flatten_path(path: str) -> list[Point]:
    """Return the path of an edge, `M` and then `C` with any number of curves, as straight pieces."""
    return flatten_curves(parse_points(path))


def flatten_curves(points: Sequence[Point]) -> list[Point]:
    """Return curves as straight pieces: of a start, and three points for each curve."""
    flat = [*points[:1]]
    for at in range(0, len(points) - 3, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[at : at + 4]
        flat += [
            (a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in _WEIGHTS
        ]
    return flat
