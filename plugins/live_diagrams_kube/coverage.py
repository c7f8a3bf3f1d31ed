"""How many nodes and edges of the figures are objects or declared. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Site

from .figure_rules.entities import EntityIndex
from .figure_rules.figures import FigureView, list_figures


def describe_figures(site: Site, index: EntityIndex) -> Iterator[str]:
    """Yield a line on each figure."""
    for (file, name), views in _group_figures(site, index).items():
        combined = f", {len(views)} combinations" if len(views) > 1 else ""
        objects, declared, unknown, joined, open_ = _count_parts(views)
        nodes = f"nodes: {objects} in the manifests, {declared} declared, {unknown} unknown"
        yield f"figure {name} ({file}{combined}): {nodes}; edges: {joined} between known ends, {open_} not"


def summarize_figures(site: Site, index: EntityIndex) -> Iterator[str]:
    """Yield one sentence on all figures, where any shows objects."""
    counts = [_count_parts(views) for views in _group_figures(site, index).values()]
    if counts:
        objects, declared, unknown, joined, open_ = map(sum, zip(*counts, strict=True))
        subject = "figure that shows" if len(counts) == 1 else "figures that show"
        nodes = f"{objects + declared} of {objects + declared + unknown} nodes"
        edges = f"{joined} of {joined + open_} edges"
        yield f"{len(counts)} {subject} objects: {nodes} and {edges} known, {declared} nodes as declared."


def _group_figures(site: Site, index: EntityIndex) -> dict[tuple[str, str], list[FigureView]]:
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for figure in list_figures(site, index):
        groups.setdefault((figure.file, figure.name), []).append(figure)
    return groups


def _count_parts(views: list[FigureView]) -> tuple[int, int, int, int, int]:
    """Return how many nodes are objects, declared and unknown, and how many edges have known ends or not."""
    ids = {node.id for view in views for node in view.graph.nodes}
    entities = {id_: entity for id_ in ids if (entity := views[0].index.find(id_))}
    declared = sum(entity.is_outside for entity in entities.values())
    edges = {(e.tail, e.head, *e.iterate_labels()) for view in views for e in view.graph.edges}
    joined = sum(tail in entities and head in entities for tail, head, *_ in edges)
    return len(entities) - declared, declared, len(ids) - len(entities), joined, len(edges) - joined
