"""The rule on icons: that each is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.figure import Figure
from .check import Check
from .diagnostic import Diagnostic
from .site import Site, find_script


def _find_missing_icons(site: Site) -> Iterator[Diagnostic]:
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        if isinstance(figure, Figure):
            script = find_script(site, embed, page)
            for icon in figure.list_missing_icons():
                yield Diagnostic(script, icon.line or figure.line or 1, "missing-icon", icon.message)


CHECKS = (
    Check(
        "missing-icon",
        holds="Every icon of a figure is an image that can be read.",
        why="Readers see a placeholder in place of an icon that is missing.",
        find=_find_missing_icons,
        help="checks/#missing-icon",
    ),
)
