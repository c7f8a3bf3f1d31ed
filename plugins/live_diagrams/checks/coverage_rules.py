"""Rules on coverage: that required figures are on their pages, and that every script is used."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from .check import Check
from .diagnostic import Diagnostic
from .site import Site, find_text_line, list_script_names


def _find_missing_figures(site: Site) -> Iterator[Diagnostic]:
    for page in site.pages:
        embedded = {embed.name for embed in page.embeds}
        for name in page.required_figures:
            if name not in embedded:
                hint = f"embed it with ![…](diagram:{name}), or remove it from `figures`"
                message = (
                    f"the front matter requires the figure `{name}`, and the page does not show it; {hint}"
                )
                line = find_text_line(page, "figures:") or 1
                yield Diagnostic(page.path, line, "missing-figure", message)
        if not embedded and any(fnmatch.fnmatch(page.name, pattern) for pattern in site.require_figures):
            message = "the option `require_figures` requires a figure, and the page shows none; embed one"
            yield Diagnostic(page.path, 1, "missing-figure", message)


def _find_unused_scripts(site: Site) -> Iterator[Diagnostic]:
    embeds = (embed for page in site.pages for embed in page.embeds if not embed.code)
    embedded = {name for embed in embeds for name in list_script_names(embed)}
    for script, path in site.scripts.items():
        if site.unused_scripts and script not in embedded:
            message = f"no page shows it; embed it with ![…](diagram:{script}), or begin its name with `_`"
            yield Diagnostic(path, 1, "unused-script", message)


CHECKS = (
    Check(
        "missing-figure",
        holds="Every page shows the figures that its front matter or the configuration requires.",
        why="A figure that its page needs was lost in rewriting.",
        find=_find_missing_figures,
        help="checks/#missing-figure",
    ),
    Check(
        "unused-script",
        holds="Every script draws a figure of some page.",
        why="The script was forgotten, or the page that showed it is gone.",
        find=_find_unused_scripts,
        help="checks/#unused-script",
    ),
)
