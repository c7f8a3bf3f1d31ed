"""A graph in words: the text that a search finds, and that readers get who cannot see the drawing. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.labels import strip_markup
from ..model.figure import WORD_SEPARATOR, Description
from ..model.graph.graph import Cluster, Edge, Graph, Node
from ..model.words import ENGLISH, Words


def list_labels(graph: Graph) -> str:
    """Return every label, step and question once, in one line."""
    sentences = [*(step.text for step in graph.steps), *(question.text for question in graph.questions)]
    labels = [*map(strip_markup, graph.iterate_labels()), *sentences]
    return WORD_SEPARATOR.join(dict.fromkeys(filter(None, labels)))


def describe_graph(graph: Graph, words: Words = ENGLISH) -> Description:
    """Return the nesting of a graph's parts and the meaning of its edges, in the order of the flow."""
    return Description(tuple(describe_parts(graph, words)), tuple(describe_edges(graph, words)))


def describe_parts(graph: Graph, words: Words = ENGLISH) -> Iterator[tuple[int, str]]:
    """Yield clusters, each before its content, and nodes, with the number of clusters around them."""
    parents = {node.cluster for node in graph.nodes} | {cluster.parent for cluster in graph.clusters}
    for depth, part in graph.iterate_nested():
        if isinstance(part, Node):
            tooltip = read_tooltip(part)
            yield depth, f"{name_node(part)}: {tooltip}" if tooltip else name_node(part)
        else:
            name = name_cluster(part, words)
            if part.id in parents:
                yield depth, words.say("{cluster}, which holds", cluster=name)
            else:
                yield depth, words.say("{cluster}, empty", cluster=name)


def describe_edges(graph: Graph, words: Words = ENGLISH) -> Iterator[str]:
    """Yield a sentence for all edges of one node with the same way and label, in the order of the flow."""
    nodes = {node.id: name_node(node) for node in graph.nodes}
    clusters = {cluster.id: name_cluster(cluster, words) for cluster in graph.clusters}
    order = {node.id: index for index, node in enumerate(graph.sort_by_flow())}
    # A dictionary serves as a set that keeps the order.
    sentences: dict[tuple[str, str, str], dict[str, None]] = {}
    for edge in sorted(graph.edges, key=lambda edge: order[edge.endpoints[0]]):
        tail, head = edge.endpoints
        # An edge that ends at a cluster's border (`ltail`, `lhead`) is about all nodes inside.
        borders = edge.attrs.get("ltail", ""), edge.attrs.get("lhead", "")
        near, far = reversed(borders) if edge.direction == "back" else borders
        way = edge.direction if edge.direction in ("none", "both") else "forward"
        subject = clusters.get(near, nodes[tail]), way, _join_labels(edge, words)
        sentences.setdefault(subject, {})[clusters.get(far, nodes[head])] = None
    for (tail, way, label), heads in sentences.items():
        sentence = _write_sentence(tail, way, words.join_and(list(heads)), words)
        if label:
            yield words.say("{sentence}: {label}.", sentence=sentence, label=label)
        else:
            yield words.say("{sentence}.", sentence=sentence)


def _write_sentence(tail: str, way: str, heads: str, words: Words) -> str:
    if way == "none":
        return words.say("{node} is joined to {others}", node=tail, others=heads)
    if way == "both":
        return words.say("{node} leads to and back from {others}", node=tail, others=heads)
    return words.say("{node} leads to {others}", node=tail, others=heads)


def name_node(node: Node) -> str:
    """Return the label of a node in words, else its kind."""
    return strip_markup(node.label) or node.kind


def name_cluster(cluster: Cluster, words: Words = ENGLISH) -> str:
    """Return the label of a cluster in words."""
    return strip_markup(cluster.label) or words.say("A group")


def read_tooltip(node: Node) -> str:
    """Return a node's tooltip, as one line of words."""
    return strip_markup(node.attrs.get("tooltip", ""))


def join_words(words: list[str]) -> str:
    """Return the words as `a, b and c`."""
    return ENGLISH.join_and(words)


def _join_labels(edge: Edge, words: Words) -> str:
    return words.join_list([*filter(None, map(strip_markup, edge.iterate_labels()))])
