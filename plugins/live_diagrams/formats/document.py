"""A figure as data: the JSON that is published beside a page and that `live-diagrams export` writes. Pure.

It has what the author described, and no coordinates. Paths of the author's machine and lines of the script
are left out.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from ..model.figure import RenderedFigure
from ..model.graph.graph import Cluster, Edge, Graph, Group, Node
from ..model.graph.walkthrough import Option, Question, Step
from ..svg.markup import is_safe_link

VERSION = 1
"""Rises when a program that reads documents has to change."""


class NodeDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node. `icon` is a path inside the package `diagrams`, or the name of an author's own file."""

    id: str
    label: str = ""
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    cluster: str = ""
    attributes: dict[str, str] = {}


class EdgeDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """An edge. `direction` says which ends have arrowheads: `forward`, `back`, `both` or `none`."""

    id: str
    source: str
    target: str
    label: str = ""
    direction: str = "forward"
    attributes: dict[str, str] = {}


class ClusterDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cluster of nodes. `parent` is the id of the cluster around it."""

    id: str
    label: str = ""
    parent: str = ""
    attributes: dict[str, str] = {}


class GroupDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Nodes that share attributes of the layout, such as `rank=same`."""

    nodes: tuple[str, ...]
    attributes: dict[str, str] = {}


class StepDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of the walkthrough along some edges, or back along them. `note` is Markdown.

    `state` has what holds after the step, as pairs of a name and its value.
    """

    text: str
    note: str = ""
    edges: tuple[str, ...] = ()
    back: bool = False
    state: tuple[tuple[str, str], ...] = ()


class OptionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A possible answer. `node` is the id of the node that it is."""

    label: str
    is_right: bool = False
    node: str = ""


class QuestionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question to readers. `because` says why the right options are right, in Markdown."""

    text: str
    options: tuple[OptionDocument, ...]
    because: str = ""


class ChoiceDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What readers can choose; the graph is the one with the defaults."""

    label: str
    options: tuple[str, ...]
    default: str = ""


class FigureDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure as data. `filename` tells several diagrams of one script apart."""

    version: int
    script: str
    title: str
    filename: str
    direction: str
    strict: bool = False
    attributes: dict[str, str] = {}
    nodes: tuple[NodeDocument, ...] = ()
    edges: tuple[EdgeDocument, ...] = ()
    clusters: tuple[ClusterDocument, ...] = ()
    groups: tuple[GroupDocument, ...] = ()
    steps: tuple[StepDocument, ...] = ()
    questions: tuple[QuestionDocument, ...] = ()
    choices: tuple[ChoiceDocument, ...] = ()


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


def restore_graph(document: FigureDocument) -> Graph:
    """Return the graph that a document describes."""
    return Graph(
        name=document.title,
        filename=document.filename,
        direction=document.direction,
        strict=document.strict,
        attrs=document.attributes,
        nodes=tuple(
            Node(n.id, n.label, n.kind, n.provider, n.icon, n.cluster, n.attributes) for n in document.nodes
        ),
        edges=tuple(
            Edge(e.id, e.source, e.target, e.label, e.direction, e.attributes) for e in document.edges
        ),
        clusters=tuple(Cluster(c.id, c.label, c.parent, c.attributes) for c in document.clusters),
        groups=tuple(Group(g.attributes, g.nodes) for g in document.groups),
        steps=tuple(Step(s.text, s.note, s.edges, s.back, state=s.state) for s in document.steps),
        questions=tuple(
            Question(q.text, tuple(Option(o.label, o.is_right, o.node) for o in q.options), q.because)
            for q in document.questions
        ),
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


def _name_icon(path: str) -> str:
    """Return the path of an icon below the package `diagrams`, else its file's name."""
    parts = PurePath(path).parts
    if "resources" in parts:
        return "/".join(parts[parts.index("resources") :])
    return parts[-1] if parts else ""


_UNSAFE = re.compile("[<\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def encode_document(document: FigureDocument, *, indent: int = 0) -> str:
    """Return a document as JSON, in one line unless it is indented.

    No `<` is in it, and no character that XML does not allow, so that it can be put into a page or a drawing.
    """
    text = json.dumps(
        msgspec.to_builtins(document),
        ensure_ascii=False,
        indent=indent or None,
        separators=None if indent else (",", ":"),
    )
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode("utf-8", "replace").decode()  # a lone surrogate has no UTF-8


def decode_document(text: str | bytes) -> FigureDocument:
    """Return the document that some JSON is.

    Raises:
        ValueError: It is none; the message says where it differs.
    """
    try:
        return msgspec.json.decode(text, type=FigureDocument)
    except msgspec.MsgspecError as error:
        raise ValueError(f"no figure: {error}") from error


def make_schema() -> dict[str, Any]:
    """Return the JSON schema of documents."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A figure of live-diagrams",
        **msgspec.json.schema(FigureDocument),
    }


def encode_schema() -> str:
    """Return the JSON schema of documents as text."""
    return json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"
