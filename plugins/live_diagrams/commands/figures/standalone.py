"""A drawing as an SVG file: with its icons, and with colours in place of a page's variables. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from ...formats.conversion import describe_figure
from ...formats.document import encode_document
from ...model.figure import Figure
from ...pages.figure import stage
from ...svg.drawing import escape_id
from ...svg.markup import format_attributes, format_number
from ...svg.palette import FONT_SIZE, SCHEMES

_VARIABLE = re.compile(r"var\(--ld-(\w+)(?:,[^()]*(?:\([^()]*\))?)?\)")
_LIGHT_DARK = re.compile(r"light-dark\(([^,()]+),([^,()]+)\)")
_TAG = re.compile(r"<\w[^>]*>")
"""A tag; the painter writes a `>` inside a value as an entity."""
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_ONLY_IN_PAGES = re.compile(r"data-.*|aria-.*|role|tabindex")
_PAINT = {"fill", "stroke", "style"}
MARKS = {"added": "#1a7f37", "removed": "#cf222e", "changed": "#bf8700"}
"""The colours of marked parts."""
_MARK_STYLE = "".join(
    f".{mark}{{filter:drop-shadow(0 0 2px {colour}) drop-shadow(0 0 2px {colour})}}"
    for mark, colour in MARKS.items()
)
_HALO = re.compile(r' paint-order="stroke" stroke="[^"]*" stroke-width="[^"]*"')
_OWN_HALO = re.compile(r'(<text[^>]* style=")stroke:[^;"]*;?')


def write_svg(
    figure: Figure,
    variant: str = "wide",
    scheme: str = "light",
    *,
    halo: bool = True,
    marks: Mapping[str, str] | None = None,
    script: str = "",
) -> str:
    """Return one drawing of a figure as a whole SVG document.

    Args:
        variant: `wide` or `narrow`; a figure without a narrow drawing has the wide one written.
        scheme: `light` or `dark`.
        halo: Whether labels of edges have a rim that separates them from lines. Programs that do not
            support `paint-order` paint it over the letters.
        marks: A name in `MARKS` for the ids of nodes, edges and clusters that get a rim of its colour.
        script: The name of the script; with it, the graph is in the document as JSON (`formats.document`).
    """
    drawing = figure.drawings.get(variant) or figure.drawings["wide"]
    colours = SCHEMES[scheme]
    left, top, width, height = (format_number(length) for length in drawing.view_box)
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "viewBox": f"{left} {top} {width} {height}",
        "width": width,
        "height": height,
        "font-family": stage.FONT,
        "font-size": format_number(FONT_SIZE),
    }
    ground = {"x": left, "y": top, "width": width, "height": height, "fill": colours["halo"]}
    symbols = "".join(stage.write_symbol(key, figure.icons[key]) for key in drawing.icons)
    body = drawing.body.replace("<>", "part")
    style = ""
    if marks:
        style = f"<style>{_MARK_STYLE}</style>"
        body = _mark_parts(body, marks)
    body = _strip_page_attributes(body, scheme, halo=halo)
    title = f"<title>{escape(figure.name)}</title>" if figure.name else ""
    if script:
        data = encode_document(describe_figure(figure, script))
        title += f'<metadata class="live-diagram-graph">{escape(data, quote=False)}</metadata>'
    content = f"{title}<rect{format_attributes(ground)}/>{style}{symbols}{body}"
    return f"<svg{format_attributes(head)}>{content}</svg>\n"


def _mark_parts(body: str, marks: Mapping[str, str]) -> str:
    """Return the body with the name of its mark as a class of each marked part."""
    classes = {
        escape(f"part-{escape_id(kind + part_id)}"): mark
        for part_id, mark in marks.items()
        for kind in ("node-", "cluster-", "")
    }

    def mark_group(match: re.Match[str]) -> str:
        mark = classes.get(match[2])
        return f'<g class="{match[1]} {mark}" id="{match[2]}"' if mark else match[0]

    return re.sub(r'<g class="([^"]*)" id="([^"]*)"', mark_group, body)


def _strip_page_attributes(body: str, scheme: str, *, halo: bool) -> str:
    """Return tags without the attributes that only pages need, in the colours of a scheme."""

    def resolve_colours(value: str) -> str:
        value = _LIGHT_DARK.sub(r"\1" if scheme == "light" else r"\2", value)
        return _VARIABLE.sub(lambda match: SCHEMES[scheme][match[1]], value)

    def rewrite_attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if _ONLY_IN_PAGES.fullmatch(name):
            return ""
        return f' {name}="{resolve_colours(value) if name in _PAINT else value}"'

    def rewrite_tag(match: re.Match[str]) -> str:
        tag = match[0] if halo else _OWN_HALO.sub(r"\1", _HALO.sub("", match[0]))
        return _ATTRIBUTE.sub(rewrite_attribute, tag)

    return _TAG.sub(rewrite_tag, body)
