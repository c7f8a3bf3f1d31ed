"""Colours as Graphviz knows them, said so that CSS knows them too. Pure.

Graphviz turns the colours of what it draws itself into CSS; words are painted by us, in colours that
come straight from an author.
"""

from __future__ import annotations

import colorsys
import re

_HSV = re.compile(r"([01]?\.?\d*)[ ,]+([01]?\.?\d*)[ ,]+([01]?\.?\d*)")


def to_css(colour: str, default: str) -> str:
    """A Graphviz colour (graphviz.org/docs/attr-types/color) as CSS, or `default` where it is none.

    Nothing gets through but a name or a hexadecimal number: a colour must not be an address. The
    shades of X11 (`dodgerblue3`) become the plain colour, but for greys.
    """
    colour = colour.strip().rpartition("/")[2]
    if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour):
        return colour
    if grey := re.fullmatch(r"gr[ae]y(\d{1,3})", colour, re.IGNORECASE):
        level = round(min(int(grey[1]), 100) * 2.55)
        return f"#{level:02x}{level:02x}{level:02x}"
    if name := re.fullmatch(r"([a-zA-Z]+)[1-4]?", colour):
        return name[1].lower()
    if hsv := _HSV.fullmatch(colour):
        try:
            rgb = colorsys.hsv_to_rgb(*(float(part) for part in hsv.groups()))
        except ValueError:
            return default
        return "#" + "".join(f"{round(min(part, 1.0) * 255):02x}" for part in rgb)
    return default
