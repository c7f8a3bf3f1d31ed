"""Figures in pages. Pure: text in, text out.

A page is written in two steps. Where an author embeds a figure, a *place* is left: an element that
carries the embed and, for the search, the figure's words. Once the page is whole, `settle` puts a
figure into every place, so that ids are unique in that page and each icon is embedded once in it,
whatever pieces the page was put together from.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape, unescape

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import WORD_SEPARATOR, Figure
from . import code_lines as declared
from . import figure_markup
from .figure_markup import ResolveLink
from .resolver import ResolveFigure

_PLACE = re.compile(r'<figure class="live-diagram" data-live-place="([\w=-]+)">([^<]*)</figure>')

_REFERENCE = re.compile(r'<a href="diagram:([^"#]*)#([^"]*)"')
"""A link in the text to a node of a figure."""

_NODE = re.compile(r'data-node="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_PART = re.compile(r'id="<>(-[^"]*)"')
"""The id of a part of a drawing, without what its place on a page puts before it."""


def write_placeholder(embed: Embed, search_words: str = "") -> str:
    """The element that stands for a figure until its page is whole."""
    return _place(base64.urlsafe_b64encode(json.dumps(vars(embed)).encode()).decode(), search_words)


def _place(data: str, search_words: str) -> str:
    return f'<figure class="live-diagram" data-live-place="{data}">{escape(search_words)}</figure>'


def has_placeholders(html: str) -> bool:
    """Whether a page has places that wait for their figures."""
    return "data-live-place=" in html


def has_node_references(html: str) -> bool:
    """Whether a page has links to nodes of figures that are not settled yet."""
    return '<a href="diagram:' in html


def fill_search_words(html: str, resolve: ResolveFigure) -> str:
    """Give every place the words that a search should find there."""

    def fill(match: re.Match[str]) -> str:
        embed = _embed(match[1])
        figure = resolve(embed)
        every = figure.list_combinations() if isinstance(figure, Figure) else []
        words = [word for one in every for word in one.search_text.split(WORD_SEPARATOR)]
        return _place(
            match[1], WORD_SEPARATOR.join(dict.fromkeys(filter(None, (embed.alt, embed.caption, *words))))
        )

    return _PLACE.sub(fill, html)


def fill_placeholders(
    html: str,
    resolve: ResolveFigure,
    before: str = "",
    link: ResolveLink = str,
    source: ResolveLink = lambda _: "",
) -> str:
    """Put a figure into every place of a whole page.

    Args:
        html: The page.
        resolve: Gives the figure of an embed, or what is wrong with it.
        before: What to put in front of the first figure, where no stylesheet is linked.
        link: Gives the address of what a node's link names, as this page has to say it.
        source: Gives the address of the script of a figure's name, or nothing where it is not shown.
    """
    taken: set[str] = set()
    marks: dict[str, str] = {}
    nodes: set[str] = set()
    drawn: set[str] = set()
    head = [before]

    def put(match: re.Match[str]) -> str:
        embed = _embed(match[1])
        figure = resolve(embed)
        first = head.pop() if head else ""
        if isinstance(figure, FigureError):
            return first + figure_markup.compose_error(embed, figure)
        wish = "-".join((embed.id or f"fig-{_slug(embed.name)}").split())  # an id holds no space
        # Else no id of the page begins like one of the figure; an odd one can be written in many ways.
        if wish in html or not _WORD.fullmatch(wish):
            taken.update(collect_ids(html))
        prefix = _free(wish, figure, taken)
        marks.setdefault(embed.name, prefix)
        every = figure.list_combinations()
        nodes.update(unescape(node) for one in every for node in _NODE.findall(one.drawings["wide"].body))
        keys = dict.fromkeys(key for one in every for key in one.list_icon_keys())
        fresh = {key: figure.icons[key] for key in keys if key not in drawn}
        drawn.update(fresh)
        return first + figure_markup.compose_figure(embed, figure, prefix, fresh, link, source(embed.name))

    return declared.mark_code_lines(_refer(_PLACE.sub(put, html), marks), nodes)


def _refer(html: str, marks: Mapping[str, str]) -> str:
    """Lead links to nodes to the figures of the page; those to other pages' figures become words."""

    def lead(match: re.Match[str]) -> str:
        name, node = match.groups()
        mark = marks.get(unescape(name))
        about = f'data-figure="{name}" data-node="{node}"'
        return (
            f"<a {about}" if mark is None else f'<a class="live-diagram__ref" {about} href="#{escape(mark)}"'
        )

    return _REFERENCE.sub(lead, html)


def collect_ids(html: str) -> set[str]:
    """The ids of a page's elements."""
    return {unescape(match[match.lastindex or 0]) for match in _ID.finditer(html)}


def _free(wish: str, figure: Figure, taken: set[str]) -> str:
    """An id whose like, and those made of it, a page does not have yet; from now on it has them."""
    prefix, count = wish, 1
    while True:
        own = {prefix}
        for place, one in enumerate(figure.list_combinations()):
            mark = figure_markup.get_variant_prefix(prefix, place)
            own |= {f"{mark}-words", *(f"{mark}-step-{n}" for n in range(1, len(one.steps) + 1))}
            for variant, drawing in one.drawings.items():
                own.update(
                    f"{figure_markup.get_drawing_prefix(mark, variant)}-{unescape(part)}"
                    for part in _PART.findall(drawing.body)
                )
        if not own & taken:
            taken |= own
            return prefix
        count += 1
        prefix = f"{wish}-{count}"


def find_embeds(html: str) -> Iterator[Embed]:
    """The embeds of a page's places, in order."""
    for match in _PLACE.finditer(html):
        yield _embed(match[1])


@lru_cache  # a place is read several times on its way
def _embed(place: str) -> Embed:
    data = json.loads(base64.urlsafe_b64decode(place))
    return Embed(**{**data, "unknown_options": tuple(data["unknown_options"])})


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-").lower() or "inline"
