"""A graph in words: what a search finds, and what a reader who cannot see the drawing is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from .graph import Edge, Graph
from .markup import plain


def labels(graph: Graph) -> str:
    """Every label once, as one clean line."""
    return " · ".join(dict.fromkeys(filter(None, map(plain, graph.labels()))))


def sentences(graph: Graph) -> Iterator[str]:
    """What is inside what, then what leads to what, in the order of the script."""
    names = {node.id: plain(node.label) or node.kind for node in graph.nodes}
    boxes = {cluster.id: plain(cluster.label) or "A group" for cluster in graph.clusters}
    for cluster in graph.clusters:
        inside = [boxes[c.id] for c in graph.clusters if c.parent == cluster.id]
        inside += [names[node.id] for node in graph.nodes if node.cluster == cluster.id]
        yield f"{boxes[cluster.id]} contains {listed(inside) or 'nothing'}."
    alone = [names[node.id] for node in graph.nodes if not node.cluster]
    if alone and graph.clusters:
        yield f"Outside stand {listed(alone)}." if len(alone) > 1 else f"Outside stands {alone[0]}."
    elif alone:
        yield f"It shows {listed(alone)}."
    yield from (_edge(edge, names, boxes) for edge in graph.edges)


def _edge(edge: Edge, names: dict[str, str], boxes: dict[str, str]) -> str:
    # An edge that ends at a cluster's border (`ltail`, `lhead`) is about all that is inside.
    tail = boxes.get(edge.attrs.get("ltail", ""), names[edge.tail])
    head = boxes.get(edge.attrs.get("lhead", ""), names[edge.head])
    if edge.direction == "back":
        tail, head = head, tail
    verb = {"none": "is joined to", "both": "leads to and back from"}.get(edge.direction, "leads to")
    label = ", ".join(filter(None, map(plain, edge.labels())))
    return f"{tail} {verb} {head}: {label}." if label else f"{tail} {verb} {head}."


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
