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


def write_graphs(
    site_dir: Path, files: Files, outcomes: Outcomes, describe: Callable[[Embed, Figure], str]
) -> None:
    """Write the graph of each figure that a page shows, and the schema. A file of the author's own stays."""
    contents = {name_graph(embed): text for embed, text in _describe_graphs(outcomes, describe).items()}
    if contents:
        contents[SCHEMA] = encode_schema()
    authors = {file.dest_uri for file in files}
    for address, text in contents.items():
        if address not in authors:
            path = site_dir / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def name_graph(embed: Embed) -> str:
    """Return the address of a figure's graph, from the root of the site."""
    return f"{GRAPHS}/{embed.name}.json"


def _describe_graphs(outcomes: Outcomes, describe: Callable[[Embed, Figure], str]) -> dict[Embed, str]:
    """Return the graphs by their embeds, those last in which the author overrides nothing."""
    shown = [
        (embed, figure)
        for embed, figure in outcomes.items()
        if isinstance(figure, Figure) and not embed.code and ".." not in embed.name.split("/")
    ]
    shown.sort(key=lambda pair: not pair[0].direction)
    graphs = {embed: describe(embed, figure) for embed, figure in shown}
    return {embed: text + "\n" for embed, text in graphs.items() if text}
