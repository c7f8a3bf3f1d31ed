"""The subject of checks: a site with its pages and figures, and where in it an embed is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..pages.syntax import fences

_NAMED = re.compile(r"""\bdiagram:([^\s<>()\[\]"']+)""")


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes:
        path: The page's file as diagnostics name it.
        name: The same below the docs folder.
        source: The whole file, front matter included.
        required_figures: The figures that the front matter requires (`figures:`).
        embeds: The embeds, in the order of the page.
        html: The page as built; empty where it does not contain `diagram`.
        content: The HTML of the page's own text, with places where figures go.
    """

    path: str
    name: str
    source: str
    required_figures: tuple[str, ...] = ()
    embeds: tuple[Embed, ...] = ()
    html: str = ""
    content: str = ""


@dataclass(frozen=True)
class Site:
    """Everything that checks read.

    Attributes:
        pages: The pages.
        scripts: Maps the name of each script to its path as diagnostics have it.
        figures: Maps each embed to its figure, or to the error in its place.
        require_figures: Patterns of the pages that must show a figure.
        unused_scripts: Whether a script that no page shows is reported.
        undeclared_inputs: The option of that name.
        options: The option `checks`, by the name of each family.
        root: The folder of the configuration.
        config: The configuration's file, relative to `root`.
        files: The names of the files below the docs folder.
        anchors: Returns the ids in the page that a file became.
        survivors: Maps files of the built site to the embeds whose figures are not in their places.
    """

    pages: tuple[Page, ...]
    scripts: Mapping[str, str]
    figures: Mapping[Embed, Figure | FigureError]
    require_figures: tuple[str, ...] = ()
    unused_scripts: bool = True
    undeclared_inputs: str = "warn"
    options: Mapping[str, object] = field(default_factory=dict)
    root: str = ""
    config: str = "mkdocs.yml"
    files: frozenset[str] = frozenset()
    anchors: Callable[[str], set[str]] = lambda name: set()
    survivors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def iterate_embeds(self) -> Iterator[tuple[Page, int, Embed]]:
        """Yield every embed, with its page and its index in that page's `embeds`."""
        for page in self.pages:
            for index, embed in enumerate(page.embeds):
                yield page, index, embed


def find_embed_line(page: Page, index: int) -> int:
    """Return the line of one of a page's embeds.

    It is the line that names the figure outside code for the nth time. An embed by reference may not name
    it; the last line that does is near.
    """
    embed = page.embeds[index]
    if embed.code:
        return max(1, embed.line - 1)
    lines = [
        number
        for number, text in fences.iterate_outside_lines(page.source)
        for match in _NAMED.finditer(fences.remove_code_spans(text))
        if match[1] == embed.name
    ]
    nth = sum(other.name == embed.name and not other.code for other in page.embeds[:index])
    return lines[min(nth, len(lines) - 1)] if lines else 1


def find_text_line(page: Page, text: str) -> int:
    """Return the first line of a page's source that contains a text, or 0."""
    return next((number for number, line in enumerate(page.source.split("\n"), 1) if text in line), 0)


def find_script(site: Site, embed: Embed, page: Page) -> str:
    """Return the file that draws an embed's figure as diagnostics name it: a script, or the page itself."""
    if embed.code:
        return page.path
    # The name of a figure goes on after that of its script where the script draws several.
    names = (name for name in site.scripts if embed.name == name or embed.name.startswith(f"{name}/"))
    return site.scripts.get(next(names, embed.name), page.path)


def resolve_path(href: str, page: str) -> str:
    """Return the file that a path in a page leads to; both are named below the docs folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), href))
