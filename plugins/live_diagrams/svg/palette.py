"""The colours and sizes of the default style, one value each. `assets/figures.css` sets the same colours.

A drawing takes its colours from the variables of that stylesheet, so one drawing serves light and dark
pages. The fallback of a variable is for readers of SVG that have no stylesheet. In a page a drawing has plain
colours, which makers of PDF can read too; the stylesheet knows them, and puts the variables in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..layout import style


@dataclass(frozen=True)
class PaletteColour:
    """A colour on a light and on a dark page, as CSS; `fallback` where the light one needs another."""

    variable: str
    light: str
    dark: str
    fallback: str = ""
    transparent: bool = False
    """Whether nothing is painted where there is no stylesheet."""

    @property
    def literal(self) -> str:
        """The colour in a page, by which the stylesheet knows it: no other is written in capitals."""
        return "#FFF0" if self.transparent else (self.fallback or self.light).upper()

    @property
    def css(self) -> str:
        """The value of an SVG attribute in this colour."""
        return f"var(--ld-{self.variable},{self.fallback or self.light})"


INK = PaletteColour("ink", "#1f2933", "#e4e8ee")
LINE = PaletteColour("line", "#5b6b7b", "#9fb0c3")
SURFACE = PaletteColour("surface", "#ffffff", "#2b303b", "#fff")
CLUSTER = PaletteColour("cluster", "rgba(66, 98, 160, 0.07)", "rgba(130, 160, 220, 0.1)", "#eef3fb")
GROUND = PaletteColour("ground", "none", "#e8ecf2", transparent=True)
"""The ground of icons, which are drawn for white."""
HALO = PaletteColour("halo", "#ffffff", "#1e2129", "#fff")
"""The rim of labels that lines pass behind: the colour of the page."""

COLOURS = INK, LINE, SURFACE, CLUSTER, GROUND, HALO

SCHEMES: Mapping[str, Mapping[str, str]] = {
    "light": {colour.variable: colour.light for colour in COLOURS},
    "dark": {colour.variable: colour.dark for colour in COLOURS},
}
"""The values of the variables on a light and on a dark page."""

PLACEHOLDERS = {
    style.LINE: LINE.css,
    style.INK: INK.css,
    style.SURFACE: SURFACE.css,
    style.CLUSTER: CLUSTER.css,
}
"""The colours to paint for those that stand for them in a layout."""

FONT_SIZE = 13.0
"""The size of text without one, in CSS pixels."""

HALO_WIDTH = "3"
"""The width of a halo in CSS pixels, of which half is outside the letters."""

CORNER_RADIUS = "2.5"
"""The radius of the corners of cards and clusters, in CSS pixels. An edge may end at the corner of a card's
box, or up to two pixels before it, and the corner is 0.41 of this away from the round outline."""

ICON_RADIUS = "6"
"""The radius of the corners of an icon's ground, in CSS pixels."""
