"""Figures as HTML. Pure: text in, text out.

A page is written in two steps. Where an author embeds a figure, a *place* is left: an element that
carries the embed and, for the search, the figure's words. Once the page is whole, `settle` puts a
figure into every place, so that ids are unique in that page and each icon is embedded once in it,
whatever pieces the page was put together from.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from . import declared
from .errors import FigureError
from .figure import Description, Drawing, Figure
from .tags import attributes, number

FONT = "Helvetica Neue,Helvetica,Arial,Liberation Sans,sans-serif"
"""The family whose metrics labels are measured by (see `text`)."""

_PLACE = re.compile(r'<figure class="live-diagram" data-live-place="([\w=-]+)">([^<]*)</figure>')

_REFERENCE = re.compile(r'<a href="diagram:([^"#]*)#([^"]*)"')
"""A link in the text to a node of a figure."""

_NODE = re.compile(r'data-node="([^"]*)"')
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_PART = re.compile(r'id="<>(-[^"]*)"')
"""The id of a part of a drawing, without what its place on a page puts before it."""


@dataclass(frozen=True)
class Embed:
    """What an author wrote in a page to embed a figure.

    `name` is the figure's; `code` is set instead of a script of that name where the script stands in
    the page, and `page` and `line` then say where it begins. `id` and `classes` go to the figure;
    `unknown` are the options that mean nothing here.
    """

    name: str
    alt: str = ""
    caption: str = ""
    direction: str = ""
    narrow: str = ""
    id: str = ""
    classes: str = ""
    unknown: tuple[str, ...] = ()
    code: str = ""
    page: str = ""
    line: int = 0


Resolve = Callable[[Embed], "Figure | FigureError"]
Link = Callable[[str], str]
"""Gives the address that a page has to use for one that a node names."""

_STEP = 40
"""CSS pixels between the widths of a column for which the stylesheet has a rule; see `_stage`."""
_WIDEST = 1200
"""CSS pixels of the widest column for which it has one."""
_HREF = re.compile(r'<a xlink:href="([^"]*)"')


def place(embed: Embed, search_words: str = "") -> str:
    """The element that stands for a figure until its page is whole."""
    return _place(base64.urlsafe_b64encode(json.dumps(vars(embed)).encode()).decode(), search_words)


def _place(data: str, search_words: str) -> str:
    return f'<figure class="live-diagram" data-live-place="{data}">{escape(search_words)}</figure>'


def has_places(html: str) -> bool:
    """Whether a page has places that wait for their figures."""
    return "data-live-place=" in html


def has_references(html: str) -> bool:
    """Whether a page has links to nodes of figures that are not settled yet."""
    return '<a href="diagram:' in html


def fill_words(html: str, resolve: Resolve) -> str:
    """Give every place the words that a search should find there."""

    def fill(match: re.Match[str]) -> str:
        embed = _embed(match)
        figure = resolve(embed)
        found = figure.words if isinstance(figure, Figure) else ""
        return _place(match[1], " · ".join(filter(None, (embed.alt, embed.caption, found))))

    return _PLACE.sub(fill, html)


def settle(
    html: str, resolve: Resolve, style: str = "", link: Link = str, source: Link = lambda _: ""
) -> str:
    """Put a figure into every place of a whole page.

    Args:
        html: The page.
        resolve: Gives the figure of an embed, or what is wrong with it.
        style: CSS to put in front of the first figure, where no stylesheet is linked.
        link: Gives the address of what a node's link names, as this page has to say it.
        source: Gives the address of the script of a figure's name, or nothing where it is not shown.
    """
    taken = ids(html)
    marks: dict[str, str] = {}
    nodes: set[str] = set()
    drawn: set[str] = set()
    head = [f"<style>{style}</style>" if style else ""]

    def put(match: re.Match[str]) -> str:
        embed = _embed(match)
        figure = resolve(embed)
        first = head.pop() if head else ""
        if isinstance(figure, FigureError):
            return first + error_card(embed, figure)
        prefix = _free(embed.id or f"fig-{_slug(embed.name)}", figure, taken)
        marks.setdefault(embed.name, prefix)
        nodes.update(unescape(node) for node in _NODE.findall(figure.drawings["wide"].body))
        fresh = {key: figure.icons[key] for key in figure.icon_keys() if key not in drawn}
        drawn.update(fresh)
        return first + compose(embed, figure, prefix, fresh, link, source(embed.name))

    return declared.mark(_refer(_PLACE.sub(put, html), marks), nodes)


def _refer(html: str, marks: Mapping[str, str]) -> str:
    """Lead links to nodes to the figures of the page; those to other pages' figures become words."""

    def lead(match: re.Match[str]) -> str:
        name, node = match.groups()
        mark = marks.get(unescape(name))
        if mark is None:
            return "<a"
        return f'<a class="live-diagram__ref" data-figure="{name}" data-node="{node}" href="#{escape(mark)}"'

    return _REFERENCE.sub(lead, html)


def ids(html: str) -> set[str]:
    """The ids of a page's elements."""
    return {unescape(match[match.lastindex or 0]) for match in _ID.finditer(html)}


def _free(wish: str, figure: Figure, taken: set[str]) -> str:
    """An id whose like, and those made of it, a page does not have yet; from now on it has them."""
    prefix = wish = "-".join(wish.split())  # an id holds no space
    count = 1
    while True:
        own = {prefix, f"{prefix}-words", *(f"{prefix}-step-{n}" for n in range(1, len(figure.steps) + 1))}
        for variant, drawing in figure.drawings.items():
            mark = _mark(prefix, variant)
            own.update(f"{mark}-{unescape(part)}" for part in _PART.findall(drawing.body))
        if not own & taken:
            taken |= own
            return prefix
        count += 1
        prefix = f"{wish}-{count}"


def _mark(prefix: str, variant: str) -> str:
    """What the ids of one drawing of a figure begin with."""
    return prefix if variant == "wide" else f"{prefix}-{variant}"


def compose(
    embed: Embed, figure: Figure, prefix: str, icons: Mapping[str, str], link: Link = str, source: str = ""
) -> str:
    """One figure. `icons` are those that no figure before it on the page has brought."""
    caption = embed.caption or figure.name
    name = figure.name or embed.caption or embed.alt or embed.name
    inside = "".join(
        (
            _sprite(icons),
            _stage(embed, figure, prefix, link),
            _walkthrough(figure.steps, prefix),
            _words(figure.description, name, f"{prefix}-words"),
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
    return f"<figure{attributes(head)}>{inside}</figure>"


def _stage(embed: Embed, figure: Figure, prefix: str, link: Link) -> str:
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
    needs = min(_WIDEST, -(-int(figure.drawings["wide"].least_width) // _STEP) * _STEP)
    return (
        f'<div class="live-diagram__stage" data-needs="{needs}">{drawings["wide"]}'
        f'<div class="live-diagram__narrow" hidden>{narrow}</div></div>'
    )


def _svg(drawing: Drawing, variant: str, embed: Embed, figure: Figure, prefix: str, link: Link) -> str:
    left, top, width, height = drawing.box
    mark = _mark(prefix, variant)
    # Where nodes can be reached by keys the drawing is a group of them, else one image.
    is_group = 'tabindex="0"' in drawing.body or "<a " in drawing.body
    head = attributes(
        {
            "class": f"live-diagram__drawing live-diagram__drawing--{variant}",
            "viewBox": " ".join(number(v) for v in (left, top, width, height)),
            "width": number(width),
            "height": number(height),
            # Narrower than that, its smallest text could not be read: the figure scrolls.
            "style": f"min-width:{number(drawing.least_width)}px",
            "font-family": FONT,
            "font-size": "13",
            "role": "group" if is_group else "img",
            "aria-label": embed.alt or figure.name or embed.name,
            "aria-details": f"{prefix}-words",
        }
    )
    body = drawing.body.replace("<>", f"{escape(mark)}-")
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
    ways = "".join(f"<li>{escape(way)}</li>" for way in description.ways)
    return (
        '<div class="live-diagram__more" data-search-exclude>'
        f'<details class="live-diagram__words" id="{escape(mark)}">'
        f"<summary>{escape(name)}, in words</summary>"
        f"{_nested(description.parts)}{f'<ol>{ways}</ol>' if ways else ''}</details></div>"
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
    symbols = "".join(_symbol(key, data) for key, data in icons.items())
    return (
        '<svg class="live-diagram__icons" width="0" height="0" style="position:absolute" '
        f'aria-hidden="true" data-search-exclude>{symbols}</svg>'
    )


def _symbol(key: str, data: str) -> str:
    width, height = _size(base64.b64decode(data[:32]))
    return (
        f'<symbol id="ld-icon-{key}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></symbol>'
    )


def _size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def error_card(embed: Embed, error: FigureError) -> str:
    """What stands in a figure's place when it could not be made."""
    where = f"<code>{escape(error.place)}</code>" if error.script else ""
    lines = "".join(
        f"<li><code>{escape(t.file)}:{t.line}</code> {escape(t.text.strip())}</li>" for t in error.trace
    )
    caption = embed.caption or embed.alt
    return (
        f'<figure class="live-diagram live-diagram--error" data-diagram="{escape(embed.name)}">'
        f'<div role="note"><p><strong>This figure could not be drawn.</strong> {where}</p>'
        f"<pre>{escape(error.message)}</pre>{f'<ol>{lines}</ol>' if lines else ''}</div>"
        f"{f'<figcaption>{escape(caption)}</figcaption>' if caption else ''}</figure>"
    )


def embeds(html: str) -> Iterator[Embed]:
    """The embeds of a page's places, in order."""
    for match in _PLACE.finditer(html):
        yield _embed(match)


def _embed(match: re.Match[str]) -> Embed:
    data = json.loads(base64.urlsafe_b64decode(match[1]))
    return Embed(**{**data, "unknown": tuple(data["unknown"])})


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-").lower() or "inline"
