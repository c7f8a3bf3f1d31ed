"""All rules about Kubernetes, as the family of checks that `live_diagrams` loads by an entry point."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from live_diagrams.checks import Check, Diagnostic, Family, Site

from . import coverage
from .figure_rules import rules as figure_rules
from .figure_rules.entities import EntityIndex
from .manifest_rules import rules as manifest_rules
from .manifests.options import OptionError
from .prose_rules import rules as prose_rules
from .prose_rules.pages import Pages
from .site_manifests import find_option_line, read_site_manifests

OPTIONS = "kube-options"
"""The rule on the options themselves; while it finds something, no other rule runs."""


def find_diagnostics(site: Site) -> Iterator[Diagnostic]:
    """Yield what any rule finds in the manifests, the figures and the pages of a site."""
    try:
        context, texts = read_site_manifests(site)
        yield from manifest_rules.find_diagnostics(context)
        yield from figure_rules.find_diagnostics(site, context.manifests, context.options)
        yield from prose_rules.find_diagnostics(Pages(site, context.options, texts))
    except OptionError as error:
        yield Diagnostic(site.config, find_option_line(site, error.option), OPTIONS, str(error))
    except OSError as error:
        message = f"`manifests` cannot be read: {error.strerror or error}"
        yield Diagnostic(site.config, find_option_line(site, "manifests"), OPTIONS, message)


def find_wrong_options(site: Site) -> Iterator[Diagnostic]:
    """Yield the diagnostic of an option that cannot be used."""
    return (diagnostic for diagnostic in find_diagnostics(site) if diagnostic.rule == OPTIONS)


def count_nodes(site: Site) -> Iterator[str]:
    """Yield how many nodes and edges of all figures are objects; nothing while no rule can run."""
    with contextlib.suppress(OptionError, OSError):
        context, _ = read_site_manifests(site)
        yield from coverage.summarize_figures(site, EntityIndex(context.manifests, context.options))


def describe_figures(site: Site) -> Iterator[str]:
    """Yield how many nodes and edges of each figure are objects; nothing while no rule can run."""
    with contextlib.suppress(OptionError, OSError):
        context, _ = read_site_manifests(site)
        yield from coverage.describe_figures(site, EntityIndex(context.manifests, context.options))


FAMILY = Family(
    (
        *manifest_rules.CHECKS,
        *prose_rules.CHECKS,
        *figure_rules.CHECKS,
        Check(
            OPTIONS,
            holds="The options of the checks can be used.",
            why="An option that is unknown or cannot be used would leave rules silently off.",
            find=find_wrong_options,
            help=f"kubernetes-checks/#{OPTIONS}",
        ),
    ),
    find_diagnostics,
    count_nodes,
    describe_figures,
)
