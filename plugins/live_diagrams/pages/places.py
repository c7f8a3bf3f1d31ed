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
FIGURE = re.compile(r'<figure class="live-diagram[ "].*?</figure>', re.DOTALL)
"""A figure, or a place. No figure contains another."""
_TOKEN = re.compile(rf' {ATTRIBUTE}="([\w-]+)"')


class Places:
    """The embeds of one build by their tokens."""

    def __init__(self) -> None:
        self._secret = secrets.token_urlsafe(16)
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
        return f'{ATTRIBUTE}="{self._secret}-' in html

    def find_embeds(self, html: str) -> Iterator[Embed]:
        """Yield the embeds of a page's places, and of figures that have kept their tokens, in order."""
        for match in _TOKEN.finditer(html) if self.has_places(html) else ():
            if embed := self._embeds.get(match[1]):
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

        def write_place(match: re.Match[str]) -> str:
            token = _TOKEN.search(match[0])
            return _write_place(token[1]) if token and token[1] in self._embeds else match[0]

        return FIGURE.sub(write_place, html) if self.has_places(html) else html

    def strip_tokens(self, html: str) -> str:
        """Return a page whose figures have no tokens."""

        def strip_token(match: re.Match[str]) -> str:
            return "" if match[1] in self._embeds else match[0]

        return _TOKEN.sub(strip_token, html) if self.has_places(html) else html


def _write_place(token: str) -> str:
    return f'<figure class="live-diagram" {ATTRIBUTE}="{token}"></figure>'
