"""The subject of checks: a site with its pages and figures, and where in it an embed is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model.embed import Embed
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..pages.host import resolve_path
from ..pages.syntax import fences

__all__ = ["Page", "Site", "find_embed_line", "find_script", "find_text_line", "resolve_path"]

_EMBED = re.compile(
    r"""!\[(?P<alt>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\(\s*<?diagram:(?P<name>[^\s<>()"']+)>?"""
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)"""
)
"""An embed as Markdown takes it for an image; a broken one is text."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
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
        html: The page as built, without its figures; empty where that does not contain `diagram`.
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
        failures: Maps the names of scripts that fail to the reasons.
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
    failures: Mapping[str, tuple[FigureError, ...]] = field(default_factory=dict)

    def list_errors(self, embed: Embed) -> list[FigureError]:
        """Return every error in place of an embed's figure: that of the script, or those of its choices."""
        figure = self.figures.get(embed)
        outcomes = figure.combinations if isinstance(figure, Figure) else [figure]
        errors = (outcome for outcome in outcomes if isinstance(outcome, FigureError))
        return [error for error in errors if error.kind is not ErrorKind.PENDING]

    def has_failed_figure(self, page: Page) -> bool:
        """Return whether a figure of a page is not known in full, because its script fails."""
        return any(self.list_errors(embed) for embed in page.embeds)

    def iterate_embeds(self) -> Iterator[tuple[Page, int, Embed]]:
        """Yield every embed, with its page and its index in that page's `embeds`."""
        for page in self.pages:
            for index, embed in enumerate(page.embeds):
                yield page, index, embed


def find_embed_line(page: Page, index: int) -> int:
    """Return the line of one of a page's embeds.

    It is that of the nth image that names the figure, among those with the embed's alternative text where
    there are any. An embed by reference has no such line; one that names the figure is near.
    """
    embed = page.embeds[index]
    if embed.code:
        return max(1, embed.line - 1)
    others = [other for other in page.embeds[:index] if other.name == embed.name and not other.code]
    alternatives = _list_embeds(page.source, embed.name)
    lines = [line for line, alt in alternatives if alt == _join_words(embed.alt)]
    nth = sum(_join_words(other.alt) == _join_words(embed.alt) for other in others)
    if not lines:
        lines, nth = [line for line, _ in alternatives], len(others)
    if not lines:
        lines = [
            number
            for number, text in fences.iterate_outside_lines(page.source)
            for match in _NAMED.finditer(fences.remove_code_spans(text))
            if match[1] == embed.name
        ]
    return lines[min(nth, len(lines) - 1)] if lines else 1


def _list_embeds(source: str, name: str) -> list[tuple[int, str]]:
    """Return the line and the alternative text of each image in a page that names a figure."""
    lines = [""] * (source.count("\n") + 1)
    for number, text in fences.iterate_outside_lines(source):
        lines[number - 1] = fences.remove_code_spans(text)
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), "\n".join(lines))
    return [
        (text.count("\n", 0, match.start()) + 1, _join_words(match["alt"]))
        for match in _EMBED.finditer(text)
        if match["name"] == name and "\n\n" not in match[0]
    ]


def _join_words(text: str) -> str:
    return " ".join(text.split())


def find_text_line(page: Page, text: str) -> int:
    """Return the first line of a page's source that contains a text, or 0."""
    return next((number for number, line in enumerate(page.source.split("\n"), 1) if text in line), 0)


def find_script(site: Site, embed: Embed, page: Page) -> str:
    """Return the file that draws an embed's figure as diagnostics name it: a script, or the page itself."""
    if embed.code:
        return page.path
    return next((site.scripts[name] for name in list_script_names(embed) if name in site.scripts), page.path)


def list_script_names(embed: Embed) -> list[str]:
    """Return the possible names of an embed's script: the name of a figure may go on after it."""
    parts = embed.name.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
