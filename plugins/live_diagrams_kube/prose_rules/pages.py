"""The pages that rules on text read, and what these rules know beside the text. Pure."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Page, Site

from ..manifests.options import Options


@dataclass(frozen=True)
class Pages:
    """The pages of a site; `manifests` are the texts of the manifests' files."""

    site: Site
    options: Options
    manifests: Mapping[str, str]

    @cached_property
    def selected(self) -> tuple[Page, ...]:
        """The pages that the option `prose` names."""
        return tuple(page for page in self.site.pages if is_selected(page.name, self.options.prose))

    @cached_property
    def complete(self) -> tuple[Page, ...]:
        """Those of them whose figures are all known: no script fails, which another rule reports."""
        return tuple(page for page in self.selected if not self.site.has_failed_figure(page))


def is_selected(name: str, patterns: Iterable[str]) -> bool:
    """Return whether patterns select a page: the last that matches decides, and `!` excludes the page."""
    selected = False
    for pattern in patterns:
        if fnmatch.fnmatchcase(name, pattern.removeprefix("!")):
            selected = not pattern.startswith("!")
    return selected
