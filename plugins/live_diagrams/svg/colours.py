"""Colours: those of Graphviz as CSS, and those of CSS as numbers. Pure.

Graphviz converts the colours of the shapes it draws; text is painted here, in colours that come straight
from an author.
"""

from __future__ import annotations

import colorsys
import re
from functools import cache
from typing import NamedTuple

from PIL.ImageColor import getrgb

_HSV = re.compile(r"([01]?\.?\d*)[ ,]+([01]?\.?\d*)[ ,]+([01]?\.?\d*)")

RGB = tuple[int, int, int]


class Schemes(NamedTuple):
    """One colour in the light scheme and in the dark one."""

    light: RGB
    dark: RGB

    def to_css(self) -> str:
        """Return the colour as CSS, which takes that of the page's scheme."""
        return f"light-dark({format_hex(self.light)},{format_hex(self.dark)})"


@cache
def to_css(colour: str, default: str) -> str:
    """Return a Graphviz colour (graphviz.org/docs/attr-types/color) as CSS, or `default` where it is none.

    Only a name or a hexadecimal number gets through: a colour must not be an address. The shades of X11
    (`dodgerblue3`) become the plain colour, but for greys.
    """
    colour = colour.strip().rpartition("/")[2]
    if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour):
        return colour
    if grey := re.fullmatch(r"gr[ae]y(\d{1,3})", colour, re.IGNORECASE):
        level = round(min(int(grey[1]), 100) * 2.55)
        return format_hex((level, level, level))
    if name := re.fullmatch(r"([a-zA-Z]+)[1-4]?", colour):
        return name[1].lower()
    if hsv := _HSV.fullmatch(colour):
        try:
            rgb = colorsys.hsv_to_rgb(*(float(part) for part in hsv.groups()))
        except ValueError:
            return default
        red, green, blue = (round(min(part, 1.0) * 255) for part in rgb)
        return format_hex((red, green, blue))
    return default


@cache
def parse_rgb(colour: str) -> RGB | None:
    """Return the parts of an opaque CSS colour; none of a translucent one, or of any other text."""
    try:
        parts = getrgb(colour)
    except ValueError:
        return None
    return parts[:3] if len(parts) == 3 or parts[3] == 255 else None


def format_hex(colour: RGB) -> str:
    """Return a colour as a hexadecimal number of CSS."""
    return "#" + "".join(f"{part:02x}" for part in colour)
