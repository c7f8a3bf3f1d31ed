"""The rule on inputs: that each is followed or declared, so that no figure is out of date."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.figure import Figure
from .check import Check
from .diagnostic import Diagnostic
from .site import Site, find_script


def _find_undeclared_inputs(site: Site) -> Iterator[Diagnostic]:
    if site.undeclared_inputs == "ignore":
        return
    level = "error" if site.undeclared_inputs == "error" else "warning"
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        if isinstance(figure, Figure):
            for undeclared in figure.list_undeclared():
                file = undeclared.file or find_script(site, embed, page)
                yield Diagnostic(file, undeclared.line, "undeclared-input", undeclared.message, level)


CHECKS = (
    Check(
        "undeclared-input",
        holds="A script declares what it asks that cannot be followed: programs, the network, the clock.",
        why="The figure stays as it is in the cache when that changes.",
        find=_find_undeclared_inputs,
        help="checks/#undeclared-input",
    ),
)
