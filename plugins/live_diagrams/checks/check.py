"""Rules, and the families in which packages bring them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .diagnostic import Diagnostic
from .site import Site

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """One rule, and the function that finds what breaks it.

    Attributes:
        name: The rule's id in diagnostics.
        holds: One sentence: what must be true.
        why: One sentence: what goes wrong otherwise.
        find: Yields a diagnostic for each break of the rule in a subject.
        source: The address of the fact that the rule rests on.
        help: Where authors read more: an address, or a page below that of the handbook.
        bad: An example that breaks the rule.
        good: The same example, fixed.
    """

    name: str
    holds: str
    why: str
    find: Callable[[Subject], Iterable[Diagnostic]]
    source: str = ""
    help: str = ""
    bad: str = ""
    good: str = ""

    def help_address(self, handbook: str) -> str:
        """Return the address of the page on the rule in a handbook, or of its source, or nothing."""
        if not self.help or "://" in self.help:
            return self.help or self.source
        return f"{handbook.rstrip('/')}/{self.help}" if handbook else self.source


def _find_nothing(site: Site) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Family:
    """Checks that a package brings together, by an entry point of the group `live_diagrams.checks`.

    Attributes:
        checks: The rules, for lists and reports.
        find: Yields what any of them finds in a site.
        count: Yields sentences for the end of a report on how much there was to check, so that nobody
            takes an empty report for a check that never ran.
        details: Yields lines on the same for those who ask for more.
    """

    checks: tuple[Check[Any], ...]
    find: Callable[[Site], Iterable[Diagnostic]]
    count: Callable[[Site], Iterable[str]] = _find_nothing
    details: Callable[[Site], Iterable[str]] = _find_nothing

    @classmethod
    def from_site_checks(cls, *checks: Check[Site]) -> Family:
        """Return a family of checks that each take the whole site."""
        return cls(checks, lambda site: (d for check in checks for d in check.find(site)))
