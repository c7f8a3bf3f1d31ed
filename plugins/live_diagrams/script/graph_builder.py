"""Build a graph of the model from the DOT source of a diagram and the notes on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..layout.dot import DotEdge, DotSource
from ..model.errors import ErrorKind, FigureError
from ..model.graph.graph import LABEL_SEPARATOR, Cluster, Edge, Graph, Group, Node
from ..model.graph.walkthrough import Step
from . import questions, steps
from .naming import assign_unique_ids, make_slug
from .notes import EDGE_MARK, DiagramNotes, PartNote

_SET_BY_DIAGRAM = frozenset({"splines", "rankdir", "label"})
"""Graph attributes that `Diagram.__init__` sets whether the author asked for them or not."""


def build_graph(diagram: Any, notes: DiagramNotes, source: DotSource) -> Graph:
    """Return the graph that a `Diagram` describes.

    Raises:
        FigureError: A step of its walkthrough has no edges, or a question is about another diagram.
    """
    node_ids = _assign_node_ids(source, notes)
    cluster_ids = _assign_cluster_ids(source, notes)
    nodes = _build_nodes(source, notes, node_ids, cluster_ids)
    edges, step_edges = _build_edges(source, notes, node_ids, cluster_ids)
    return Graph(
        name=diagram.name,
        filename=diagram.filename,
        direction=source.attrs.get("rankdir", "LR").upper(),
        strict=source.strict,
        attrs=_select_attrs(diagram, notes, source),
        nodes=nodes,
        edges=edges,
        clusters=_build_clusters(source, notes, cluster_ids),
        groups=tuple(
            Group(dict(group.attrs), tuple(node_ids[name] for name in group.nodes)) for group in source.groups
        ),
        steps=tuple(
            _build_step(number, step, step_edges) for number, step in enumerate(steps.list_steps(diagram), 1)
        ),
        questions=tuple(
            questions.build_question(note, nodes, node_ids) for note in questions.list_questions(diagram)
        ),
        line=notes.line,
    )


def _assign_node_ids(source: DotSource, notes: DiagramNotes) -> dict[str, str]:
    """Return an id for each DOT node: the author's where there is one, else a slug of kind and label."""
    named = {name for name in source.nodes if name not in notes.nodes or notes.nodes[name].is_named}
    slugs = ((_make_node_slug(notes.nodes[name]), name) for name in source.nodes if name not in named)
    return {name: name for name in source.nodes if name in named} | assign_unique_ids(slugs, named)


def _make_node_slug(note: PartNote) -> str:
    return make_slug(f"{note.kind} {note.label}" if note.kind != "Node" else note.label or "node")


def _assign_cluster_ids(source: DotSource, notes: DiagramNotes) -> dict[str, str]:
    labels = {
        name: notes.clusters[name].label if name in notes.clusters else name for name in source.clusters
    }
    return assign_unique_ids((make_slug(label), name) for name, label in labels.items())


def _build_nodes(
    source: DotSource, notes: DiagramNotes, node_ids: Mapping[str, str], cluster_ids: Mapping[str, str]
) -> tuple[Node, ...]:
    nodes = []
    for name, node in source.nodes.items():
        # A node that the author wrote into the raw DOT source has no note.
        label = node.attrs.get("label", r"\N").replace(r"\N", name)
        note = notes.nodes.get(name) or PartNote(label, {}, 0)
        attrs = {**node.attrs, **note.attrs}
        attrs.pop("label", None)
        nodes.append(
            Node(
                id=node_ids[name],
                label=note.label,
                kind=note.kind,
                provider=note.provider,
                icon=note.icon,
                missing_icon=note.missing_icon,
                cluster=cluster_ids.get(node.cluster, ""),
                attrs=attrs,
                line=note.line,
            )
        )
    return tuple(nodes)


def _build_edges(
    source: DotSource, notes: DiagramNotes, node_ids: Mapping[str, str], cluster_ids: Mapping[str, str]
) -> tuple[tuple[Edge, ...], dict[int, list[str]]]:
    """Return the edges, in the order of the script, and the ids of those that belong to each step."""
    edges = []
    step_edges: dict[int, list[str]] = {}
    by_mark = sorted(source.edges, key=lambda edge: int(edge.attrs.get(EDGE_MARK, len(notes.edges))))
    for number, dot_edge in enumerate(by_mark, 1):
        edge, step = _build_edge(f"edge-{number}", dot_edge, notes, node_ids, cluster_ids)
        edges.append(edge)
        if step:
            step_edges.setdefault(step, []).append(edge.id)
    return tuple(edges), step_edges


def _build_edge(
    id_: str,
    edge: DotEdge,
    notes: DiagramNotes,
    node_ids: Mapping[str, str],
    cluster_ids: Mapping[str, str],
) -> tuple[Edge, int]:
    """Return an edge, and the number of the step that it belongs to, or 0."""
    attrs = dict(edge.attrs)
    mark = attrs.pop(EDGE_MARK, None)
    # An edge that the author wrote into the raw DOT source has no note.
    direction = attrs.get("dir", "forward")
    note = notes.edges[int(mark)] if mark else PartNote("", {}, 0, direction=direction)
    attrs |= note.attrs
    label = attrs.pop("label", "")
    if note.step:
        label = label.removeprefix(str(note.step)).removeprefix(LABEL_SEPARATOR)
    attrs.pop("dir", None)
    # `lhead` and `ltail` name clusters by their DOT names.
    attrs |= {name: cluster_ids.get(attrs[name], attrs[name]) for name in ("lhead", "ltail") if name in attrs}
    tail, head = node_ids[edge.tail], node_ids[edge.head]
    return Edge(id_, tail, head, label, note.direction, attrs, note.line), note.step


def _build_clusters(
    source: DotSource, notes: DiagramNotes, cluster_ids: Mapping[str, str]
) -> tuple[Cluster, ...]:
    clusters = []
    for name, cluster in source.clusters.items():
        note = notes.clusters.get(name) or PartNote("", {}, 0)
        attrs = {**cluster.attrs, **note.attrs}
        label = attrs.pop("label", note.label)
        parent = cluster_ids.get(cluster.parent, "")
        clusters.append(Cluster(cluster_ids[name], label, parent, attrs, note.line))
    return tuple(clusters)


def _select_attrs(diagram: Any, notes: DiagramNotes, source: DotSource) -> dict[str, str]:
    """Return the graph attributes that the author set.

    Plain `diagrams` paints a diagram's name; here it is the caption, and only a separate label is painted.
    """
    own_label = diagram._live_label not in ("", diagram.name)
    attrs = {"label": str(diagram._live_label)} if own_label else {}
    attrs |= {
        name: value
        for name, value in source.attrs.items()
        if name in notes.explicit or name not in _SET_BY_DIAGRAM
    }
    attrs.pop("rankdir", None)
    return attrs


def _build_step(number: int, step: steps.StepNote, step_edges: Mapping[int, list[str]]) -> Step:
    """Return a step with its edges.

    Raises:
        FigureError: It has none.
    """
    edges = step_edges.get(step.along, [])
    if not edges:
        message = f"step {number}, “{step.text}”, joins no nodes; write `a >> Step(…) >> b`"
        raise FigureError(message, line=step.line, kind=ErrorKind.EXCEPTION)
    return Step(step.text, step.note, tuple(edges), step.back, step.line, step.state)
