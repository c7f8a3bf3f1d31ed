"""Remedies for titles of clusters that cover the paths of edges: the other side, or more space around."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from math import inf

from . import narrow, titles
from .candidate import Candidate


def clear_titles(first: Candidate, *, is_roomy: bool) -> Candidate:
    """Return the candidate, or a similar one in which fewer titles cover the paths of edges.

    The titles of a figure are at one side of their clusters, unless that leaves one covered. Each remedy
    costs a layout.

    Args:
        first: The candidate, with all titles at the upper side where its author wants nothing else.
        is_roomy: Whether there may be more space beside the titles, which makes the drawing wider.
    """
    if first.width == inf:
        return first
    best, widest = first, max(first.width, narrow.COLUMN)
    for candidate in _iterate_remedies(first, is_roomy=is_roomy):
        if candidate.width < inf:
            best = min(best, candidate, key=lambda c: (c.fault_count, max(c.width, widest)))
        if not best.crossed_clusters:
            break
    return best


def _iterate_remedies(first: Candidate, *, is_roomy: bool) -> Iterator[Candidate]:
    if not first.crossed_clusters:
        return
    yield _lower_titles(first, {cluster.id for cluster in first.graph.clusters})
    if first.is_large():
        return
    if is_roomy:
        # All titles then have shorter lines, too.
        crossed, spacing = first.crossed_clusters, first.spacing
        yield replace(first, spacing=replace(spacing, roomy=crossed, title_wrap=spacing.title_wrap / 2))
    yield _lower_titles(first, first.crossed_clusters)


def _lower_titles(candidate: Candidate, clusters: Set[str]) -> Candidate:
    return replace(candidate, graph=titles.lower_titles(candidate.graph, clusters))
