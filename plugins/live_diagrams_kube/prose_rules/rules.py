"""The rules on the text of pages, and what they find. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Check, Diagnostic

from .excerpts import check_excerpts
from .objects import check_objects
from .pages import Pages
from .values import check_values

CHECKS: tuple[Check[Pages], ...] = (
    Check(
        "yaml-excerpt",
        "Every manifest in a page is a file of the manifests, or an exact part of one.",
        "A manifest that is typed into a page is tested by nobody, and readers apply it.",
        check_excerpts,
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/",
        "prose-checks/#yaml-excerpt",
    ),
    Check(
        "text-address",
        "Every address, host and port in the text is one of the manifests or the figures.",
        "An address that does not exist sends readers where nothing is.",
        check_values,
        "https://www.rfc-editor.org/rfc/rfc5737",
        "prose-checks/#text-address",
    ),
    Check(
        "text-object",
        "Every object that the text names is one of the manifests or the figures.",
        "Readers look in vain for an object that does not exist.",
        check_objects,
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
        "prose-checks/#text-object",
    ),
)


def find_diagnostics(pages: Pages) -> Iterator[Diagnostic]:
    """Yield what every rule finds in the pages."""
    for check in CHECKS:
        yield from check.find(pages)
