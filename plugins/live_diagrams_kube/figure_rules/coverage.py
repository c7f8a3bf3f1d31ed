"""How much of the figures is held against something: nodes and edges, and where each is known from. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Site

from .figures import Drawn, drawn
from .things import DECLARED, Known


def details(site: Site, known: Known) -> Iterator[str]:
    """A line a figure."""
    for (file, name), every in _figures(site, known).items():
        combined = f", {len(every)} combinations" if len(every) > 1 else ""
        held, declared, unknown, joined, open_ = _counted(every)
        nodes = f"nodes: {held} in the manifests, {declared} declared, {unknown} unknown"
        yield f"figure {name} ({file}{combined}): {nodes}; edges: {joined} between known ends, {open_} not"


def counted(site: Site, known: Known) -> Iterator[str]:
    """One sentence on all figures, where any shows objects."""
    figures = [_counted(every) for every in _figures(site, known).values()]
    if figures:
        held, declared, unknown, joined, open_ = map(sum, zip(*figures, strict=True))
        share = f"{held + declared} of {held + declared + unknown} nodes"
        edges = f"{joined} of {joined + open_} edges"
        what = "figure that shows" if len(figures) == 1 else "figures that show"
        yield f"{len(figures)} {what} objects: {share} and {edges} known, {declared} nodes as declared."


def _figures(site: Site, known: Known) -> dict[tuple[str, str], list[Drawn]]:
    """The figures that show objects, each in all its combinations."""
    figures: dict[tuple[str, str], list[Drawn]] = {}
    for figure in drawn(site, known):
        figures.setdefault((figure.file, figure.name), []).append(figure)
    return figures


def _counted(every: list[Drawn]) -> list[int]:
    """Nodes in the manifests, declared, unknown; edges whose ends are known, and others. Each counts once."""
    known = every[0].known
    nodes = {node.id for figure in every for node in figure.graph.nodes}
    things = {id_: known.thing(id_) for id_ in nodes}
    found = [thing for thing in things.values() if thing]
    declared = sum(thing.source == DECLARED for thing in found)
    edges = {(e.tail, e.head, *e.iterate_labels()) for figure in every for e in figure.graph.edges}
    joined = sum(bool(things[tail] and things[head]) for tail, head, *_ in edges)
    return [len(found) - declared, declared, len(things) - len(found), joined, len(edges) - joined]
