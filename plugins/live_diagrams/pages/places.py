"""Places: where a page embeds figures, between the parser of Markdown and the figures themselves.

A place is an element with a random token of the running build; which embed it represents is known in this
process alone. So no text of a page, whoever wrote it, can ask for a figure or a script by itself.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator

from ..model.embed import Embed

ATTRIBUTE = "data-live-place"
_PLACE = re.compile(rf'<figure class="live-diagram" {ATTRIBUTE}="([\w-]+)"></figure>')
_START, _END = '<figure class="live-diagram', "</figure>"
_TOKEN = re.compile(rf' {ATTRIBUTE}="([\w-]+)"')


def split_figures(html: str) -> list[str]:
    """Return the parts of a page: text and figures in turn, beginning and ending with text.

    A place counts as a figure. No figure contains another. Large pages are read several times, so this looks
    for the two ends of a figure: one expression for all of it takes fifty times as long.
    """
    parts: list[str] = []
    done = position = 0
    while (start := html.find(_START, position)) >= 0:
        position = start + len(_START)
        if html[position : position + 1] not in (" ", '"'):
            continue
        if (end := html.find(_END, position)) < 0:
            break
        position = end + len(_END)
        parts += html[done:start], html[start:position]
        done = position
    return [*parts, html[done:]]


def list_figures(html: str) -> list[str]:
    """Return the figures of a page, and its places, in order."""
    return split_figures(html)[1::2]


def replace_figures(html: str, write: Callable[[str], str]) -> str:
    """Return a page with something else in the place of each figure."""
    parts = split_figures(html)
    parts[1::2] = map(write, parts[1::2])
    return "".join(parts)


class Places:
    """The embeds of one build by their tokens."""

    def __init__(self) -> None:
        self._secret = secrets.token_urlsafe(16)
        self._mark = f' {ATTRIBUTE}="{self._secret}-'
        """The start of the attribute of each place, up to its number."""
        self._embeds: dict[str, Embed] = {}
        self._tokens: dict[Embed, str] = {}

    def add_embed(self, embed: Embed) -> str:
        """Return the token of an embed."""
        if embed not in self._tokens:
            token = f"{self._secret}-{len(self._tokens)}"
            self._embeds[token], self._tokens[embed] = embed, token
        return self._tokens[embed]

    def write_place(self, embed: Embed) -> str:
        """Return the element that marks the place of a figure."""
        return _write_place(self.add_embed(embed))

    def has_places(self, html: str) -> bool:
        """Return whether a page contains places of this build, or figures that have kept their tokens."""
        return self._mark in html

    def find_embeds(self, html: str) -> Iterator[Embed]:
        """Yield the embeds of a page's places, and of figures that have kept their tokens, in order."""
        for part in html.split(self._mark)[1:]:
            number = part.partition('"')[0]
            if embed := self._embeds.get(f"{self._secret}-{number}"):
                yield embed

    def find_survivors(self, html: str) -> Iterator[Embed]:
        """Yield the embeds of a finished page whose figures have not taken their places."""
        for match in _PLACE.finditer(html) if self.has_places(html) else ():
            if embed := self._embeds.get(match[1]):
                yield embed

    def fill(self, html: str, write_figure: Callable[[Embed], str]) -> str:
        """Return a page with what `write_figure` returns in each place; an unknown one stays as it is."""

        def replace_place(match: re.Match[str]) -> str:
            embed = self._embeds.get(match[1])
            return write_figure(embed) if embed else match[0]

        return _PLACE.sub(replace_place, html)

    def restore(self, html: str) -> str:
        """Return a page with places in the place of the figures that have kept their tokens."""

        def write_place(figure: str) -> str:
            token = _TOKEN.search(figure)
            return _write_place(token[1]) if token and token[1] in self._embeds else figure

        return replace_figures(html, write_place) if self.has_places(html) else html

    def strip_tokens(self, html: str) -> str:
        """Return a page whose figures have no tokens."""
        first, *others = html.split(self._mark)
        return first + "".join(map(self._strip_token, others))

    def _strip_token(self, part: str) -> str:
        number, quote, rest = part.partition('"')
        return rest if quote and f"{self._secret}-{number}" in self._embeds else self._mark + part


def _write_place(token: str) -> str:
    return f'<figure class="live-diagram" {ATTRIBUTE}="{token}"></figure>'
