"""One figure as HTML: its drawings, controls, steps and description, or the error in its place. Pure."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from html import escape, unescape

from ...model.embed import Embed
from ...model.errors import FigureError
from ...model.figure import WORD_SEPARATOR, Drawing, Figure
from ...model.graph import parameters
from ...model.printable import drop_controls
from ...model.words import ENGLISH, Words
from ...svg import palette
from ...svg.markup import format_attributes, format_number
from .. import languages
from ..places import ATTRIBUTE
from . import choice_form, guidance, script_view
from .description import describe_figure, write_description

FONT = "Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif"
"""The family whose metrics labels are measured by (`layout.text`)."""

ResolveLink = Callable[[str], str]
"""Returns the address that a page has to use for one that a script names."""

_WIDTH_STEP = 40
"""CSS pixels between the widths of a column for which the stylesheet has a rule; see `_write_stage`."""
_WIDEST = 1600
"""CSS pixels of the widest column for which it has one."""
_NATURAL = 2400
"""CSS pixels of the widest drawing for which it has one."""
_PHONE = 480
"""CSS pixels of the widest column that shows the narrow drawing; in a wider one it would be a ribbon."""
_SMALLEST_SIZE = 9.0
"""The size in CSS pixels below which text is not scaled: the figure scrolls instead."""
_HREF = re.compile(r'<a xlink:href="([^"]*)"')
_STYLE = re.compile(r'(<\w[^<>]*) style="([^"]*)"([^<>]*>)')
"""A tag with a style, in which the painter has written colours for both schemes."""
_VARIABLE = re.compile(r"var\(--ld-(\w+),[^()]*\)")
"""A colour of the palette, as the painter writes it."""
_HALO = re.compile(r'(paint-order="stroke"[^<>]* stroke-width=)"[^"]*"')
"""The rim of a text, up to its width: none without a stylesheet, as some paint it over the letters."""
_LITERALS = {colour.variable: colour.literal for colour in palette.COLOURS}
_PART_ID = re.compile(r'id="<>(-[^"]*)"')
"""The id of a part of a drawing; `<>` stands for the prefix of the drawing."""


def compose_figure(
    embed: Embed,
    figure: Figure,
    prefix: str,
    icons: Mapping[str, str],
    link: ResolveLink = str,
    source: str = "",
    script: str = "",
    place: str = "",
    graph: str = "",
    *,
    details: bool = False,
    words: Words = ENGLISH,
) -> str:
    """Return the element of a figure.

    Args:
        embed: Where the figure is embedded.
        figure: The figure.
        prefix: The figure's id, with which those of its parts begin.
        icons: The icons that no figure before it on the page contains, as PNG in base64 by their keys.
        link: Returns the address in this page of what a node's link names.
        source: The address of the script, or nothing.
        script: The text of the script, for readers to switch to; or nothing.
        place: The token by which a host knows the figure; or nothing.
        graph: The graph as JSON, with the defaults of its choices, for the wide drawing of it; or nothing.
        details: Whether choices that could not be drawn say why.
        words: What is not the author's, in the language of the page.
    """
    name = _choose_name(embed, figure)
    # A choice may change the figure's name, which then is no caption for all variants.
    names = {combination.name for combination in figure.list_combinations()}
    caption = embed.caption or (figure.name if len(names) == 1 else "")
    attributes = {
        "class": f"live-diagram {embed.classes}".strip(),
        **({ATTRIBUTE: place} if place else {}),
        "data-diagram": embed.name,
        "data-name": name,
        **({"data-source": source} if source else {}),
        # While the page arrives, what comes below the caption waits for it: nothing moves then.
        **({"data-captioned": ""} if caption else {}),
        "id": prefix,
        **languages.write_script_words(words),
        **(_describe_breakout(figure) if _is_breakout(embed) else {}),
    }
    write_inside = partial(_write_choices, details=details) if figure.combinations else _write_variant
    inside = _write_icons(icons) + write_inside(embed, figure, prefix, link, words, graph)
    if script:
        inside = script_view.write_tabs(name, prefix, words) + inside
        inside += script_view.write_script(script, name, words)
    inside += _write_labels(embed, figure) + _write_caption(caption)  # which has to be the last
    return drop_controls(f"<figure{format_attributes(attributes)}>{inside}</figure>")


def _is_breakout(embed: Embed) -> bool:
    """Return whether the figure may grow over the columns beside the text, for its wide drawing."""
    return "wide" in embed.classes.split()


def _describe_breakout(figure: Figure) -> dict[str, str]:
    """Return the attributes by which the stylesheet knows how much room the wide drawing needs, and can use.

    It has rules for these widths, like for those of a column; see `_write_stage`.
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


def compose_error(
    embed: Embed, error: FigureError, place: str = "", *, details: bool = False, words: Words = ENGLISH
) -> str:
    """Return the element that takes the place of a figure that could not be drawn.

    Args:
        embed: Where the figure is embedded.
        error: Why it could not be drawn.
        place: The token by which a host knows the figure; or nothing.
        details: Whether the element says why. It may contain paths and values that readers must not see.
        words: What is not the author's, in the language of the page.
    """
    attributes = {
        "class": "live-diagram live-diagram--error",
        **({ATTRIBUTE: place} if place else {}),
        "data-diagram": embed.name,
    }
    inside = _write_error(error, words, details=details) + _write_caption(embed.caption or embed.alt)
    return drop_controls(f"<figure{format_attributes(attributes)}>{inside}</figure>")


def _choose_name(embed: Embed, figure: Figure) -> str:
    return figure.name or embed.caption or embed.alt or embed.name


def _write_caption(caption: str) -> str:
    return f"<figcaption>{escape(caption)}</figcaption>" if caption else ""


def _write_labels(embed: Embed, figure: Figure) -> str:
    """Return the words by which a search finds the figure: those of its drawings are kept from it."""
    words = [word for f in figure.list_combinations() for word in f.search_text.split(WORD_SEPARATOR)]
    different = dict.fromkeys(filter(None, (embed.alt, embed.caption, *words)))
    return f'<div class="live-diagram__labels" hidden>{escape(WORD_SEPARATOR.join(different))}</div>'


def _write_choices(
    embed: Embed,
    figure: Figure,
    prefix: str,
    link: ResolveLink,
    words: Words,
    graph: str,
    *,
    details: bool = False,
) -> str:
    """Return the controls and the variants that they choose from."""
    name = _choose_name(embed, figure)
    output = [choice_form.write_form(figure.parameters, name, prefix, words)]
    drawn = 0
    for variant, indices in choice_form.group_combinations(figure):
        if isinstance(variant, FigureError):
            inside = _write_error(variant, words, details=details)
        else:
            chosen = parameters.format_combinations(figure.parameters, indices, words)
            named = replace(embed, alt=f"{embed.alt or name} ({chosen})")
            own = graph if variant.graph_json == figure.graph_json else ""
            start = get_variant_prefix(prefix, drawn)
            inside = _write_variant(named, variant, start, link, words, own)
            drawn += 1
        output.append(choice_form.write_variant(inside, figure, indices, f"{prefix}-choice", words))
    return "".join(output)


def _write_variant(
    embed: Embed, figure: Figure, prefix: str, link: ResolveLink, words: Words, graph: str
) -> str:
    """Return the drawings of a figure without choices, its questions, walkthrough and description."""
    name = _choose_name(embed, figure)
    return (
        _write_stage(embed, figure, prefix, link, graph)
        + guidance.write_questions(figure, prefix, words)
        + guidance.write_walkthrough(figure, prefix, words)
        + write_description(describe_figure(figure, words), name, f"{prefix}-words", words)
    )


def _write_stage(embed: Embed, figure: Figure, prefix: str, link: ResolveLink, graph: str) -> str:
    """Return the drawings, of which the stylesheet shows the one that the column has room for.

    That is the wide one where its text can be read, else the one for the page's column, and on a phone the
    narrow one. A container query cannot compare with a width that only the page knows. So those widths are
    rounded up to ones for which the stylesheet has rules. Without a stylesheet the wide drawing is shown.
    An author who lets the figure break out of the column prefers the wide drawing also where it is small.
    """
    attributes = {"class": "live-diagram__stage"}
    wide = figure.drawings["wide"]
    output = [_write_svg(wide, "wide", embed, figure, prefix, link, graph)]
    needed = _compute_smallest_width(wide) if _is_breakout(embed) else wide.readable_width
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
    # A drawing is scaled down to its column, but not below `_SMALLEST_SIZE`. One with smaller letters than
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
    return drawing.view_box[2] * _SMALLEST_SIZE / drawing.smallest_text


def _write_icons(icons: Mapping[str, str]) -> str:
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


def _write_error(error: FigureError, words: Words, *, details: bool) -> str:
    heading = f"<strong>{escape(words.say('This figure could not be drawn.'))}</strong>"
    if not details:
        return f'<div role="note"><p>{heading}</p></div>'
    location = f"<code>{escape(error.location)}</code>" if error.script else ""
    lines = "".join(
        f"<li><code>{escape(t.file)}:{t.line}</code> {escape(t.text.strip())}</li>" for t in error.trace
    )
    return (
        f'<div role="note"><p>{heading} {location}</p>'
        f"<pre>{escape(error.message)}</pre>{f'<ol>{lines}</ol>' if lines else ''}</div>"
    )


def get_variant_prefix(prefix: str, index: int) -> str:
    """Return the prefix of the ids in one of the variants that readers choose from."""
    return f"{prefix}-choice-{index + 1}" if index else prefix


def get_drawing_prefix(prefix: str, target: str) -> str:
    """Return the prefix of the ids in the drawing for one target width of a variant."""
    return prefix if target == "wide" else f"{prefix}-{target}"


def list_ids(figure: Figure, prefix: str) -> set[str]:
    """Return all ids that a figure may have with a prefix."""
    ids = {prefix}
    for index, variant in enumerate(figure.list_combinations()):
        start = get_variant_prefix(prefix, index)
        ids |= {f"{start}-words", *(f"{start}-step-{number}" for number in range(1, len(variant.steps) + 1))}
        for target, drawing in variant.drawings.items():
            drawing_prefix = get_drawing_prefix(start, target)
            ids.update(f"{drawing_prefix}-{unescape(part)}" for part in _PART_ID.findall(drawing.body))
    return ids
