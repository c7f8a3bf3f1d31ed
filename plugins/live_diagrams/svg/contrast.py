"""An author's colours in a light and in a dark scheme: the same meaning, and legible in both. Pure.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from PIL.ImageColor import getrgb

from ..layout.geometry import Box

TEXT, LINE = 4.5, 3.0
"""The least contrast of text and of what is no text (WCAG 2.2, 1.4.3 and 1.4.11)."""

_MORE = 1.04
"""How much more than the least is aimed at, as colours are rounded and grounds not the same everywhere."""
_STEPS = 25
_ENDS = (0, 0, 0), (255, 255, 255)

RGB = tuple[int, int, int]


class Schemes(NamedTuple):
    """One colour in the light scheme and in the dark one."""

    light: RGB
    dark: RGB

    def to_css(self) -> str:
        """The colour as CSS, which takes that of the page's scheme."""
        return f"light-dark({_hex(self.light)},{_hex(self.dark)})"


PAGE = Schemes((255, 255, 255), (30, 33, 41))
SURFACE = Schemes((255, 255, 255), (43, 48, 59))
INK = Schemes((31, 41, 51), (228, 232, 238))
STROKE = Schemes((91, 107, 123), (159, 176, 195))
"""The house's own colours, as in `figures.css`."""


class Backgrounds:
    """What an author painted where, for what is painted over it."""

    def __init__(self) -> None:
        self._filled: list[tuple[Box, Schemes]] = []

    def __bool__(self) -> bool:
        return bool(self._filled)

    def add_fill(self, box: Box, colour: Schemes) -> None:
        """Take note of a fill."""
        self._filled.append((box, colour))

    def colour_at(self, x: float, y: float, default: Schemes = PAGE) -> Schemes:
        """What is seen at a point, `default` where the author painted nothing."""
        return next((colour for box, colour in reversed(self._filled) if box.contains(x, y)), default)

    def colours_at(self, points: Iterable[tuple[float, float]]) -> set[Schemes]:
        """All that is seen at some points."""
        return {self.colour_at(x, y) for x, y in points} if self._filled else {PAGE}


@cache
def parse_rgb(colour: str) -> RGB | None:
    """The parts of an opaque CSS colour; none of one that lets something through, or is none."""
    try:
        found = getrgb(colour)
    except ValueError:
        return None
    return found[:3] if len(found) == 3 or found[3] == 255 else None


def make_legible(colour: RGB | Schemes, on: Iterable[Schemes], least: float) -> Schemes | None:
    """A colour that can be told from all that it stands on; none where it already can be in both schemes."""
    own = colour if isinstance(colour, Schemes) else Schemes(colour, colour)
    grounds = tuple(on)
    found = Schemes(
        _away(own.light, tuple(ground.light for ground in grounds), least),
        _away(own.dark, tuple(ground.dark for ground in grounds), least),
    )
    return None if found == own else found


def lighten_fill(fill: RGB, ink: Schemes = INK) -> Schemes | None:
    """A fill on which the house's ink can be read; none where it already can be in both schemes."""
    return make_legible(fill, (ink,), TEXT)


def _away(colour: RGB, others: tuple[RGB, ...], least: float) -> RGB:
    """The colour, as far towards black or white as the contrast to the other ones needs."""

    def worst(mixed: RGB) -> float:
        return min((contrast_ratio(mixed, other) for other in others), default=least)

    if worst(colour) >= least:
        return colour
    mixed = [_mix(colour, end, step / _STEPS) for step in range(1, _STEPS + 1) for end in _ENDS]
    return next((found for found in mixed if worst(found) >= least * _MORE), max((colour, *mixed), key=worst))


def contrast_ratio(one: RGB, other: RGB) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RGB) -> float:
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _mix(colour: RGB, end: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, end, strict=True))
    return red, green, blue


def _hex(colour: RGB) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)
