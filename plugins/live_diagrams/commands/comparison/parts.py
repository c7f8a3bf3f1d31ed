"""The parts of a graph that two states of it are compared by: nodes, edges, boxes, steps, questions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ...layout.labels import strip_markup
from ...model.graph.graph import Graph
from ...svg.description import join_words

Parts = Mapping[str, Mapping[str, str]]
"""Parts of a graph by name, each with the properties that can change."""


def describe_nodes(graph: Graph) -> Parts:
    """Return the nodes."""
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


def describe_boxes(graph: Graph) -> Parts:
    """Return the boxes."""
    boxes = {cluster.id: strip_markup(cluster.label) for cluster in graph.clusters}
    return _number_duplicates(
        (f"box {strip_markup(cluster.label)}", {**cluster.attrs, "inside": boxes.get(cluster.parent, "")})
        for cluster in graph.clusters
    )


def describe_edges(graph: Graph) -> Parts:
    """Return the edges."""
    return _number_duplicates(
        (
            "edge {} → {}".format(*edge.endpoints),
            {**edge.attrs, "label": strip_markup(edge.label), "direction": edge.direction},
        )
        for edge in graph.without_invisible().edges
    )


def describe_steps(graph: Graph) -> Parts:
    """Return the steps."""
    return {
        f"step {number}": {"text": step.text, **{f"state {name}": value for name, value in step.state}}
        for number, step in enumerate(graph.steps, 1)
    }


def describe_questions(graph: Graph) -> Parts:
    """Return the questions."""
    return {
        f"question {number}": {
            "text": question.text,
            "answer": join_words([option.label for option in question.answers]),
        }
        for number, question in enumerate(graph.questions, 1)
    }


def _number_duplicates(parts: Iterable[tuple[str, dict[str, str]]]) -> Parts:
    """Return parts by name; boxes with one label, or edges between the same two nodes, have a number."""
    numbered: dict[str, dict[str, str]] = {}
    counts: Counter[str] = Counter()
    for name, properties in parts:
        counts[name] += 1
        numbered[name if counts[name] == 1 else f"{name}, no. {counts[name]}"] = properties
    return numbered


DESCRIPTIONS = (describe_nodes, describe_boxes, describe_edges, describe_steps, describe_questions)
