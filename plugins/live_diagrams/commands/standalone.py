"""A drawing as a file of its own: icons inside, and plain colours in place of a page's variables. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from ..model.figure import Figure
from ..pages import figure_markup
from ..svg.markup import format_attributes, format_number

SCHEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "ink": "#1f2933",
        "line": "#5b6b7b",
        "surface": "#ffffff",
        "cluster": "rgba(66, 98, 160, 0.07)",
        "ground": "none",
        "halo": "#ffffff",
    },
    "dark": {
        "ink": "#e4e8ee",
        "line": "#9fb0c3",
        "surface": "#2b303b",
        "cluster": "rgba(130, 160, 220, 0.1)",
        "ground": "#e8ecf2",
        "halo": "#1e2129",
    },
}
"""The colours that `figures.css` gives to a figure on a light and on a dark page."""

_VARIABLE = re.compile(r"var\(--ld-(\w+)(?:,[^()]*(?:\([^()]*\))?)?\)")
_EITHER = re.compile(r"light-dark\(([^,()]+),([^,()]+)\)")
_TAG = re.compile(r"<\w[^>]*>")
"""A tag of ours: a `>` inside a value is always written as an entity."""
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_ONLY_IN_PAGES = re.compile(r"data-.*|aria-.*|role|tabindex")
_PAINT = {"fill", "stroke", "style"}
_HALO = re.compile(r' paint-order="stroke" stroke="[^"]*" stroke-width="[^"]*"')


def svg(figure: Figure, variant: str = "wide", scheme: str = "light", *, halo: bool = True) -> str:
    """One drawing of a figure as a whole SVG document.

    Args:
        figure: The figure.
        variant: `wide`, or `narrow` where the figure has such a drawing; else the wide one is taken.
        scheme: `light` or `dark`.
        halo: Whether labels of edges have a rim that parts them from lines. Programs that do not know
            `paint-order` paint it over the letters.
    """
    drawing = figure.drawings.get(variant) or figure.drawings["wide"]
    colours = SCHEMES[scheme]
    left, top, width, height = (format_number(each) for each in drawing.view_box)
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "viewBox": f"{left} {top} {width} {height}",
        "width": width,
        "height": height,
        "font-family": figure_markup.FONT,
        "font-size": "13",
    }
    ground = {"x": left, "y": top, "width": width, "height": height, "fill": colours["halo"]}
    symbols = "".join(figure_markup.write_symbol(key, figure.icons[key]) for key in drawing.icons)
    body = _plain(drawing.body.replace("<>", "part"), scheme, halo=halo)
    title = f"<title>{escape(figure.name)}</title>" if figure.name else ""
    return f"<svg{format_attributes(head)}>{title}<rect{format_attributes(ground)}/>{symbols}{body}</svg>\n"


def _plain(body: str, scheme: str, *, halo: bool) -> str:
    """Tags without what only pages need, in the colours of a scheme. Labels say what they say."""

    def colour(value: str) -> str:
        value = _EITHER.sub(r"\1" if scheme == "light" else r"\2", value)
        return _VARIABLE.sub(lambda match: SCHEMES[scheme][match[1]], value)

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if _ONLY_IN_PAGES.fullmatch(name):
            return ""
        return f' {name}="{colour(value) if name in _PAINT else value}"'

    def tag(match: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(attribute, match[0] if halo else _HALO.sub("", match[0]))

    return _TAG.sub(tag, body)
