"""From a figure, or a graph, to its document. Pure.

Paths of the author's machine, lines of the script and unsafe links are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePath

from ..model.figure import RenderedFigure
from ..model.graph.graph import Graph, Node
from ..svg.markup import is_safe_link
from .document import (
    VERSION,
    ChoiceDocument,
    ClusterDocument,
    EdgeDocument,
    FigureDocument,
    GroupDocument,
    NodeDocument,
    OptionDocument,
    QuestionDocument,
    StepDocument,
)


def describe_figure(figure: RenderedFigure, script: str) -> FigureDocument:
    """Return a figure as data; `script` is the name by which pages embed its script."""
    choices = tuple(
        ChoiceDocument(choice.label, choice.options, choice.options[choice.default])
        for choice in figure.parameters
    )
    return describe_graph(figure.graph, script, choices)


def describe_graph(graph: Graph, script: str, choices: tuple[ChoiceDocument, ...] = ()) -> FigureDocument:
    """Return a graph as data."""
    public = remove_private_values(graph)
    return FigureDocument(
        version=VERSION,
        script=script,
        title=public.name,
        filename=public.filename,
        direction=public.direction,
        strict=public.strict,
        attributes=dict(public.attrs),
        nodes=tuple(
            NodeDocument(
                node.id, node.label, node.kind, node.provider, node.icon, node.cluster, dict(node.attrs)
            )
            for node in public.nodes
        ),
        edges=tuple(
            EdgeDocument(edge.id, edge.tail, edge.head, edge.label, edge.direction, dict(edge.attrs))
            for edge in public.edges
        ),
        clusters=tuple(
            ClusterDocument(cluster.id, cluster.label, cluster.parent, dict(cluster.attrs))
            for cluster in public.clusters
        ),
        groups=tuple(GroupDocument(group.nodes, dict(group.attrs)) for group in public.groups),
        steps=tuple(StepDocument(s.text, s.note, s.edges, s.back, s.state) for s in public.steps),
        questions=tuple(
            QuestionDocument(
                question.text,
                tuple(OptionDocument(o.label, o.is_right, o.node) for o in question.options),
                question.because,
            )
            for question in public.questions
        ),
        choices=choices,
    )


def remove_private_values(graph: Graph) -> Graph:
    """Return a graph without paths of this machine, lines, sizes of icons and unsafe links."""
    return dataclasses.replace(
        graph,
        line=0,
        nodes=tuple(
            Node(n.id, n.label, n.kind, n.provider, _name_icon(n.icon), n.cluster, _drop_unsafe(n.attrs))
            for n in graph.nodes
        ),
        attrs=_drop_unsafe(graph.attrs),
        edges=tuple(dataclasses.replace(e, line=0, attrs=_drop_unsafe(e.attrs)) for e in graph.edges),
        clusters=tuple(dataclasses.replace(c, line=0, attrs=_drop_unsafe(c.attrs)) for c in graph.clusters),
        steps=tuple(dataclasses.replace(step, line=0) for step in graph.steps),
        questions=tuple(dataclasses.replace(question, line=0) for question in graph.questions),
    )


def _drop_unsafe(attrs: Mapping[str, str]) -> dict[str, str]:
    """Return attributes without links that pages refuse, such as those with the scheme `javascript:`."""
    return {
        name: value
        for name, value in attrs.items()
        if not name.lower().endswith(("url", "href")) or is_safe_link(value)
    }


@lru_cache(maxsize=4096)
def _name_icon(path: str) -> str:
    """Return the path of an icon below the package `diagrams`, else its file's name."""
    parts = PurePath(path).parts
    if "resources" in parts:
        return "/".join(parts[parts.index("resources") :])
    return parts[-1] if parts else ""
