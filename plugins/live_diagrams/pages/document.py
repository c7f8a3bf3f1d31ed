"""Whole documents with figures: what their figures share, and must not repeat. Pure: text in, text out.

A figure is written where a page's text is converted. Programs join texts, or cut them, so what is true of
a text, unique ids and each icon once, is made true of the document that readers load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from .code_lines import mark_code_lines
from .figure import markup
from .figure.kept_figures import KeptFigure
from .host import PageHost
from .places import list_figures, replace_figures
from .portable import restore_links, separate_icons

_NODE_REFERENCE = re.compile(
    r'<a (?:href="diagram:([^"#]*)#([^"]*)"'
    r'|(?:class="live-diagram__ref" )?data-figure="([^"]*)" data-node="([^"]*)"(?: href="#[^"]*")?)'
)
"""A link in the text to a node of a figure, as Markdown writes it or as it was resolved before."""
_NODE = re.compile(r'<g class="node"[^>]* data-node="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_OWN_ID = ' id="'
"""How an id begins in what we write."""
_START = re.compile(r'<figure class="live-diagram[^>]*? data-diagram="([^"]*)"(?:[^>]*? id="([^"]*)")?')
_SYMBOL, _SYMBOL_END = '<symbol id="', "</symbol>"
_LABELS = re.compile(r'<div class="live-diagram__labels"[^>]*>([^<]*)</div>')


def has_figures(html: str) -> bool:
    """Return whether a document contains figures, or links to nodes of figures."""
    return '<figure class="live-diagram' in html or "diagram:" in html or " data-figure=" in html


def fill_places(html: str, host: PageHost, page: object = None, *, before: str = "") -> str:
    """Return a text with figures in its places, and with links to their nodes.

    Args:
        html: The text, with all of its elements: ids in it are not used again.
        host: Knows the places, and everything else around figures.
        page: The page that the text belongs to, as the host knows it.
        before: Written before the first figure, where no stylesheet is linked.
    """
    embeds = list(host.places.find_embeds(html))
    for embed in embeds:
        host.request_figure(embed)  # all of them, before any is waited for
    filled = host.places.fill(html, _FigureWriter(html, host, page, before).write_figure)
    return resolve_node_references(filled)


class _FigureWriter:
    """Writes the figures of one text: what they share, and must not repeat."""

    def __init__(self, html: str, host: PageHost, page: object, before: str) -> None:
        self._html = html
        self._words = host.find_words(page)
        self._host = host
        self._page = page
        self._before = "" if before and before in html else before
        self._ids: set[str] = set()
        self._prefixes: list[str] = []
        self._unlisted: list[tuple[Figure, str]] = []
        """Figures whose ids are not in `_ids`, since those of no figure after them could be the same."""
        self._icons = set(re.findall(r'<symbol id="ld-icon-(\w+)"', html))

    def write_figure(self, embed: Embed) -> str:
        """Return the figure of an embed, or the error in its place."""
        figure = self._host.find_figure(embed)
        before, self._before = self._before, ""
        place = self._host.places.add_embed(embed) if self._host.keeps_tokens else ""
        details = self._host.shows_details
        if isinstance(figure, FigureError):
            return before + markup.compose_error(embed, figure, place, details=details, words=self._words)
        prefix = self._choose_prefix(embed, figure)
        # Each combination knows its own icons, but not those of combinations that were rendered later.
        shown = [(key, f.icons) for f in figure.list_combinations() for key in f.list_icon_keys()]
        icons = {key: known[key] for key, known in shown if key not in self._icons}
        self._icons.update(icons)
        source, kept = self._host.publish_script(embed.name, self._page), self._host.kept
        key = kept.compute_key(embed, figure, prefix, source, self._words, details=details) if kept else ""
        found = kept.find(key) if kept and key else None
        try:
            if found is None:
                graph = self._host.describe_graph(embed, figure)
                if not key:
                    self._host.publish_graph(embed, graph)
                    return before + self._compose(embed, figure, prefix, source, graph, icons, place)
                found = KeptFigure(self._compose(embed, figure, prefix, source, graph), graph)
                if kept:
                    kept.keep(key, found)
        except FigureError as error:  # it is damaged in the cache, and its script fails now
            return before + markup.compose_error(embed, error, place, details=details, words=self._words)
        self._host.publish_graph(embed, found.graph)
        return before + markup.complete_figure(found.html, icons, place)

    def _compose(
        self,
        embed: Embed,
        figure: Figure,
        prefix: str,
        source: str,
        graph: str,
        icons: Mapping[str, str] | None = None,
        place: str = "",
    ) -> str:
        return markup.compose_figure(
            embed,
            figure,
            prefix,
            icons or {},
            lambda href: self._host.resolve_link(href, self._page),
            source,
            self._host.read_script(embed) if embed.show_source else "",
            place,
            graph,
            details=self._host.shows_details,
            words=self._words,
        )

    def _choose_prefix(self, embed: Embed, figure: Figure) -> str:
        """Return an id for a figure. Neither it nor the ids of the figure's parts are in the text already."""
        name = re.sub(r"\W+", "-", embed.name).strip("-").lower() or "inline"
        wanted = "-".join((embed.id or f"fig-{name}").split())  # an id contains no space
        # The text's own ids only matter if one begins like this. An odd one can be written in several ways.
        if wanted in self._html or not _WORD.fullmatch(wanted):
            self._ids.update(collect_ids(self._html))
        elif not any(_may_share_ids(wanted, prefix) for prefix in self._prefixes):
            self._prefixes.append(wanted)
            self._unlisted.append((figure, wanted))
            return wanted
        for other, own in self._unlisted:
            self._ids |= markup.list_ids(other, own)
        self._unlisted.clear()
        prefix, count = wanted, 1
        while (ids := markup.list_ids(figure, prefix)) & self._ids:
            count += 1
            prefix = f"{wanted}-{count}"
        self._ids |= ids
        self._prefixes.append(prefix)
        return prefix


def _may_share_ids(prefix: str, other: str) -> bool:
    """Return whether ids of figures with these prefixes can be the same: each begins with its prefix."""
    return f"{prefix}-".startswith(f"{other}-") or f"{other}-".startswith(f"{prefix}-")


def resolve_node_references(html: str) -> str:
    """Lead links to nodes to the figures of a text; a link to a figure of another page loses its address."""
    if "diagram:" not in html and " data-figure=" not in html:
        return html
    prefixes: dict[str, str] = {}
    for name, prefix in _START.findall(html):
        if prefix:
            prefixes.setdefault(unescape(name), prefix)

    def resolve_reference(match: re.Match[str]) -> str:
        name, node = (match[1], match[2]) if match[1] is not None else (match[3], match[4])
        data = f'data-figure="{name}" data-node="{node}"'
        prefix = prefixes.get(unescape(name))
        return f'<a class="live-diagram__ref" {data} href="#{prefix}"' if prefix else f"<a {data}"

    return _NODE_REFERENCE.sub(resolve_reference, html)


def finish_document(html: str, icons: str = "page") -> str:
    """Return a document with unique ids, each icon once, and links and code that lead to nodes.

    With `icons` of each `drawing`, every drawing contains its own.
    """
    html = restore_links(html)
    if html.count("</figure>") > 1:
        html = _unify_figures(html)
    if icons == "drawing":
        html = separate_icons(html)
    html = resolve_node_references(html)
    if "<pre" not in html:
        return html
    nodes = {unescape(node) for figure in list_figures(html) for node in _NODE.findall(figure)}
    return mark_code_lines(html, nodes)


def _unify_figures(html: str) -> str:
    seen: set[str] = set()

    def write_symbol(symbol: str) -> str:
        name = symbol.partition('"')[0]
        _, end, rest = symbol.partition(_SYMBOL_END)
        if name in seen and end:
            return rest
        seen.add(name)
        return _SYMBOL + symbol

    def write_figure(figure: str) -> str:
        before, *symbols = figure.split(_SYMBOL)
        figure = before + "".join(map(write_symbol, symbols))
        start = _START.match(figure)
        prefix = start[2] if start else None
        if not prefix:
            return figure
        new, count = prefix, 1
        while new in seen or (count > 1 and f'id="{new}"' in html):
            count += 1
            new = f"{prefix}-{count}"
        seen.add(new)
        return figure if new == prefix else rename_ids(figure, prefix, new)

    return replace_figures(html, write_figure)


def rename_ids(figure: str, prefix: str, new: str) -> str:
    """Return a figure whose ids, and references to them, begin with another prefix."""
    names = rf'(\s(?:id|name|aria-details|(?:xlink:)?href)="#?){re.escape(prefix)}(?=["-])'
    return re.sub(names, lambda match: match[1] + new, figure)


def read_labels(figure: str) -> str:
    """Return the words by which a search finds a figure, as HTML."""
    labels = _LABELS.search(figure, max(0, figure.rfind('<div class="live-diagram__labels"')))
    return labels[1] if labels else ""


def collect_ids(html: str) -> set[str]:
    """Return the ids of a page's elements."""
    return {unescape(match[match.lastindex or 0]) for match in _ID.finditer(html)}


def collect_figure_ids(html: str) -> set[str]:
    """Return the ids in the figures of a text: of figures, steps, nodes, edges and clusters."""
    parts = (part for figure in list_figures(html) for part in figure.split(_OWN_ID)[1:])
    return {unescape(part.partition('"')[0]) for part in parts}
