"""All families of checks: the rules that any site has, and those that other packages bring.

A package brings a `Family` by an entry point of the group `live_diagrams.checks`. The entry point's name
is that of its options. A family is only imported for a site that has options for it.
"""

from __future__ import annotations

from collections.abc import Container
from importlib import metadata
from typing import Any

from . import coverage_rules, embed_rules, icon_rules, input_rules, link_rules
from .check import Check, Family
from .diagnostic import Diagnostic
from .site import Site

GROUP = "live_diagrams.checks"

BUILT_IN = Family.from_site_checks(
    *embed_rules.CHECKS, *icon_rules.CHECKS, *input_rules.CHECKS, *link_rules.CHECKS, *coverage_rules.CHECKS
)


def list_families() -> list[str]:
    """Return the names of the families that other packages bring, sorted."""
    return sorted(metadata.entry_points(group=GROUP).names)


def load_families(names: Container[str] | None = None) -> list[Family]:
    """Return the built-in family and those of other packages, all of these when no names are passed."""
    points = metadata.entry_points(group=GROUP)
    return [BUILT_IN, *(point.load() for point in points if names is None or point.name in names)]


def list_checks() -> list[Check[Any]]:
    """Return every check of every family, sorted by name."""
    return sorted((check for family in load_families() for check in family.checks), key=lambda c: c.name)


def find_diagnostics(site: Site) -> list[Diagnostic]:
    """Return what all checks of a site find, sorted by file and line, without duplicates."""
    return sorted({d for family in load_families(site.options) for d in family.find(site)})


def collect_counts(site: Site) -> list[str]:
    """Return sentences on how much there was to check."""
    return [sentence for family in load_families(site.options) for sentence in family.count(site)]


def collect_details(site: Site) -> list[str]:
    """Return lines on what was checked, for those who ask for more."""
    return [line for family in load_families(site.options) for line in family.details(site)]
