"""The graphs of a site's figures as files beside its pages: `figures/NAME.json`, and their schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.structure.files import Files

from ..formats.document import encode_schema
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure

GRAPHS = "figures"
"""The folder of the site with the graphs."""
SCHEMA = f"{GRAPHS}/figure.schema.json"

Outcomes = Mapping[Embed, Figure | FigureError]
"""What each embed shows."""


class GraphFiles:
    """The graphs of one build, each written once, when the first page is that shows it.

    Args:
        site_dir: The folder of the site.
        get_files: Returns the files of the site. One of the author's own stays.
    """

    def __init__(self, site_dir: Path, get_files: Callable[[], Files]) -> None:
        self._site_dir = site_dir
        self._get_files = get_files
        self._authors: tuple[Files | None, frozenset[str]] = None, frozenset()
        self._written: dict[str, tuple[Embed, int]] = {}

    def write(self, embed: Embed, text: str) -> None:
        """Write the graph of an embed's figure; one without a direction of the author's takes precedence."""
        if not text or not has_graph(embed):
            return
        earlier, digest = self._written.get(embed.name, (embed, 0))
        if (embed.direction and not earlier.direction) or digest == hash(text):
            return
        if not self._written:
            self._write_file(SCHEMA, encode_schema())
        self._written[embed.name] = embed, hash(text)
        self._write_file(name_graph(embed), text + "\n")

    def write_others(self, outcomes: Outcomes, describe: Callable[[Embed, Figure], str]) -> None:
        """Write the graphs of figures that are on no page of this build itself, but on one of its parts."""
        for embed, figure in outcomes.items():
            if isinstance(figure, Figure) and embed.name not in self._written and has_graph(embed):
                self.write(embed, describe(embed, figure))

    def _write_file(self, address: str, text: str) -> None:
        files = self._get_files()
        if files is not self._authors[0]:
            self._authors = files, frozenset(file.dest_uri for file in files)
        if address not in self._authors[1]:
            path = self._site_dir / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def has_graph(embed: Embed) -> bool:
    """Return whether the graph of an embed's figure has a file: its name is below the folder of graphs."""
    return not embed.code and ".." not in embed.name.split("/")


def name_graph(embed: Embed) -> str:
    """Return the address of a figure's graph, from the root of the site."""
    return f"{GRAPHS}/{embed.name}.json"
