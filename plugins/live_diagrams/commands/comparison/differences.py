"""The differences between two states of a project's figures: nodes, edges, boxes and steps. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ...model.errors import FigureError
from ...model.figure import Figure
from ...model.graph import parameters
from ...model.graph.graph import Graph
from . import parts

Outcome = Figure | FigureError
"""A figure, or the error in its place."""


class ChangeKind(StrEnum):
    """What happened to a part of a graph, in the order of reports."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """A change of one part of a graph; `details` names the properties that changed, before and after."""

    kind: ChangeKind
    part: str
    details: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.part}{f' ({self.details})' if self.details else ''}"


@dataclass(frozen=True)
class Difference:
    """A figure before and after; one of the two is missing where the figure is new or gone."""

    name: str
    before: Outcome | None
    after: Outcome | None
    changes: tuple[Change, ...] = ()

    def summarize(self) -> str:
        """Return the difference in one line."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        if not isinstance(self.after, Figure):
            return "fails now"
        if not isinstance(self.before, Figure):
            return "fails no longer"
        if not self.changes:
            return "looks different, with the same parts"
        counts = Counter(change.kind for change in self.changes)
        kinds = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED)
        return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts[kind])


def name_outcomes(name: str, outcome: list[Figure] | FigureError) -> dict[str, Outcome]:
    """Return the figures of a script by name: each diagram, and each combination of its choices."""
    if isinstance(outcome, FigureError):
        return {name: outcome}
    outcomes: dict[str, Outcome] = {}
    for figure in outcome:
        full_name = name if len(outcome) == 1 else f"{name}/{figure.filename}"
        if not figure.combinations:
            outcomes[full_name] = figure
        combinations = parameters.iterate_combinations(figure.parameters)
        for combination, combined in zip(combinations, figure.combinations, strict=False):
            outcomes[f"{full_name} ({parameters.format_combination(combination)})"] = combined
    return outcomes


def compare_outcomes(before: Mapping[str, Outcome], after: Mapping[str, Outcome]) -> list[Difference]:
    """Return the figures that look different, or are new, gone or failing on one side; sorted by name."""
    differences: list[Difference] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if isinstance(old, Figure) and isinstance(new, Figure):
            if old.appearance != new.appearance:
                changes = tuple(compare_graphs(old.graph, new.graph))
                differences.append(Difference(name, old, new, changes))
        elif not (
            isinstance(old, FigureError) and isinstance(new, FigureError) and old.message == new.message
        ):
            differences.append(Difference(name, old, new))
    return differences


def compare_graphs(before: Graph, after: Graph) -> list[Change]:
    """Return the parts that were removed, then those that were added, then those that changed."""
    kinds = list(ChangeKind)
    changes = [
        change
        for describe in parts.DESCRIPTIONS
        for change in _compare_parts(describe(before), describe(after))
    ]
    return sorted(changes, key=lambda change: kinds.index(change.kind))


def find_marks(graph: Graph, other: Graph) -> dict[str, ChangeKind]:
    """Return how parts of a graph differ from another one, by their ids: a part is changed, or only here.

    What is only here is `added`; the caller knows which of the two graphs is the newer one.
    """
    marks: dict[str, ChangeKind] = {}
    visible = graph.without_invisible()
    for describe, ids in (
        (parts.describe_nodes, [node.id for node in visible.nodes]),
        (parts.describe_boxes, [cluster.id for cluster in graph.clusters]),
        (parts.describe_edges, [edge.id for edge in visible.edges]),
    ):
        others = describe(other)
        for (name, properties), part_id in zip(describe(graph).items(), ids, strict=True):
            if name not in others:
                marks[part_id] = ChangeKind.ADDED
            elif _compare_properties(others[name], properties):
                marks[part_id] = ChangeKind.CHANGED
    return marks


def merge_graphs(before: Graph, after: Graph) -> tuple[Graph, dict[str, ChangeKind]]:
    """Return a graph with the parts of both, and the marks of those that differ, by their ids."""
    marks = find_marks(after, before)
    nodes = {node.id for node in after.nodes}
    clusters = {cluster.id for cluster in after.clusters}
    gone = find_marks(before, after)
    removed_edges = [edge for edge in before.edges if gone.get(edge.id) is ChangeKind.ADDED]
    merged = replace(
        after,
        nodes=(*after.nodes, *(node for node in before.nodes if node.id not in nodes)),
        clusters=(*after.clusters, *(cluster for cluster in before.clusters if cluster.id not in clusters)),
        edges=(*after.edges, *(replace(edge, id=f"removed {edge.id}") for edge in removed_edges)),
    )
    marks |= {node.id: ChangeKind.REMOVED for node in before.nodes if node.id not in nodes}
    marks |= {cluster.id: ChangeKind.REMOVED for cluster in before.clusters if cluster.id not in clusters}
    marks |= {f"removed {edge.id}": ChangeKind.REMOVED for edge in removed_edges}
    return merged, marks


def _compare_parts(before: parts.Parts, after: parts.Parts) -> Iterator[Change]:
    for name in sorted(before.keys() - after.keys()):
        yield Change(ChangeKind.REMOVED, name)
    for name in sorted(after.keys() - before.keys()):
        yield Change(ChangeKind.ADDED, name)
    for name, old in before.items():
        if name in after and (details := _compare_properties(old, after[name])):
            yield Change(ChangeKind.CHANGED, name, details)


def _compare_properties(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    return "; ".join(
        f"{key}: {old.get(key) or 'none'} → {new.get(key) or 'none'}"
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    )
