"""Remedies for titles of clusters that cover the paths of edges: another side, or more space beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from . import narrow, titles
from .candidate import Candidate


@dataclass(frozen=True)
class TitleRemedy:
    """A change to a title that covers the path of an edge.

    `is_low` moves the title to the lower side of its cluster. `is_roomy` adds space at its sides; all
    titles then get shorter lines.
    """

    is_low: bool
    is_roomy: bool


WIDE_REMEDIES = TitleRemedy(is_low=True, is_roomy=False), TitleRemedy(is_low=False, is_roomy=True)
NARROW_REMEDIES = TitleRemedy(is_low=True, is_roomy=False), TitleRemedy(is_low=False, is_roomy=False)
"""The remedy that helps most often comes first; each costs a layout."""


def clear_titles(first: Candidate, remedies: Sequence[TitleRemedy]) -> Candidate:
    """Return the candidate, or a similar one in which fewer titles cover the paths of edges.

    A title that is crossed again gets the next remedy.
    """
    if first.width == inf:
        return first
    best, last, attempts = first, first, Counter[str]()
    widest = max(first.width, narrow.COLUMN)
    for _ in remedies:
        if not best.crossed_clusters:
            break
        attempts.update(last.crossed_clusters)
        chosen = {cluster: remedies[count - 1] for cluster, count in attempts.items()}
        last = _apply_remedies(first, chosen)
        if last == first or last.width == inf:
            break
        best = min(best, last, key=lambda candidate: (candidate.fault_count, max(candidate.width, widest)))
    return best


def _apply_remedies(candidate: Candidate, chosen: dict[str, TitleRemedy]) -> Candidate:
    low = {cluster for cluster, remedy in chosen.items() if remedy.is_low}
    roomy = frozenset(cluster for cluster, remedy in chosen.items() if remedy.is_roomy)
    spacing = candidate.spacing
    return replace(
        candidate,
        graph=titles.lower_titles(candidate.graph, low),
        spacing=replace(spacing, roomy=roomy, title_wrap=spacing.title_wrap / (2 if roomy else 1)),
    )
