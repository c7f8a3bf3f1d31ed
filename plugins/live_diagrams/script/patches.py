"""The changes to the classes of `diagrams` by which they report to a recorder.

Two defaults of `diagrams` 0.24 and 0.25 change on the way: a diagram whose block raised an error is not
rendered, and two clusters of one label stay two clusters.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from diagrams import Cluster, Diagram, Edge, Node, setcluster, setdiagram

from ..layout.dot import quote_name
from . import steps
from .naming import find_kind
from .notes import EDGE_MARK, DiagramNotes, PartNote, format_attrs
from .recorder import Recorder


@dataclass(frozen=True)
class Patch:
    """An attribute of a class, and its replacement."""

    owner: type
    name: str
    replacement: Any


@contextmanager
def record_diagrams(recorder: Recorder) -> Iterator[None]:
    """Make `diagrams` report to `recorder` inside the block; restore it afterwards."""
    patches = _list_patches(recorder)
    originals = [(patch.owner, patch.name, getattr(patch.owner, patch.name)) for patch in patches]
    for patch in patches:
        setattr(patch.owner, patch.name, patch.replacement)
    try:
        yield
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)


def _list_patches(recorder: Recorder) -> list[Patch]:
    """Return all patches. The classes of `diagrams` must be as they were."""
    return [
        *_remove_defaults(),
        *_patch_diagram_block(recorder),
        *_patch_diagram_parts(recorder),
        *_patch_cluster(recorder),
        *_patch_node(recorder),
    ]


def _remove_defaults() -> Iterator[Patch]:
    """Remove the default attributes of `diagrams`: what remains was set by the author."""
    yield Patch(Diagram, "_default_graph_attrs", {})
    yield Patch(Diagram, "_default_node_attrs", {})
    yield Patch(Diagram, "_default_edge_attrs", {})
    yield Patch(Cluster, "_default_graph_attrs", {})
    yield Patch(Edge, "_default_edge_attrs", {})


def _patch_diagram_block(recorder: Recorder) -> Iterator[Patch]:
    """Note where a diagram begins, and record it when its block has ended without an error."""
    original = Diagram.__init__
    signature = inspect.signature(original)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        arguments = signature.bind(self, *args, **kwargs).arguments
        explicit = {"splines"} if "curvestyle" in arguments else set()
        explicit |= set(arguments.get("graph_attr") or ())
        self._live_notes = DiagramNotes(line=recorder.find_line(), explicit=frozenset(explicit))
        original(self, *args, **kwargs)
        _remove_theme(self, arguments.get("edge_attr") or {})

    def enter(self: Any) -> Any:
        recorder.open_diagrams += 1
        setdiagram(self)
        return self

    def exit_(self: Any, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        setdiagram(None)
        setcluster(None)
        if exc_type is None:
            recorder.open_diagrams -= 1
            self.render()

    def render(self: Any) -> None:
        recorder.add_diagram(self)

    yield Patch(Diagram, "__init__", init)
    yield Patch(Diagram, "__enter__", enter)
    yield Patch(Diagram, "__exit__", exit_)
    yield Patch(Diagram, "render", render)


def _remove_theme(diagram: Any, edge_attr: Mapping[str, str]) -> None:
    """Remove the colour that a theme sets on edges in versions of `diagrams` after 0.25."""
    theme = getattr(diagram, "_theme_config", {})
    if "color" not in edge_attr and diagram.dot.edge_attr.get("color") == theme.get("edgecolor"):
        diagram.dot.edge_attr.pop("color", None)


def _patch_diagram_parts(recorder: Recorder) -> Iterator[Patch]:
    """Note the nodes and edges that are added to a diagram or to a cluster of it."""

    def add_node(self: Any, nodeid: str, label: str, **attrs: Any) -> None:
        notes: DiagramNotes = self._live_notes if isinstance(self, Diagram) else self._diagram._live_notes
        own = format_attrs(attrs)
        line = recorder.find_line()
        note = notes.nodes[nodeid] = PartNote(str(label), own, line, is_named=True)
        if path := own.pop("image", ""):
            note.icon, note.missing_icon = recorder.find_icon(path, line)
        self.dot.body.append(f"\t{quote_name(nodeid)}\n")

    def connect(self: Any, tail: Any, head: Any, edge: Any) -> None:
        if not isinstance(head, Node):
            raise TypeError(f"an edge leads from a node to a node, not to {head!r}")
        notes: DiagramNotes = self._live_notes
        attrs = format_attrs(edge.attrs)
        direction, step = attrs.pop("dir", "none"), int(attrs.pop(steps.ATTRIBUTE, 0))
        notes.edges.append(PartNote("", attrs, recorder.find_line(), direction=direction, step=step))
        mark = f"[{EDGE_MARK}={len(notes.edges) - 1}]"
        self.dot.body.append(f"\t{quote_name(tail.nodeid)} -> {quote_name(head.nodeid)} {mark}\n")

    yield Patch(Diagram, "node", add_node)
    yield Patch(Cluster, "node", add_node)
    yield Patch(Diagram, "connect", connect)


def _patch_cluster(recorder: Recorder) -> Iterator[Patch]:
    """Note the clusters, each under a different name: DOT would merge clusters of one name."""
    original = Cluster.__init__
    signature = inspect.signature(original)

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        notes: DiagramNotes = self._diagram._live_notes
        arguments = signature.bind(self, *args, **kwargs).arguments
        attrs = format_attrs(arguments.get("graph_attr") or {})
        name = self.name.replace("\\", "/").replace('"', "'")  # what DOT can say; the label stays as it is
        while name in notes.clusters:
            name += "+"
        notes.clusters[name] = PartNote(str(self.label), attrs, recorder.find_line())
        self.name = self.dot.name = name
        self.dot.graph_attr.clear()

    yield Patch(Cluster, "__init__", init)


def _patch_node(recorder: Recorder) -> Iterator[Patch]:
    """Add to the note on a node what only its constructor knows."""
    original = Node.__init__

    def init(self: Any, label: str = "", *, nodeid: str | None = None, **attrs: Any) -> None:
        own = format_attrs(attrs)
        original(self, label, nodeid=nodeid, **attrs)
        line = recorder.find_line()
        note = self._diagram._live_notes.nodes[self.nodeid]
        own.pop("image", None)  # already noted, as is an icon of the library
        note.attrs, note.line, note.is_named = own, line, bool(nodeid)
        note.kind, note.provider = find_kind(type(self)), self._provider or ""

    yield Patch(Node, "__init__", init)
