"""An author's colours in a light and in a dark scheme: the same meaning, and legible in both. Pure.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PIL.ImageColor import getrgb

TEXT, LINE = 4.5, 3.0
"""The least contrast of text and of what is no text (WCAG 2.2, 1.4.3 and 1.4.11)."""

_MORE = 1.04
"""How much more than the least is aimed at, as colours are rounded and grounds not the same everywhere."""
_STEPS = 25

RGB = tuple[int, int, int]


class Schemes(NamedTuple):
    """One colour in the light scheme and in the dark one."""

    light: RGB
    dark: RGB

    def css(self) -> str:
        """The colour as CSS, which takes that of the page's scheme."""
        return f"light-dark({_hex(self.light)},{_hex(self.dark)})"


PAGE = Schemes((255, 255, 255), (30, 33, 41))
SURFACE = Schemes((255, 255, 255), (43, 48, 59))
INK = Schemes((31, 41, 51), (228, 232, 238))
"""The house's own colours, as in `figures.css`."""


@cache
def rgb(colour: str) -> RGB | None:
    """The parts of an opaque CSS colour; none of one that lets something through, or is none."""
    try:
        found = getrgb(colour)
    except ValueError:
        return None
    return found[:3] if len(found) == 3 or found[3] == 255 else None


def legible(colour: RGB, on: Schemes, least: float) -> Schemes | None:
    """A colour that can be told from what it stands on; none where it already can be in both schemes."""
    found = Schemes(_away(colour, on.light, least), _away(colour, on.dark, least))
    return None if found == (colour, colour) else found


def ground(fill: RGB, ink: Schemes = INK) -> Schemes | None:
    """A fill on which the house's ink can be read; none where it already can be in both schemes."""
    return legible(fill, ink, TEXT)


def _away(colour: RGB, other: RGB, least: float) -> RGB:
    """The colour, as far towards black or white as the contrast to the other one needs."""
    if ratio(colour, other) >= least:
        return colour
    end = (0, 0, 0) if _luminance(other) > 0.18 else (255, 255, 255)
    mixed = (_mix(colour, end, step / _STEPS) for step in range(1, _STEPS + 1))
    return next((found for found in mixed if ratio(found, other) >= least * _MORE), end)


def ratio(one: RGB, other: RGB) -> float:
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
