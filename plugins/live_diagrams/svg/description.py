"""A graph in words: what a search finds, and what a reader who cannot see the drawing is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.labels import plain
from ..model.figure import SEPARATOR, Description
from ..model.graph import Edge, Graph, Node


def labels(graph: Graph) -> str:
    """Every label and every step once, as one clean line."""
    found = [*map(plain, graph.labels()), *(step.text for step in graph.steps)]
    return SEPARATOR.join(dict.fromkeys(filter(None, found)))


def describe(graph: Graph) -> Description:
    """What is inside what, and what leads to what, both in the order of the flow."""
    return Description(tuple(parts(graph)), tuple(ways(graph)))


def name(node: Node) -> str:
    """What a node is called in words."""
    return plain(node.label) or node.kind


def tip(node: Node) -> str:
    """A node's tooltip, as one line of words."""
    return plain(node.attrs.get("tooltip", ""))


def parts(graph: Graph) -> Iterator[tuple[int, str]]:
    """Boxes and nodes, each with how many boxes are around it; a box comes before what is in it."""
    holding = {thing.cluster for thing in graph.nodes} | {cluster.parent for cluster in graph.clusters}
    for depth, thing in graph.reading():
        if isinstance(thing, Node):
            yield depth, f"{name(thing)}: {tip(thing)}" if tip(thing) else name(thing)
        else:
            title = plain(thing.label) or "A group"
            yield depth, f"{title}, which holds" if thing.id in holding else f"{title}, empty"


def ways(graph: Graph) -> Iterator[str]:
    """A sentence for all edges that say the same of one node, in the order of the flow."""
    names = {node.id: name(node) for node in graph.nodes}
    boxes = {cluster.id: plain(cluster.label) or "A group" for cluster in graph.clusters}
    places = {node.id: at for at, node in enumerate(graph.flow())}
    heads: dict[tuple[str, str, str], list[str]] = {}
    for edge in sorted(graph.edges, key=lambda edge: places[edge.ends()[0]]):
        tail, head = edge.ends()
        # An edge that ends at a cluster's border (`ltail`, `lhead`) is about all that is inside.
        borders = edge.attrs.get("ltail", ""), edge.attrs.get("lhead", "")
        near, far = reversed(borders) if edge.direction == "back" else borders
        verb = {"none": "is joined to", "both": "leads to and back from"}.get(edge.direction, "leads to")
        key = boxes.get(near, names[tail]), verb, _label(edge)
        found = heads.setdefault(key, [])
        found += [said] if (said := boxes.get(far, names[head])) not in found else []
    for (tail, verb, label), found in heads.items():
        yield f"{tail} {verb} {listed(found)}: {label}." if label else f"{tail} {verb} {listed(found)}."


def _label(edge: Edge) -> str:
    return ", ".join(filter(None, map(plain, edge.labels())))


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
