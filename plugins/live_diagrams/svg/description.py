"""A graph in words: what a search finds, and what a reader who cannot see the drawing is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.labels import strip_markup
from ..model.figure import WORD_SEPARATOR, Description
from ..model.graph import Edge, Graph, Node


def list_labels(graph: Graph) -> str:
    """Every label and every step once, as one clean line."""
    found = [*map(strip_markup, graph.iterate_labels()), *(step.text for step in graph.steps)]
    return WORD_SEPARATOR.join(dict.fromkeys(filter(None, found)))


def describe_graph(graph: Graph) -> Description:
    """What is inside what, and what leads to what, both in the order of the flow."""
    return Description(tuple(describe_parts(graph)), tuple(describe_edges(graph)))


def name_node(node: Node) -> str:
    """What a node is called in words."""
    return strip_markup(node.label) or node.kind


def read_tooltip(node: Node) -> str:
    """A node's tooltip, as one line of words."""
    return strip_markup(node.attrs.get("tooltip", ""))


def describe_parts(graph: Graph) -> Iterator[tuple[int, str]]:
    """Boxes and nodes, each with how many boxes are around it; a box comes before what is in it."""
    holding = {thing.cluster for thing in graph.nodes} | {cluster.parent for cluster in graph.clusters}
    for depth, thing in graph.iterate_nested():
        if isinstance(thing, Node):
            yield (
                depth,
                f"{name_node(thing)}: {read_tooltip(thing)}" if read_tooltip(thing) else name_node(thing),
            )
        else:
            title = strip_markup(thing.label) or "A group"
            yield depth, f"{title}, which holds" if thing.id in holding else f"{title}, empty"


def describe_edges(graph: Graph) -> Iterator[str]:
    """A sentence for all edges that say the same of one node, in the order of the flow."""
    names = {node.id: name_node(node) for node in graph.nodes}
    boxes = {cluster.id: strip_markup(cluster.label) or "A group" for cluster in graph.clusters}
    places = {node.id: at for at, node in enumerate(graph.sort_by_flow())}
    heads: dict[tuple[str, str, str], list[str]] = {}
    for edge in sorted(graph.edges, key=lambda edge: places[edge.endpoints[0]]):
        tail, head = edge.endpoints
        # An edge that ends at a cluster's border (`ltail`, `lhead`) is about all that is inside.
        borders = edge.attrs.get("ltail", ""), edge.attrs.get("lhead", "")
        near, far = reversed(borders) if edge.direction == "back" else borders
        verb = {"none": "is joined to", "both": "leads to and back from"}.get(edge.direction, "leads to")
        key = boxes.get(near, names[tail]), verb, _label(edge)
        found = heads.setdefault(key, [])
        found += [said] if (said := boxes.get(far, names[head])) not in found else []
    for (tail, verb, label), found in heads.items():
        yield (
            f"{tail} {verb} {join_words(found)}: {label}." if label else f"{tail} {verb} {join_words(found)}."
        )


def _label(edge: Edge) -> str:
    return ", ".join(filter(None, map(strip_markup, edge.iterate_labels())))


def join_words(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
