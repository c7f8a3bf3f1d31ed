"""One figure as HTML: its drawings, controls, steps and words, or what went wrong with it. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape, unescape

from ..model import parameters
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Description, Drawing, Figure
from ..svg.markup import format_attributes, format_number
from . import choice_form as controls

FONT = "Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif"
"""The family whose metrics labels are measured by (see `text`)."""

ResolveLink = Callable[[str], str]
"""Gives the address that a page has to use for one that a node names."""

_STEP = 40
"""CSS pixels between the widths of a column for which the stylesheet has a rule; see `_stage`."""
_WIDEST = 1200
"""CSS pixels of the widest column for which it has one."""
_HREF = re.compile(r'<a xlink:href="([^"]*)"')


def compose_figure(
    embed: Embed,
    figure: Figure,
    prefix: str,
    icons: Mapping[str, str],
    link: ResolveLink = str,
    source: str = "",
) -> str:
    """One figure. `icons` are those that no figure before it on the page has brought."""
    # What is chosen may give the figure another name, which then is no caption for all of them.
    caption = embed.caption or (
        figure.name if len({one.name for one in figure.list_combinations()}) == 1 else ""
    )
    name = figure.name or embed.caption or embed.alt or embed.name
    inside = "".join(
        (
            _sprite(icons),
            _choices(embed, figure, prefix, link, name)
            if figure.combinations
            else _shown(embed, figure, prefix, link),
            f"<figcaption>{escape(caption)}</figcaption>" if caption else "",
        )
    )
    head = {
        "class": f"live-diagram {embed.classes}".strip(),
        "data-diagram": embed.name,
        "data-name": name,
        **({"data-source": source} if source else {}),
        "id": prefix,
    }
    return f"<figure{format_attributes(head)}>{inside}</figure>"


def _choices(embed: Embed, figure: Figure, prefix: str, link: ResolveLink, name: str) -> str:
    """The controls, and what they choose from."""
    out = [controls.write_form(figure.parameters, name)]
    places = iter(range(len(figure.combinations)))
    for made, combinations in controls.group_combinations(figure):
        if isinstance(made, FigureError):
            inside = _fault(made)
        else:
            alt = f"{embed.alt or name} ({parameters.format_combinations(figure.parameters, combinations)})"
            inside = _shown(replace(embed, alt=alt), made, get_variant_prefix(prefix, next(places)), link)
        out.append(controls.write_variant(inside, figure, combinations, f"{prefix}-choice"))
    return "".join(out)


def _shown(embed: Embed, figure: Figure, prefix: str, link: ResolveLink) -> str:
    """The drawings of a figure, its steps, and its words."""
    name = figure.name or embed.caption or embed.alt or embed.name
    walkthrough = _walkthrough(figure.steps, prefix)
    return (
        _stage(embed, figure, prefix, link)
        + walkthrough
        + _words(figure.description, name, f"{prefix}-words")
    )


def _stage(embed: Embed, figure: Figure, prefix: str, link: ResolveLink) -> str:
    """The drawings, of which the stylesheet shows the one that fits the column.

    A container query cannot compare with a width that only the page knows; so that width is given in
    steps, each of which has a rule in the stylesheet. Where no stylesheet is, the wide one is seen.
    """
    drawings = {
        variant: _svg(drawing, variant, embed, figure, prefix, link)
        for variant, drawing in figure.drawings.items()
    }
    narrow = drawings.get("narrow")
    if narrow is None:
        return f'<div class="live-diagram__stage">{drawings["wide"]}</div>'
    needs = min(_WIDEST, -(-int(figure.drawings["wide"].readable_width) // _STEP) * _STEP)
    return (
        f'<div class="live-diagram__stage" data-needs="{needs}">{drawings["wide"]}'
        f'<div class="live-diagram__narrow" hidden>{narrow}</div></div>'
    )


def _svg(drawing: Drawing, variant: str, embed: Embed, figure: Figure, prefix: str, link: ResolveLink) -> str:
    left, top, width, height = drawing.view_box
    start = get_drawing_prefix(prefix, variant)
    # Where nodes can be reached by keys the drawing is a group of them, else one image.
    is_group = 'tabindex="0"' in drawing.body or "<a " in drawing.body
    head = format_attributes(
        {
            "class": f"live-diagram__drawing live-diagram__drawing--{variant}",
            "viewBox": " ".join(format_number(v) for v in (left, top, width, height)),
            "width": format_number(width),
            "height": format_number(height),
            # Narrower than that, its smallest text could not be read: the figure scrolls.
            "style": f"min-width:{format_number(drawing.readable_width)}px",
            "font-family": FONT,
            "font-size": "13",
            "role": "group" if is_group else "img",
            "aria-label": embed.alt or figure.name or embed.name,
            "aria-details": f"{prefix}-words",
        }
    )
    body = drawing.body.replace("<>", f"{escape(start)}-")
    body = _HREF.sub(lambda match: f'<a xlink:href="{escape(link(unescape(match[1])))}"', body)
    return f"<svg{head} data-search-exclude>{body}</svg>"


def _walkthrough(steps: tuple[tuple[str, str], ...], prefix: str) -> str:
    """The steps, all of them; the script makes one after another of the list."""
    items = "".join(
        f'<li id="{escape(prefix)}-step-{number}"><p>{escape(text)}</p>{note}</li>'
        for number, (text, note) in enumerate(steps, 1)
    )
    return f'<div class="live-diagram__walk" data-search-exclude><ol>{items}</ol></div>' if items else ""


def _words(description: Description, name: str, mark: str) -> str:
    """The long description, on demand: what is inside what, and what leads to what."""
    ways = "".join(f"<li>{escape(way)}</li>" for way in description.connections)
    return (
        '<div class="live-diagram__more" data-search-exclude>'
        f'<details class="live-diagram__words" id="{escape(mark)}">'
        f"<summary>{escape(name)}, in words</summary>"
        f"{_nested(description.outline)}{f'<ol>{ways}</ol>' if ways else ''}</details></div>"
    )


def _nested(parts: tuple[tuple[int, str], ...]) -> str:
    """Lists in lists, from items that each say how deep they stand."""
    out: list[str] = []
    depth = -1
    for level, said in parts:
        out += ["<ul>"] * (level - depth) if level > depth else ["</li></ul>"] * (depth - level) + ["</li>"]
        out.append(f"<li>{escape(said)}")
        depth = level
    return "".join(out) + "</li></ul>" * (depth + 1)


def _sprite(icons: Mapping[str, str]) -> str:
    """The icons as symbols that drawings refer to."""
    if not icons:
        return ""
    symbols = "".join(write_symbol(key, data) for key, data in icons.items())
    return (
        '<svg class="live-diagram__icons" width="0" height="0" style="position:absolute" '
        f'aria-hidden="true" data-search-exclude>{symbols}</svg>'
    )


def write_symbol(key: str, data: str) -> str:
    """An icon that drawings refer to by its key; `data` is its PNG as base64."""
    width, height = _size(base64.b64decode(data[:32]))
    return (
        f'<symbol id="ld-icon-{key}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></symbol>'
    )


def _size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def compose_error(embed: Embed, error: FigureError) -> str:
    """What stands in a figure's place when it could not be made."""
    caption = embed.caption or embed.alt
    head = format_attributes({"class": "live-diagram live-diagram--error", "data-diagram": embed.name})
    return (
        f"<figure{head}>{_fault(error)}"
        f"{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>"
    )


def _fault(error: FigureError) -> str:
    """What is wrong, and where."""
    where = f"<code>{escape(error.location)}</code>" if error.script else ""
    lines = "".join(
        f"<li><code>{escape(t.file)}:{t.line}</code> {escape(t.text.strip())}</li>" for t in error.trace
    )
    return (
        f'<div role="note"><p><strong>This figure could not be drawn.</strong> {where}</p>'
        f"<pre>{escape(error.message)}</pre>{f'<ol>{lines}</ol>' if lines else ''}</div>"
    )


def get_variant_prefix(prefix: str, place: int) -> str:
    """What the ids of one of the figures begin with that readers choose from."""
    return f"{prefix}-choice-{place + 1}" if place else prefix


def get_drawing_prefix(prefix: str, variant: str) -> str:
    """What the ids of one drawing of a figure begin with."""
    return prefix if variant == "wide" else f"{prefix}-{variant}"
