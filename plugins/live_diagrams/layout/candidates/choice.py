"""The layouts of one graph: as its author wants it, for the page's column, and for a phone.

Each is the best of a few candidates. What Graphviz lays out well in the author's direction stays: other
directions, spacings and engines are tried only where that does not fit, or covers something. A layout of a
small graph takes a few milliseconds; all but the first one of a figure share a budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from ...model.graph.graph import Attrs, Graph
from ...model.job import Job
from ..engines import graphlay
from ..engines.graphviz import ENGINES
from ..styled_graph import COMPACT, WIDE
from . import narrow, phone, wrapping
from .budget import Budget
from .candidate import Candidate
from .remedies import clear_titles

_TURNED = {"LR": "TB", "RL": "TB", "TB": "LR", "BT": "LR"}

_RANKED_TOGETHER = {"newrank": "true"}
"""Graphviz then ranks all nodes at once, not cluster by cluster: it loses nothing, and fewer edges cross."""

_PLAIN = {"newrank": "true", "splines": "line", "compound": "false", "concentrate": "false"}
"""Attributes with which Graphviz lays out graphs that it cannot lay out otherwise."""

_PHONE = 480.0
"""CSS pixels of a drawing from which it is not only for phones, however tall it is."""
_RIBBON = 2.5
"""The height of a smaller one, as a multiple of its width, from which it is."""

_MOST_COMPACT = 2.0
"""The width of a drawing, as a part of the column's, from which no spacing makes it fit."""

_WORTH = 3.0
"""How many times the area and the crossings of Graphviz' layout another one may have that covers less."""


def choose_candidates(graph: Graph, job: Job) -> dict[str, Candidate]:
    """Return the best candidates by variant, in this order.

    `wide` is as the author wants it; `column` fits the column of the page where `wide` does not; `narrow` is
    for a phone, where the others need more width.

    Raises:
        ValueError: No engine can lay the graph out.
    """
    budget = Budget(job.layout_budget)
    first = find_first(Candidate(graph, job.direction, WIDE, job.dot_program, budget=budget), job)
    budget.start()
    if first.styled.engine != "dot":
        return {"wide": first}
    wide = _clear_labels(clear_titles(_compact(first, job.width), is_roomy=True), job)
    best = wide
    if wide.width > job.width or (wide.is_too_tall(job.width) and not job.direction):
        best = _find_best(wide, _iterate_for_column(first, job), job.width)
    if wide.is_too_tall(job.width) and not job.direction:
        wide = best
    wide = wide.order_siblings()
    chosen = {"wide": wide}
    column = wide
    if best.width < wide.width and wide.width > job.width and not _is_for_phones(best, job.width):
        chosen["column"] = column = best.order_siblings()
    if job.narrow != "none" and wide.width > narrow.COLUMN:
        shown = min(wide, column, key=lambda candidate: candidate.width)
        small = phone.choose_for_phone(first, shown, best, job)
        if small:
            chosen["narrow"] = small
    return chosen


def find_first(wanted: Candidate, job: Job) -> Candidate:
    """Return the first candidate that an engine lays out intact; else the one that misleads least.

    Raises:
        ValueError: There is none; the message says what was tried.
    """
    other = replace(wanted, engine="graphlay")
    tried = {
        "Graphviz": wanted,
        "Graphviz with all nodes ranked together": _add_attributes(wanted, _RANKED_TOGETHER),
        "graphlay": other,
        "Graphviz with straight lines": _add_attributes(wanted, _PLAIN),
    }
    if job.engine == "graphlay":
        tried = {"graphlay": other, "Graphviz": wanted}
    if wanted.styled.engine not in ENGINES:
        tried = {"Graphviz": wanted}  # which refuses it by name
    elif wanted.styled.engine != "dot":
        # Such engines lose edges between nodes that they place upon each other.
        tried = {"Graphviz": wanted, "Graphviz's dot": _add_attributes(wanted, {"layout": "dot"})}
    if job.engine == "graphviz" or not graphlay.is_installed():
        tried.pop("graphlay", None)
    messages: dict[str, str] = {}
    flawed: list[Candidate] = []
    for name, candidate in tried.items():
        try:
            if candidate.is_intact():
                return candidate
            flawed.append(candidate)
        except ValueError as error:
            messages[name] = str(error)
    restored = (
        replace(candidate, restores=True) for candidate in tried.values() if candidate.engine == "graphviz"
    )
    flawed += (candidate for candidate in restored if candidate.width < inf)
    if flawed:
        return min(flawed, key=lambda candidate: (candidate.faults, len(candidate.layout.added)))
    reasons = dict.fromkeys(messages.values())
    if len(messages) == 1:
        raise ValueError(*reasons)
    raise ValueError(f"tried {', '.join(messages)}: {'; '.join(reasons)}")


def _add_attributes(candidate: Candidate, attrs: Attrs) -> Candidate:
    return replace(candidate, graph=replace(candidate.graph, attrs={**candidate.graph.attrs, **attrs}))


def _compact(first: Candidate, column: float) -> Candidate:
    """Return the candidate, or a compact one where only that one fits the column."""
    if column < first.width <= column * _MOST_COMPACT:
        compact = first.vary(first.styled.attrs["rankdir"], COMPACT)
        return compact if compact.width <= column else first
    return first


def _clear_labels(wide: Candidate, job: Job) -> Candidate:
    """Return the candidate, or another which covers less and is not much larger or more tangled."""
    if wide.is_clean():
        return wide
    others = [_add_attributes(wide, _RANKED_TOGETHER)] if wide.engine == "graphviz" else []
    if wide.can_use_graphlay(job):
        others.append(replace(wide, engine="graphlay"))
    best = wide
    for other in others:
        if (
            other.width < inf
            and other.faults < best.faults
            and other.area <= _WORTH * wide.area
            and other.crossings <= wide.crossings + 1
        ):
            best = other
    return best


def _iterate_for_column(first: Candidate, job: Job) -> Iterator[Candidate]:
    """Yield candidates for a column that `first` does not fit; those first that are likely the best."""
    own = first.direction or first.graph.direction
    # In an embed the author orders a direction; in the script it is a wish.
    directions = [own] if job.direction else [own, _TURNED.get(own, own)]
    spacings = (COMPACT,) if first.is_large() else (WIDE, COMPACT)
    if first.engine == "graphviz":
        for direction in reversed(directions):
            for spacing in spacings:
                candidate = first.vary(direction, spacing)
                if candidate.width <= job.width or spacing == COMPACT:
                    yield clear_titles(candidate, is_roomy=True) if candidate.width < inf else candidate
            if direction == "TB":
                yield from _iterate_broken(first, job.width)
    if first.engine == "graphlay" or first.can_use_graphlay(job):
        for direction in reversed(directions):
            for spacing in spacings:
                yield replace(first, engine="graphlay", direction=direction, spacing=spacing)


def _iterate_broken(first: Candidate, column: float) -> Iterator[Candidate]:
    """Yield candidates from top to bottom that are broken to fit a column, or not to be a ribbon."""
    folded: list[Candidate] = []
    for spacing in (WIDE, COMPACT):
        upright = first.vary("TB", spacing)
        if inf > upright.width > column:
            if wrapped := wrapping.wrap_rows(first.graph, upright.locate_nodes(), column):
                yield clear_titles(replace(upright, graph=wrapped), is_roomy=True)
        elif upright.is_too_tall(column):
            folds = wrapping.iterate_folds(first.graph, upright.locate_nodes())
            folded += [replace(upright, graph=graph) for graph in folds]
    folded = [candidate for candidate in folded if candidate.width < inf]
    if folded:
        best = min(folded, key=lambda candidate: (candidate.crossings, candidate.measure_excess(column)))
        yield clear_titles(best, is_roomy=True)


def _find_best(first: Candidate, others: Iterator[Candidate], column: float) -> Candidate:
    """Return the first candidate that is clean and fits a column, else the best of all."""
    best = first
    for candidate in others:
        if candidate.is_late():
            break
        if candidate.is_clean() and not candidate.measure_excess(column):
            return candidate
        best = min(best, candidate, key=lambda candidate: candidate.rank(column))
    return best


def _is_for_phones(candidate: Candidate, column: float) -> bool:
    """Return whether a drawing is so narrow and so tall that a column of a desktop is no place for it."""
    view = candidate.layout.view
    return view.width < _PHONE and view.height > max(_RIBBON * view.width, column)
