"""An author's colours in a light and in a dark scheme: the same meaning, and legible in both. Pure.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..layout.geometry import Box
from . import palette
from .colours import RGB, Schemes, parse_rgb
from .palette import PaletteColour

TEXT_RATIO, LINE_RATIO = 4.5, 3.0
"""The least contrast of text and of graphics (WCAG 2.2, 1.4.3 and 1.4.11)."""

_FILL_RATIO = 7.0
"""The contrast of a fill that is darkened: with less, the grey that white becomes glares on a dark page."""
_MARGIN = 1.04
"""The factor above the least that is aimed at: colours are rounded, and backgrounds vary between pages."""
_STEPS = 25
_ENDS = (0, 0, 0), (255, 255, 255)


def _parse_schemes(colour: PaletteColour) -> Schemes:
    light, dark = parse_rgb(colour.light), parse_rgb(colour.dark)
    assert light is not None and dark is not None, f"{colour.variable} is not opaque"
    return Schemes(light, dark)


PAGE = _parse_schemes(palette.HALO)
SURFACE = _parse_schemes(palette.SURFACE)
INK = _parse_schemes(palette.INK)
STROKE = _parse_schemes(palette.LINE)


def _paint_over(background: RGB, colour: str) -> RGB:
    """Return an `rgba()` colour as it looks on a background."""
    *parts, alpha = (float(number) for number in re.findall(r"[\d.]+", colour))
    red, green, blue = (
        round(part * alpha + under * (1 - alpha)) for part, under in zip(parts, background, strict=True)
    )
    return red, green, blue


def _nest_clusters(depth: int) -> Schemes:
    """Return the colour of the default style inside so many clusters."""
    light, dark = PAGE.light, PAGE.dark
    for _ in range(depth):
        light, dark = (
            _paint_over(light, palette.CLUSTER.light),
            _paint_over(dark, palette.CLUSTER.dark),
        )
    return Schemes(light, dark)


DEFAULT_BACKGROUNDS = {PAGE, _nest_clusters(3)}
"""What may be behind a line or a text without an author's fill: the page, and clusters inside clusters."""


class Backgrounds:
    """The fills that an author painted, behind everything that is painted later."""

    def __init__(self) -> None:
        self._fills: list[tuple[Box, Schemes]] = []

    def __bool__(self) -> bool:
        return bool(self._fills)

    def add_fill(self, box: Box, colour: Schemes) -> None:
        """Add a fill above the others."""
        self._fills.append((box, colour))

    def colour_at(self, x: float, y: float, default: Schemes = PAGE) -> Schemes:
        """Return the colour at a point, `default` where the author painted nothing."""
        return next((colour for box, colour in reversed(self._fills) if box.contains(x, y)), default)

    def colours_at(self, points: Iterable[tuple[float, float]]) -> set[Schemes]:
        """Return all colours at some points; both that of the page and that of clusters without a fill."""
        return {self.colour_at(x, y) for x, y in points} if self._fills else DEFAULT_BACKGROUNDS


def make_legible(colour: RGB | Schemes, backgrounds: Iterable[Schemes], least: float) -> Schemes | None:
    """Return a colour with enough contrast to all backgrounds; none where the colour itself has it."""
    own = colour if isinstance(colour, Schemes) else Schemes(colour, colour)
    behind = tuple(backgrounds)
    legible = Schemes(
        _shift_colour(own.light, tuple(background.light for background in behind), least),
        _shift_colour(own.dark, tuple(background.dark for background in behind), least),
    )
    return None if legible == own else legible


def adjust_fill(fill: RGB) -> Schemes | None:
    """Return a fill for both schemes; none where the default ink of the dark one is legible on it.

    In the light scheme it is the author's own, however dark: the text on it adapts (`make_ink_legible`).
    """
    if contrast_ratio(fill, INK.dark) >= TEXT_RATIO:
        return None
    return Schemes(fill, _shift_colour(fill, (INK.dark,), _FILL_RATIO))


@cache
def make_ink_legible(background: Schemes) -> Schemes | None:
    """Return the default colour of text for a background; none where it is legible there."""
    return make_legible(INK, (background,), TEXT_RATIO)


def _shift_colour(colour: RGB, others: tuple[RGB, ...], least: float) -> RGB:
    """Return the colour, as far towards black or white as the contrast to the others needs."""

    def worst(mixed: RGB) -> float:
        return min((contrast_ratio(mixed, other) for other in others), default=least)

    if worst(colour) >= least:
        return colour
    mixtures = [_mix_colours(colour, end, step / _STEPS) for step in range(1, _STEPS + 1) for end in _ENDS]
    nearest = (mixed for mixed in mixtures if worst(mixed) >= least * _MARGIN)
    return next(nearest, max((colour, *mixtures), key=worst))


def contrast_ratio(first: RGB, second: RGB) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((_measure_luminance(first), _measure_luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _measure_luminance(colour: RGB) -> float:
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _mix_colours(colour: RGB, end: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, end, strict=True))
    return red, green, blue
