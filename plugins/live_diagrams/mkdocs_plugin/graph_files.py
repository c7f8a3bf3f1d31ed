"""The graphs of a site's figures as files beside its pages: `figures/NAME.json`, and their schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formats.document import encode_schema
from ..model.embed import Embed
from ..model.figure import Figure

if TYPE_CHECKING:
    from .build import SiteBuild

GRAPHS = "figures"
"""The folder of the site with the graphs."""
SCHEMA = f"{GRAPHS}/figure.schema.json"


def write_graphs(build: SiteBuild) -> None:
    """Write the graph of each figure that a page shows, and the schema. A file of the author's own stays."""
    contents = {name_graph(embed): text for embed, text in _describe_graphs(build).items()}
    if contents:
        contents[SCHEMA] = encode_schema()
    authors = {file.dest_uri for file in build.files}
    for address, text in contents.items():
        if address not in authors:
            path = build.site_dir / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def name_graph(embed: Embed) -> str:
    """Return the address of a figure's graph, from the root of the site."""
    return f"{GRAPHS}/{embed.name}.json"


def _describe_graphs(build: SiteBuild) -> dict[Embed, str]:
    """Return the graphs by their embeds, those last in which the author overrides nothing."""
    shown = [
        (embed, figure)
        for embed, figure in build.figures.items()
        if isinstance(figure, Figure) and not embed.code and ".." not in embed.name.split("/")
    ]
    shown.sort(key=lambda pair: not pair[0].direction)
    graphs = {embed: build.describe_graph(embed, figure) for embed, figure in shown}
    return {embed: text + "\n" for embed, text in graphs.items() if text}
