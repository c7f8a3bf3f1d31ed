"""Documents read back, by which tests show that nothing of a graph is lost in them."""

from __future__ import annotations

import msgspec
from live_diagrams.formats.document import FigureDocument
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Group, Node
from live_diagrams.model.graph.walkthrough import Option, Question, Step


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


def decode_document(text: str | bytes) -> FigureDocument:
    """Return the document that some JSON is; msgspec refuses what is none."""
    return msgspec.json.decode(text, type=FigureDocument)
