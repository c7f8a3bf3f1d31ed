"""The last good drawing of each figure, which its author sees while its script fails or takes long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs.structure.pages import Page

from ...model.embed import Embed
from ...model.errors import FigureError
from ...model.figure import Figure
from ...pages.figure import markup
from ..build import SiteBuild


class GoodFigures:
    """The figures of a site as they were drawn last."""

    def __init__(self) -> None:
        self._figures: dict[tuple[str | int, ...], Figure] = {}

    def keep(self, figures: Mapping[Embed, Figure | FigureError]) -> None:
        """Keep those of these figures that could be drawn."""
        self._figures |= {_key(embed): f for embed, f in figures.items() if isinstance(f, Figure)}

    def find(self, embed: Embed) -> Figure | None:
        """Return the last drawing of a figure, also where the text of its page has changed since."""
        return self._figures.get(_key(embed))

    def describe_failure(
        self, build: SiteBuild, page: Page, number: int, embed: Embed, error: FigureError
    ) -> dict[str, Any]:
        """Return what the author reads of a failed figure, the one of that number on the page."""
        last = ""
        if good := self.find(embed):
            # Its ids differ from those of the figure that will take this place again.
            figure = good.with_combinations(())
            words = build.find_words(build.get_origin(page))
            last = markup.compose_figure(embed, figure, f"live-last-{number}", good.icons, words=words)
        return {"at": number, "line": error.line, "lines": error.excerpt, "last": last}


def _key(embed: Embed) -> tuple[str | int, ...]:
    """Return what identifies a figure while the text of its page changes."""
    return embed.name, embed.direction, embed.narrow, embed.width, embed.engine, embed.page
