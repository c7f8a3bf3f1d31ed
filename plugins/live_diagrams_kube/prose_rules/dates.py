"""Facts that age: which version brought something, when something was retired. Pure.

Such a fact has its source and the date as of which it held, both beside it: in the same paragraph, list
item or table row. The date may also stand in the page's front matter, as `as_of: 2026-11`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from live_diagrams.checks import Diagnostic
from live_diagrams.checks.prose import Block

from .claims import is_quoted
from .pages import Held, Pages

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
_DAY = rf"(?:(?:\d{{1,2}} )?(?:{_MONTH}) \d{{4}}|\d{{4}}-\d\d(?:-\d\d)?)"
_NUMBER = r"(?<![\d./:-])v?\d+\.\d+(?:\.\d+)?(?![.,]?\d|/\d|\s?%)"
_PRODUCT = r"(?:(?:kubernetes|openshift|(?:the )?gateway api|traefik|version|release)s? )"
_STATUS = (
    r"(?:stable|GA|generally available|beta|alpha|deprecated|removed|retired|archived|frozen|introduced|added"
    r"|gone|released|promoted|graduated|discontinued|dropped|obsolete|end of life|out of support|the default"
    r"|available|served|its last release|(?:has been |is )?the version)"
)
_AFTER = r"(?:since|until|before|in|with|from|as of|by|starting with)"

_WHEN = re.compile(
    rf"\b(?:since|until|before|from|as of|starting with|up to) {_PRODUCT}?(?P<version>{_NUMBER})"
    rf"|\b{_STATUS}\b(?:[^.;:|]|\.(?=\S)){{0,40}}?\b{_AFTER} "
    rf"(?:{_PRODUCT}?(?P<version2>{_NUMBER})|(?P<day>{_DAY})|(?P<year>(?:19|20)\d\d)\b)"
    rf"|{_PRODUCT}(?P<version3>{_NUMBER})(?=[^.;:|]{{0,60}}\b{_STATUS}\b)"
    r"|(?P<version4>\bv\d+\.\d+(?:\.\d+)?)(?![.\w])"
    rf"|\bas of (?P<as_of>{_DAY})",
    re.IGNORECASE,
)
_AS_OF = re.compile(rf"\bas of ({_DAY})", re.IGNORECASE)


@dataclass(frozen=True)
class Dated:
    """One fact that ages, as a page has it: `when` is a version or a date, `start` its place in the block."""

    held: Held
    block: Block
    start: int
    said: str
    when: str

    @property
    def line(self) -> int:
        """The line of the page's source."""
        return self.held.prose.line(self.block, self.start)

    @property
    def is_date(self) -> bool:
        """Whether it is only the date of what else is said beside it."""
        return self.said.casefold().startswith("as of ")


def dated(pages: Pages) -> Iterator[Dated]:
    """Every such fact, each `as of` included, but for what is quoted as wrong."""
    for held in pages.held:
        for block, start, sentence in held.prose.sentences():
            for match in _WHEN.finditer(sentence):
                if not is_quoted(block, start + match.start(), start + match.end()):
                    when = next(filter(None, match.groups()))
                    yield Dated(held, block, start + match.start(), match[0], when)


def source(pages: Pages) -> Iterator[Diagnostic]:
    """`version-source`: a fact that ages can only be looked up again where its source stands beside it.

    Source: https://kubernetes.io/releases/
    """
    for fact in dated(pages):
        if not fact.block.sources:
            message = f"“{fact.said}” has no source; link one in the same paragraph, list item or table row"
            yield Diagnostic(fact.held.page.path, fact.line, "version-source", message)


def has_date(fact: Dated) -> bool:
    """Whether a fact says as of when it held, beside it or in the page's front matter."""
    meta = fact.held.meta
    return bool(_AS_OF.search(fact.block.around)) or bool(meta and "as_of" in meta.value)


def date(pages: Pages) -> Iterator[Diagnostic]:
    """`version-date`: a fact that ages says as of when it held, or readers cannot tell how old it is.

    Source: https://kubernetes.io/releases/
    """
    for held in pages.held:
        if held.meta and "as_of" in held.meta.value and not _front(held):
            said = held.meta.value["as_of"]
            message = f"`as_of` is `{said}`; write a month or a day, such as {pages.today:%Y-%m}"
            yield Diagnostic(held.page.path, held.meta.find_line(("as_of",)), "version-date", message)
    for fact in dated(pages):
        if not has_date(fact):
            hint = f"say “as of {pages.today:%B %Y}” beside it, or `as_of` in the front matter"
            message = f"“{fact.said}” has no date; {hint}"
            yield Diagnostic(fact.held.page.path, fact.line, "version-date", message)


def stale(pages: Pages) -> Iterator[Diagnostic]:
    """`version-stale`: a fact that was not looked at for long may have changed meanwhile.

    Source: https://kubernetes.io/releases/patch-releases/
    """
    for held in pages.held:
        if (day := _front(held)) and held.meta:
            yield from _aged(pages, held, day, held.meta.find_line(("as_of",)))
    for fact in dated(pages):
        if match := _AS_OF.search(fact.said):
            yield from _aged(pages, fact.held, day_of(match[1]), fact.line)


def _aged(pages: Pages, held: Held, day: datetime.date, line: int) -> Iterator[Diagnostic]:
    """A problem where a day is too long ago, or has not come."""
    age = (pages.today.year - day.year) * 12 + pages.today.month - day.month
    if age > pages.options.stale_after:
        after = f"it counts as stale after {pages.options.stale_after} (option `stale_after`)"
        message = (
            f"as of {day:%B %Y} is {age} months ago; {after}: look at the source again, then date it anew"
        )
        yield Diagnostic(held.page.path, line, "version-stale", message)
    elif day > pages.today:
        yield Diagnostic(
            held.page.path, line, "version-stale", f"as of {day:%B %Y} is still to come; date it by today"
        )


def _front(held: Held) -> datetime.date | None:
    """The date in a page's front matter, where it is one."""
    said = held.meta.value.get("as_of") if held.meta else None
    text = said if isinstance(said, str) else ""
    try:
        return day_of(text) if re.fullmatch(_DAY, text, re.IGNORECASE) else None
    except ValueError:
        return None


def day_of(text: str) -> datetime.date:
    """The first day that a date in words or numbers means.

    Raises:
        ValueError: There is no such day.
    """
    if text[:4].isdigit():
        year, month, *day = map(int, text.split("-"))
        return datetime.date(year, month, *(day or [1]))
    *days, name, written = text.casefold().split()
    return datetime.date(int(written), _MONTHS.index(name) + 1, int(days[0]) if days else 1)
