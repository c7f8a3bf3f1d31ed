"""The host of figures: what surrounds them on a page, as the program knows it that builds the page.

The extension asks a host for everything but Markdown. The MkDocs plugin is one; without a plugin it is
`standalone.StandaloneHost`.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Protocol

from markdown import Markdown

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.words import Words
from .figure.kept_figures import KeptFigures
from .places import Places

Parser = Markdown


@dataclass(frozen=True)
class PageOrigin:
    """Where a text comes from.

    Attributes:
        path: The page's file as messages name it.
        cut: Lines of the file before the text, such as front matter.
        name: The file below the docs folder; empty where it is not known.
        url: The page's address from the root of the site.
        language: The language of the page, where it is known to differ from the site's.
    """

    path: str = "page"
    cut: int = 0
    name: str = ""
    url: str = ""
    language: str = ""


def resolve_path(href: str, page: str) -> str:
    """Return the file that a path in a page leads to; both are named below the docs folder.

    A path from the root, `/guide/pod.md`, is that of a page below the docs folder. Any other path from the
    root is an address of the server, and leads to no file.
    """
    if href.startswith("/"):
        return posixpath.normpath(href[1:]) if href.endswith(".md") and not href.startswith("//") else ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), href))


class PageHost(Protocol):
    """What the extension and `document` ask for.

    Attributes:
        places: The places of the build.
        keeps_tokens: Whether figures keep the tokens of their places, for a host that exchanges figures.
        kept: Figures that were composed before; None where none are kept.
        shows_details: Whether a figure that failed says why; only where the page's author is its reader.
    """

    places: Places
    keeps_tokens: bool
    kept: KeptFigures | None
    shows_details: bool

    def find_origin(self, md: Parser, text: str) -> PageOrigin:
        """Return where a text comes from that a parser is about to convert."""
        ...

    def request_figure(self, embed: Embed) -> None:
        """Start to render a figure."""
        ...

    def find_figure(self, embed: Embed) -> Figure | FigureError:
        """Return what an embed shows; wait for it."""
        ...

    def read_script(self, embed: Embed) -> str:
        """Return the text of the script that draws an embed's figure; empty where it cannot be read."""
        ...

    def describe_graph(self, embed: Embed, figure: Figure) -> str:
        """Return the graph of an embed's figure as JSON; empty where the author does not publish graphs."""
        ...

    def publish_graph(self, embed: Embed, graph: str) -> None:
        """Take the graph of a figure that a page shows, as JSON; empty where it is not published."""
        ...

    def resolve_link(self, href: str, page: object) -> str:
        """Return the address in a page of what a node's link names."""
        ...

    def find_words(self, page: object) -> Words:
        """Return the words of a page's language."""
        ...

    def publish_script(self, name: str, page: object) -> str:
        """Return the address of the script that draws a figure; empty where it is not published."""
        ...
