"""The candidate for a phone: one that is neither cut off nor a ribbon. Pure but for the layouts it asks for.

A drawing that is a little too wide is scaled down there, as long as its text can be read. That is better than
one which needs no scaling, but is a long column of single nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, inf

from ...model.figure import READABLE_SIZE, SMALLEST_SIZE
from ...model.job import Job
from ..styled_graph import NARROW, TIGHT
from . import narrow, titles
from .candidate import Candidate
from .remedies import clear_titles

_TALLEST = 1000.0
"""CSS pixels in height, shown there, from which a drawing is a ribbon."""
_NARROWER = 0.9
"""The width of a drawing for a phone, as a part of the next wider one's, from which it is worth having."""

_FEW_CROSSINGS = 3
"""Crossings that a drawing for a phone may have beyond those of the column's."""
_MOST_REARRANGED = 45
"""Nodes of the largest graph whose rows are broken for a phone: a larger one is a ribbon in any order."""


def choose_for_phone(first: Candidate, column: Candidate, spare: Candidate, job: Job) -> Candidate | None:
    """Return the candidate for a phone; none where that of the column is the best one there, too.

    Args:
        first: The first candidate of the graph.
        column: The one that the column of a desktop shows.
        spare: Another one, which may be too small for that.
        job: How to render the figure.
    """
    graph = first.graph
    is_ordered = job.narrow != "auto"
    if not is_ordered and fits(column):
        return None
    if not is_ordered and fits(spare):
        return spare.order_siblings()
    direction = job.narrow if is_ordered else narrow.turn_upright(job.direction or graph.direction)
    upright = replace(first, graph=titles.release_titles(graph), direction=direction, spacing=NARROW)
    if first.engine == "graphlay":
        return upright if upright.width <= _NARROWER * column.width else None
    most = column.crossings + max(_FEW_CROSSINGS, len(graph.edges) // 8)
    best = column
    for candidate in _iterate_candidates(upright):
        if candidate.width < inf and (is_ordered or candidate.crossings <= most):
            best = candidate if is_ordered and best is column else min(best, candidate, key=_rank)
        if best is not column and fits(best):
            break
    else:
        best = _tighten(best, column)
    if best is column and len(graph.nodes) <= _MOST_REARRANGED and upright.can_use_graphlay(job):
        other = replace(upright, engine="graphlay")
        if other.width < inf and other.crossings <= most and other.is_clean():
            best = min(column, other, key=_rank)
    if best is column or best.width > _NARROWER * column.width:
        return None
    return best if best.engine == "graphlay" else clear_titles(best, is_roomy=False).order_siblings()


def fits(candidate: Candidate) -> bool:
    """Return whether a drawing can be read on a phone as it is, and is no ribbon."""
    return candidate.width <= narrow.COLUMN and _measure_height(candidate) <= _TALLEST


def _iterate_candidates(upright: Candidate) -> Iterator[Candidate]:
    """Yield candidates for a phone, those first that change the graph less."""
    yield upright
    if upright.direction in ("TB", "BT") and len(upright.graph.nodes) <= _MOST_REARRANGED:
        for graph in narrow.iterate_rearranged(upright.graph, upright.locate_nodes):
            yield replace(upright, graph=graph)


def _tighten(best: Candidate, column: Candidate) -> Candidate:
    """Return a candidate that does not fit, or a tighter one which does."""
    if best is column:
        return best
    tight = replace(best, spacing=TIGHT)
    return min(best, tight, key=_rank)


def _rank(candidate: Candidate) -> tuple[float, ...]:
    """Return a key by which the better of two candidates for a phone comes first."""
    if candidate.width == inf:
        return (inf,)
    overflow = max(0.0, _shrink(candidate) / narrow.COLUMN - 1)
    too_tall = max(0.0, _measure_height(candidate) / _TALLEST - 1)
    excess = ceil(10 * (overflow + 2 * too_tall)) / 10  # a ribbon is worse than one that scrolls
    return excess, candidate.width > narrow.COLUMN, candidate.crossings, candidate.area


def _shrink(candidate: Candidate) -> float:
    """Return the least width to which a drawing is scaled down."""
    return candidate.width * SMALLEST_SIZE / READABLE_SIZE


def _measure_height(candidate: Candidate) -> float:
    """Return the height of a drawing as a phone shows it."""
    view = candidate.layout.view
    shown = min(view.width, max(narrow.COLUMN, _shrink(candidate)))
    return view.height * shown / view.width
