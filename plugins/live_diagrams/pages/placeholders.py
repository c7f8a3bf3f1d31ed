"""Placeholders, and the figures that take their place. Pure: text in, text out.

A page is written in two steps. Where an author embeds a figure, a placeholder is written: an element that
carries the embed and, for the search, the words of the figure. Once the page is whole, figures take the
place of all placeholders, so that ids are unique in that page and each icon is embedded once in it,
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
from . import figure_markup
from .code_lines import mark_code_lines
from .figure_markup import ResolveLink
from .resolver import ReadScript, ResolveFigure

_PLACEHOLDER = re.compile(r'<figure class="live-diagram" data-live-placeholder="([\w=-]+)">([^<]*)</figure>')
_NODE_REFERENCE = re.compile(r'<a href="diagram:([^"#]*)#([^"]*)"')
"""A link in the text to a node of a figure."""
_NODE = re.compile(r'data-node="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def write_placeholder(embed: Embed, search_words: str = "") -> str:
    """Return the element that stands for a figure until its page is whole."""
    data = base64.urlsafe_b64encode(json.dumps(vars(embed)).encode()).decode()
    return _write_placeholder(data, search_words)


def _write_placeholder(data: str, search_words: str) -> str:
    return f'<figure class="live-diagram" data-live-placeholder="{data}">{escape(search_words)}</figure>'


@lru_cache  # each placeholder is read several times
def _decode_embed(data: str) -> Embed:
    fields = json.loads(base64.urlsafe_b64decode(data))
    return Embed(**{**fields, "unknown_options": tuple(fields["unknown_options"])})


def find_embeds(html: str) -> Iterator[Embed]:
    """Yield the embeds of a page's placeholders, in order."""
    for match in _PLACEHOLDER.finditer(html):
        yield _decode_embed(match[1])


def has_placeholders(html: str) -> bool:
    """Return whether a page contains placeholders."""
    return "data-live-placeholder=" in html


def has_node_references(html: str) -> bool:
    """Return whether a page contains links to nodes that do not lead to their figures yet."""
    return '<a href="diagram:' in html


def fill_search_words(html: str, resolve: ResolveFigure) -> str:
    """Return a page whose placeholders contain the words by which a search finds their figures."""

    def add_words(match: re.Match[str]) -> str:
        embed = _decode_embed(match[1])
        figure = resolve(embed)
        combinations = figure.list_combinations() if isinstance(figure, Figure) else []
        words = [word for c in combinations for word in c.search_text.split(WORD_SEPARATOR)]
        different = dict.fromkeys(filter(None, (embed.alt, embed.caption, *words)))
        return _write_placeholder(match[1], WORD_SEPARATOR.join(different))

    return _PLACEHOLDER.sub(add_words, html)


def fill_placeholders(
    html: str,
    resolve: ResolveFigure,
    before: str = "",
    link: ResolveLink = str,
    source: ResolveLink = lambda _: "",
    read_script: ReadScript = lambda _: "",
) -> str:
    """Return a whole page with figures in place of its placeholders.

    Args:
        html: The page.
        resolve: Returns the figure of an embed, or the error in its place.
        before: Written before the first figure, where no stylesheet is linked.
        link: Returns the address in this page of what a node's link names.
        source: Returns the address of the script that draws a figure, or nothing where it is not published.
        read_script: Returns the text of the script that draws an embed's figure.
    """
    page = _FilledPage(html, resolve, before, link, source, read_script)
    filled = _PLACEHOLDER.sub(page.replace_placeholder, html)
    return mark_code_lines(_resolve_node_references(filled, page.prefixes), page.nodes)


class _FilledPage:
    """One page while its placeholders are filled: what its figures share and must not repeat."""

    def __init__(
        self,
        html: str,
        resolve: ResolveFigure,
        before: str,
        link: ResolveLink,
        source: ResolveLink,
        read_script: ReadScript,
    ) -> None:
        self.prefixes: dict[str, str] = {}
        """The id of the first figure of each name."""
        self.nodes: set[str] = set()
        self._html = html
        self._resolve = resolve
        self._before = before
        self._link = link
        self._source = source
        self._read_script = read_script
        self._ids: set[str] = set()
        self._icons: set[str] = set()

    def replace_placeholder(self, match: re.Match[str]) -> str:
        """Return the figure, or the error, for a placeholder."""
        embed = _decode_embed(match[1])
        figure = self._resolve(embed)
        before, self._before = self._before, ""
        if isinstance(figure, FigureError):
            return before + figure_markup.compose_error(embed, figure)
        prefix = self._choose_prefix(embed, figure)
        self.prefixes.setdefault(embed.name, prefix)
        combinations = figure.list_combinations()
        self.nodes.update(
            unescape(id_) for c in combinations for id_ in _NODE.findall(c.drawings["wide"].body)
        )
        keys = dict.fromkeys(key for c in combinations for key in c.list_icon_keys())
        icons = {key: figure.icons[key] for key in keys if key not in self._icons}
        self._icons.update(icons)
        source = self._source(embed.name)
        script = self._read_script(embed) if embed.show_source else ""
        return before + figure_markup.compose_figure(embed, figure, prefix, icons, self._link, source, script)

    def _choose_prefix(self, embed: Embed, figure: Figure) -> str:
        """Return an id for a figure. Neither it nor the ids of the figure's parts are in the page already."""
        name = re.sub(r"\W+", "-", embed.name).strip("-").lower() or "inline"
        wanted = "-".join((embed.id or f"fig-{name}").split())  # an id contains no space
        # The page's own ids only matter if one begins like this. An odd one can be written in several ways.
        if wanted in self._html or not _WORD.fullmatch(wanted):
            self._ids.update(collect_ids(self._html))
        prefix, count = wanted, 1
        while (ids := figure_markup.list_ids(figure, prefix)) & self._ids:
            count += 1
            prefix = f"{wanted}-{count}"
        self._ids |= ids
        return prefix


def _resolve_node_references(html: str, prefixes: Mapping[str, str]) -> str:
    """Lead links to nodes to the page's figures; a link to a figure of another page loses its address."""

    def resolve_reference(match: re.Match[str]) -> str:
        name, node = match.groups()
        prefix = prefixes.get(unescape(name))
        data = f'data-figure="{name}" data-node="{node}"'
        if prefix is None:
            return f"<a {data}"
        return f'<a class="live-diagram__ref" {data} href="#{escape(prefix)}"'

    return _NODE_REFERENCE.sub(resolve_reference, html)


def collect_ids(html: str) -> set[str]:
    """Return the ids of a page's elements."""
    return {unescape(match[match.lastindex or 0]) for match in _ID.finditer(html)}
