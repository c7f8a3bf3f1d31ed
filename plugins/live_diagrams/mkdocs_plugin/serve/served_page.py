"""A page of a site that is being served, and which parts of it differ after its figures changed. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from ...model.embed import Embed
from ...pages.places import split_figures

TEXT = -1
"""The number of the part that is no figure: the text around them, whose links and lines name nodes."""
PAGE = -2
"""The number that says that a page differs anywhere: its text was changed, or the site was built again."""
FAULT = -3
"""The number that says that a page cannot be built, or can be again."""


@dataclass(frozen=True)
class ServedPage:
    """A page with figures.

    `template` is its HTML, compressed, with places where figures go. `digests` are those of its
    figures in their order, and then of the text around them, as the page was rendered last.
    """

    page: Page
    config: MkDocsConfig
    template: bytes
    embeds: tuple[Embed, ...]
    digests: tuple[int, ...]

    @classmethod
    def from_html(
        cls, page: Page, config: MkDocsConfig, template: str, embeds: tuple[Embed, ...], rendered: str
    ) -> ServedPage:
        """Return the record of a page, from its HTML without and with its figures."""
        packed = zlib.compress(template.encode(), 1)
        return cls(page, config, packed, embeds, digest_parts(rendered))

    @property
    def html(self) -> str:
        """The page with places where figures go."""
        return zlib.decompress(self.template).decode()

    @cached_property
    def url(self) -> str:
        """The path of the page as a browser names it, without the file name of an index."""
        return compute_path(self.config, self.page)


def compute_path(config: MkDocsConfig, page: Page) -> str:
    """Return the path of a page as a browser names it, without the file name of an index."""
    mount = urlsplit(config.site_url or "").path.strip("/")
    return f"/{mount}/{normalize_url(page.url)}" if mount else f"/{normalize_url(page.url)}"


def digest_parts(rendered: str) -> tuple[int, ...]:
    """Return digests of a page's figures, and of the text around them."""
    parts = split_figures(rendered)
    return tuple(map(hash, (*parts[1::2], "".join(parts[::2]))))


def list_changes(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """Return the numbers of the parts whose digests differ: figures from 0, `TEXT` for the last part."""
    numbers = (*range(len(after) - 1), TEXT)
    return [number for number in numbers if before[number] != after[number]]


def normalize_url(url: str) -> str:
    """Return an address without what differs between two ways to ask for the same page."""
    return unquote(url).removeprefix("./").removesuffix("index.html")
