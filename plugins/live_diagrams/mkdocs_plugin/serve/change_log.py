"""What the author reads in the terminal when figures have changed."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping

from ...checks import Diagnostic
from ...model.embed import Embed
from ...model.errors import FigureError
from ...model.figure import Figure
from ...pages.resolver import request_figures
from ..build import SiteBuild

log = logging.getLogger("mkdocs.plugins.live_diagrams")


def log_changes(build: SiteBuild, changed: Mapping[Embed, Figure | FigureError], seconds: float) -> None:
    """Log the names of the figures, each missing icon, and each script that failed with its lines."""
    names = sorted({embed.name for embed, outcome in changed.items() if isinstance(outcome, Figure)})
    if names:
        log.info("Figures exchanged: %s in %.2f s", ", ".join(names), seconds)
    for diagnostic in dict.fromkeys(_list_missing_icons(build, changed)):
        log.warning("%s", diagnostic)
    errors = {str(error): error for error in changed.values() if isinstance(error, FigureError)}
    for message, error in sorted(errors.items()):
        lines = [f"{'>' if n == error.line else ' '}{n:5} | {text}" for n, text in error.excerpt]
        log.warning("%s", "\n".join((message, *lines)))


def _list_missing_icons(
    build: SiteBuild, changed: Mapping[Embed, Figure | FigureError]
) -> Iterator[Diagnostic]:
    for embed, figure in changed.items():
        if not isinstance(figure, Figure):
            continue
        with contextlib.suppress(FigureError):  # its script was deleted meanwhile
            _, _, script = request_figures(build.engine, embed)
            for icon in figure.list_missing_icons():
                yield Diagnostic(script, icon.line or figure.line or 1, "missing-icon", icon.message)
