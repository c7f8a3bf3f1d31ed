"""Rectangles. Pure; all lengths in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle by its sides; `top` is the lesser, as in SVG."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def from_view_box(cls, view: str) -> Box:
        """The rectangle of a `viewBox`."""
        left, top, width, height = (float(v) for v in view.split())
        return cls(left, top, left + width, top + height)

    @classmethod
    def from_points(cls, points: Iterable[tuple[float, float]]) -> Box:
        """The least rectangle that holds some points."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def overlaps(self, other: Box) -> bool:
        """Whether the two have a point in common."""
        return (
            self.left <= other.right
            and self.right >= other.left
            and self.top <= other.bottom
            and self.bottom >= other.top
        )

    def shift(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def merge(self, *others: Box) -> Box:
        """The least rectangle that holds this one and the others."""
        lefts, tops, rights, bottoms = zip(self, *others, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))

    def expand(self, by: float) -> Box:
        """The same rectangle with more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Its four corners, the first one again at the end."""
        left, top, right, bottom = self
        return (left, top), (right, top), (right, bottom), (left, bottom), (left, top)
