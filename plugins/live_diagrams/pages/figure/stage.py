"""The drawings of one figure as HTML: one for each width of the column, and the icons in them. Pure."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from ...model.embed import Embed
from ...model.figure import SMALLEST_SIZE, Drawing, Figure
from ...svg import palette
from ...svg.markup import format_attributes, format_number

FONT = "Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif"
"""The family whose metrics labels are measured by (`layout.text`)."""

ResolveLink = Callable[[str], str]
"""Returns the address that a page has to use for one that a script names."""

_WIDTH_STEP = 40
"""CSS pixels between the widths of a column for which the stylesheet has a rule; see `write_stage`."""
_WIDEST = 1600
"""CSS pixels of the widest column for which it has one."""
_NATURAL = 2400
"""CSS pixels of the widest drawing for which it has one."""
_PHONE = 480
"""CSS pixels of the widest column that shows the narrow drawing; in a wider one it would be a ribbon."""
_HREF = re.compile(r'<a xlink:href="([^"]*)"')
_STYLE = re.compile(r'(<\w[^<>]*) style="([^"]*)"([^<>]*>)')
"""A tag with a style, in which the painter has written colours for both schemes."""
_VARIABLE = re.compile(r"var\(--ld-(\w+),[^()]*\)")
"""A colour of the palette, as the painter writes it."""
_HALO = re.compile(r'(paint-order="stroke"[^<>]* stroke-width=)"[^"]*"')
"""The rim of a text, up to its width: none without a stylesheet, as some paint it over the letters."""
_LITERALS = {colour.variable: colour.literal for colour in palette.COLOURS}


def write_stage(embed: Embed, figure: Figure, prefix: str, link: ResolveLink, graph: str) -> str:
    """Return the drawings, of which the stylesheet shows the one that the column has room for.

    That is the wide one where its text can be read, else the one for the page's column, and on a phone the
    narrow one. A container query cannot compare with a width that only the page knows. So those widths are
    rounded up to ones for which the stylesheet has rules. Without a stylesheet the wide drawing is shown.
    An author who lets the figure break out of the column prefers the wide drawing also where it is small.
    """
    attributes = {"class": "live-diagram__stage"}
    wide = figure.drawings["wide"]
    output = [_write_svg(wide, "wide", embed, figure, prefix, link, graph)]
    needed = _compute_smallest_width(wide) if is_breakout(embed) else wide.readable_width
    for target, widest in (("column", _WIDEST), ("narrow", _PHONE)):
        if drawing := figure.drawings.get(target):
            attributes[f"data-{target}-below"] = str(_round_up(needed, widest))
            svg = _write_svg(drawing, target, embed, figure, prefix, link)
            output.append(f'<div class="live-diagram__{target}" hidden>{svg}</div>')
            needed = drawing.readable_width
    return f"<div{format_attributes(attributes)}>{''.join(output)}</div>"


def _round_up(width: float, limit: int) -> int:
    return min(limit, math.ceil(width / _WIDTH_STEP) * _WIDTH_STEP)


def _write_svg(
    drawing: Drawing,
    target: str,
    embed: Embed,
    figure: Figure,
    prefix: str,
    link: ResolveLink,
    graph: str = "",
) -> str:
    # A drawing is scaled down to its column, but not below `SMALLEST_SIZE`. One with smaller letters than
    # can be read is scaled up where there is room.
    width = max(drawing.view_box[2], drawing.readable_width)
    # A drawing whose nodes can be reached by keys is a group of them, else it is one image.
    is_group = 'tabindex="0"' in drawing.body or "<a " in drawing.body
    attributes = {
        "class": f"live-diagram__drawing live-diagram__drawing--{target}",
        "viewBox": " ".join(map(format_number, drawing.view_box)),
        "width": format_number(width),
        "height": format_number(drawing.view_box[3] * width / drawing.view_box[2]),
        "font-family": FONT,
        # The stylesheet takes it as the least width, which no attribute but `style` has.
        "font-size": format_number(_compute_smallest_width(drawing)),
        "role": "group" if is_group else "img",
        "aria-label": embed.alt or figure.name or embed.name,
        "aria-details": f"{prefix}-words",
    }
    body = drawing.body.replace("<>", f"{escape(get_drawing_prefix(prefix, target))}-")
    body = _HREF.sub(lambda match: f'<a xlink:href="{escape(link(unescape(match[1])))}"', body)
    body = _STYLE.sub(_write_colours, body)
    body = _HALO.sub(r'\1"0"', _VARIABLE.sub(lambda match: _LITERALS[match[1]], body))
    size = format_number(palette.FONT_SIZE)
    return (
        f"<svg{format_attributes(attributes)} data-search-exclude>"
        f'{_write_graph(graph) if graph else ""}<g font-size="{size}">{body}</g></svg>'
    )


def _write_graph(graph: str) -> str:
    """Return a graph as an attribute: its content would be words of the page for some programs."""
    value = escape(graph, quote=False).replace("'", "&#39;")
    return f"<metadata class=\"live-diagram-graph\" data-graph='{value}'></metadata>"


def _write_colours(match: re.Match[str]) -> str:
    """Return a tag with its style as attributes: a Content-Security-Policy may forbid `style`."""
    tag, style, end = match.groups()
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        tag = re.sub(rf' {re.escape(name)}="[^"]*"', "", tag) + f' {name}="{value}"'
    return f"{tag}{end}"


def _compute_smallest_width(drawing: Drawing) -> float:
    return drawing.view_box[2] * SMALLEST_SIZE / drawing.smallest_text


def is_breakout(embed: Embed) -> bool:
    """Return whether the figure may grow over the columns beside the text, for its wide drawing."""
    return "wide" in embed.classes.split()


def describe_breakout(figure: Figure) -> dict[str, str]:
    """Return the attributes by which the stylesheet knows how much room the wide drawing needs, and can use.

    It has rules for these widths, like for those of a column; see `write_stage`.
    """
    figures = figure.list_combinations()
    natural = max(variant.drawings["wide"].view_box[2] for variant in figures)
    needed = min(
        _round_up(_compute_smallest_width(variant.drawings["wide"]), _WIDEST)
        if "column" in variant.drawings
        else 0
        for variant in figures
    )
    return {"data-natural": str(_round_up(natural, _NATURAL)), "data-needed": str(needed)}


def write_icons(icons: Mapping[str, str]) -> str:
    """Return the icons as symbols that drawings refer to."""
    if not icons:
        return ""
    symbols = "".join(write_symbol(key, data) for key, data in icons.items())
    return (
        '<svg class="live-diagram__icons" width="0" height="0" '
        f'aria-hidden="true" data-search-exclude>{symbols}</svg>'
    )


def write_symbol(key: str, data: str) -> str:
    """Return an icon that drawings refer to by its key; `data` is its PNG in base64."""
    header = base64.b64decode(data[:32])
    width, height = int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
    return (
        f'<symbol id="ld-icon-{key}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></symbol>'
    )


def get_drawing_prefix(prefix: str, target: str) -> str:
    """Return the prefix of the ids in the drawing for one target width of a variant."""
    return prefix if target == "wide" else f"{prefix}-{target}"
