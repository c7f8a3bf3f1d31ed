"""What changed between two states of a project's figures: nodes, edges and boxes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..layout.labels import strip_markup
from ..model import parameters
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.graph import Graph

Drawn = Figure | FigureError
"""A figure, or what went wrong with it."""

_ORDER = ("removed", "added", "changed")


@dataclass(frozen=True)
class Change:
    """One part that is another: `what` is `added`, `removed` or `changed`; `part` says which, in words."""

    what: str
    part: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.part}{f' ({self.how})' if self.how else ''}"


@dataclass(frozen=True)
class Difference:
    """A figure before and after; one of the two is missing where the figure is new or gone."""

    name: str
    before: Drawn | None
    after: Drawn | None
    changes: tuple[Change, ...] = ()


def every(name: str, drawn: list[Figure] | FigureError) -> dict[str, Drawn]:
    """What a script draws, by a name for each: of several diagrams, and of all that readers can choose."""
    if isinstance(drawn, FigureError):
        return {name: drawn}
    found: dict[str, Drawn] = {}
    for figure in drawn:
        whole = name if len(drawn) == 1 else f"{name}/{figure.filename}"
        if not figure.combinations:
            found[whole] = figure
        ways = parameters.iterate_combinations(figure.parameters)
        for chosen, made in zip(ways, figure.combinations, strict=False):
            found[f"{whole} ({parameters.format_combination(chosen)})"] = made
    return found


def between(before: Mapping[str, Drawn], after: Mapping[str, Drawn]) -> list[Difference]:
    """The figures that look another way, or are new, gone, failing or mended; sorted by name."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if not _alike(old, new):
            parts = (
                tuple(changes(old.graph, new.graph))
                if isinstance(old, Figure) and isinstance(new, Figure)
                else ()
            )
            found.append(Difference(name, old, new, parts))
    return found


def _alike(one: Drawn | None, other: Drawn | None) -> bool:
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.appearance == other.appearance
    if isinstance(one, FigureError) and isinstance(other, FigureError):
        return one.message == other.message
    return False


def changes(before: Graph, after: Graph) -> list[Change]:
    """What is another in a graph: what is gone, what is new, what is left and changed."""
    found: list[Change] = []
    for old, new in ((_nodes(before), _nodes(after)), (_boxes(before), _boxes(after))):
        found += _parts(old, new)
    found += _parts(_edges(before), _edges(after))
    old_steps, new_steps = (
        {str(at): step.text for at, step in enumerate(g.steps, 1)} for g in (before, after)
    )
    found += _parts(
        {f"step {at}": {"text": text} for at, text in old_steps.items()},
        {f"step {at}": {"text": text} for at, text in new_steps.items()},
    )
    return sorted(found, key=lambda change: _ORDER.index(change.what))


Parts = Mapping[str, Mapping[str, str]]
"""The parts of a graph by their names, each with what can change of it."""


def _parts(before: Parts, after: Parts) -> Iterator[Change]:
    for name in sorted(before.keys() - after.keys()):
        yield Change("removed", name)
    for name in sorted(after.keys() - before.keys()):
        yield Change("added", name)
    for name in (name for name in before if name in after):
        old, new = before[name], after[name]
        how = [
            f"{key}: {old.get(key) or 'none'} → {new.get(key) or 'none'}"
            for key in sorted(old.keys() | new.keys())
            if old.get(key) != new.get(key)
        ]
        if how:
            yield Change("changed", name, "; ".join(how))


def _nodes(graph: Graph) -> Parts:
    boxes = {cluster.id: strip_markup(cluster.label) for cluster in graph.clusters}
    return {
        f"node {node.id}": {
            **node.attrs,
            "label": strip_markup(node.label),
            "kind": node.kind,
            "inside": boxes.get(node.cluster, ""),
        }
        for node in graph.without_invisible().nodes
    }


def _boxes(graph: Graph) -> Parts:
    boxes = {cluster.id: strip_markup(cluster.label) for cluster in graph.clusters}
    return _numbered(
        (f"box {strip_markup(cluster.label)}", {**cluster.attrs, "inside": boxes.get(cluster.parent, "")})
        for cluster in graph.clusters
    )


def _edges(graph: Graph) -> Parts:
    return _numbered(
        (
            "edge {} → {}".format(*edge.endpoints),
            {**edge.attrs, "label": strip_markup(edge.label), "direction": edge.direction},
        )
        for edge in graph.without_invisible().edges
    )


def _numbered(parts: Iterable[tuple[str, dict[str, str]]]) -> Parts:
    """Parts by name, where several may have the same: boxes called alike, edges between the same two."""
    found: dict[str, dict[str, str]] = {}
    many: Counter[str] = Counter()
    for name, part in parts:
        many[name] += 1
        found[name if many[name] == 1 else f"{name}, no. {many[name]}"] = part
    return found
