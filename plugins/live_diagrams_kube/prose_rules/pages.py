"""The pages that rules on text look at, and what these rules may know beside the text. Pure."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic, Page, Site, prose
from live_diagrams.checks.prose import Prose

from ..manifests.options import Options
from ..manifests.yaml_lines import Document, parse_yaml


@dataclass(frozen=True)
class Held:
    """A page that is held to the rules on text."""

    page: Page
    prose: Prose

    @cached_property
    def meta(self) -> Document | None:
        """The page's front matter; its lines are those of the file, since it begins it."""
        head, mark, rest = self.page.source.partition("\n")
        if head.rstrip() != "---" or not mark:
            return None
        documents, _ = parse_yaml("\n" + rest.partition("\n---")[0])
        return documents[0] if documents and isinstance(documents[0].value, dict) else None


@dataclass(frozen=True)
class Pages:
    """Every page that is held; `manifests` are the texts of the manifests' files, `today` is the day."""

    site: Site
    options: Options
    manifests: Mapping[str, str]
    today: datetime.date

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The pages that the option `prose` names."""
        return tuple(
            Held(page, prose.read(page.content, page.source))
            for page in self.site.pages
            if chosen(page.name, self.options.prose)
        )


PageRule = Callable[[Pages], Iterable[Diagnostic]]


def chosen(name: str, patterns: Iterable[str]) -> bool:
    """Whether patterns name a page; of those that fit, the last decides, and `!` takes a page out."""
    held = False
    for pattern in patterns:
        if fnmatch.fnmatchcase(name, pattern.removeprefix("!")):
            held = not pattern.startswith("!")
    return held
