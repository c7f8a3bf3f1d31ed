"""What a content check takes and gives: a site with its pages, rules, and the problems they find. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, by which rule, and how to mend it."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Rule:
    """What a kind of problem is called, and in a sentence why it is one.

    `help` is where authors read more: an address, or a place below that of the handbook (option
    `handbook`). `source` is the address of what the rule rests on.
    """

    id: str
    why: str
    help: str = ""
    source: str = ""

    def page(self, handbook: str) -> str:
        """The address of what explains the rule, or empty; `handbook` is that of the handbook, or empty."""
        if not self.help or "://" in self.help:
            return self.help or self.source
        return f"{handbook.rstrip('/')}/{self.help}" if handbook else self.source


@dataclass(frozen=True)
class Page:
    """A page of the site. `path` is as messages have it, `name` is below the pages' folder.

    `source` is the whole file, front matter included; `content` is the HTML of the page's own text, with
    places where figures go; `html` is the page as built, or empty where it holds no `diagram`.
    """

    path: str
    name: str
    source: str
    declared: tuple[str, ...] = ()
    embeds: tuple[Embed, ...] = ()
    html: str = ""
    content: str = ""


@dataclass(frozen=True)
class Site:
    """All that rules look at.

    `figures` gives for each embed its figure, or what went wrong; `scripts` maps the name of each
    script to its path as messages have it. `files` names the files below the pages' folder, and
    `anchors` gives the ids in the page that one of them became. `extra` is the option `checks`: what
    the author tells the rules of other packages. `config` is the configuration's file, `root` its folder.
    """

    pages: tuple[Page, ...]
    scripts: Mapping[str, str]
    figures: Mapping[Embed, Figure | FigureError]
    require_figures: tuple[str, ...] = ()
    unused_scripts: bool = True
    extra: Mapping[str, object] = field(default_factory=dict)
    root: str = ""
    config: str = "mkdocs.yml"
    files: frozenset[str] = frozenset()
    anchors: Callable[[str], set[str]] = lambda name: set()


Check = Callable[[Site], Iterable[Problem]]
"""What applies one rule or several to a site."""


Count = Callable[[Site], Iterable[str]]
"""What says in words how much of something a check has looked at."""


def applies(
    *rules: Rule, count: Count | None = None, details: Count | None = None
) -> Callable[[Check], Check]:
    """Say which rules a check applies, for reports and lists; problems are the same without.

    `count` gives sentences for the end of a report: how much there was to look at, so that silence is
    known to be no oversight. `details` gives lines for those who ask for more.
    """

    def note(check: Check) -> Check:
        check.rules = rules  # type: ignore[attr-defined]
        check.count, check.details = count, details  # type: ignore[attr-defined]
        return check

    return note


def applied(checks: Iterable[Check]) -> Iterator[Rule]:
    """The rules that checks say they apply."""
    for check in checks:
        yield from getattr(check, "rules", ())


def counted(checks: Iterable[Check], site: Site) -> Iterator[str]:
    """What checks have to say of a site beside its problems."""
    for check in checks:
        if count := getattr(check, "count", None):
            yield from count(site)


def detailed(checks: Iterable[Check], site: Site) -> Iterator[str]:
    """The same for those who ask for more."""
    for check in checks:
        if details := getattr(check, "details", None):
            yield from details(site)
