"""All rules on the text of pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from live_diagrams.checks import Diagnostic

from . import example, excerpts
from .pages import PageRule, Pages

RULES: Mapping[str, PageRule] = {
    "yaml-excerpt": excerpts.excerpt,
    "text-address": example.addresses,
    "text-object": example.objects,
}


def found(pages: Pages) -> Iterator[Diagnostic]:
    """Yield what every rule finds in the pages."""
    for rule in RULES.values():
        yield from rule(pages)
