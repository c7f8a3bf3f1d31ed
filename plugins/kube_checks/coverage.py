"""How much of the figures is held against something: nodes and edges, and where each is known from. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Site

from .figures import Drawn, drawn
from .things import DECLARED, Known


def told(site: Site, known: Known) -> Iterator[str]:
    """A line a figure, and one for all of them."""
    figures: dict[tuple[str, str], list[Drawn]] = {}
    for figure in drawn(site, known):
        figures.setdefault((figure.file, figure.name), []).append(figure)
    total = [0, 0, 0, 0, 0]
    for (file, name), every in figures.items():
        counts = _counted(every)
        total = [a + b for a, b in zip(total, counts, strict=True)]
        combined = f", {len(every)} combinations" if len(every) > 1 else ""
        yield f"figure {name} ({file}{combined}): {_line(counts)}"
    if figures:
        yield f"all {len(figures)} figures that show objects: {_line(total)}"


def _counted(every: list[Drawn]) -> list[int]:
    """Nodes in the manifests, declared, unknown; edges whose ends are known, and others. Each counts once."""
    known = every[0].known
    nodes = {node.id for figure in every for node in figure.graph.nodes}
    things = {id_: known.thing(id_) for id_ in nodes}
    found = [thing for thing in things.values() if thing]
    declared = sum(thing.source == DECLARED for thing in found)
    edges = {(e.tail, e.head, *e.labels()) for figure in every for e in figure.graph.edges}
    joined = sum(bool(things[tail] and things[head]) for tail, head, *_ in edges)
    return [len(found) - declared, declared, len(things) - len(found), joined, len(edges) - joined]


def _line(counts: list[int]) -> str:
    held, declared, unknown, joined, open_ = counts
    nodes = (
        f"{held + declared + unknown} nodes, {held} in the manifests, {declared} declared, {unknown} unknown"
    )
    return f"{nodes}; {joined + open_} edges, {joined} between known ends, {open_} not"
