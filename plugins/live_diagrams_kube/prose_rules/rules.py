"""All rules on the text of pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from live_diagrams.checks import Diagnostic

from ..manifest_rules.rule import told
from . import claims, dates, example, excerpts, known, naming
from .misconceptions import CLAIMS
from .pages import PageRule, Pages

OTHERS: Mapping[str, PageRule] = {
    "version-fact": known.facts,
    "version-source": dates.source,
    "version-date": dates.date,
    "version-stale": dates.stale,
    "yaml-excerpt": excerpts.excerpt,
    "text-address": example.addresses,
    "text-object": example.objects,
    "figure-unnamed": naming.named,
}
"""The rules that are no wrong claims."""

RULES = (
    *(claim.rule for claim in CLAIMS),
    *(told(name, rule, "prose-checks") for name, rule in OTHERS.items()),
)


def found(pages: Pages) -> Iterator[Diagnostic]:
    """What every rule finds in the pages."""
    yield from claims.wrong(pages, CLAIMS)
    for rule in OTHERS.values():
        yield from rule(pages)


def counted(pages: Pages) -> Iterator[str]:
    """How many facts that age there are, and how many have what such a fact needs; nothing for none."""
    found = list(dates.dated(pages))
    places = {(fact.held.page.name, fact.block.around) for fact in found if not fact.is_date}
    facts = [f for f in found if not f.is_date or (f.held.page.name, f.block.around) not in places]
    if facts:
        sourced = sum(bool(fact.block.sources) for fact in facts)
        dated = sum(map(dates.has_date, facts))
        what = "fact that ages" if len(facts) == 1 else "facts that age"
        yield f"{len(facts)} {what}: {sourced} with a source, {dated} with a date."
