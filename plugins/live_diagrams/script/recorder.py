"""Watch the `diagrams` library while a script runs, and say what the script described.

Nothing is drawn and no Graphviz is needed: `Diagram.render` becomes "take note of the graph". What
an author passes to `diagrams` is noted as Python values, at the line that passed it. The order of
things, and whatever an author does to the raw `Diagram.dot` beside it, is read back from the DOT
source by Graphviz's own parser (`dot.read`), so that both agree with what plain `diagrams` draws.

Two defaults of `diagrams` 0.24 and 0.25 are mended on the way: the picture is not rendered when the
block raised, and two clusters with one label stay two clusters.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import diagrams
import diagrams.custom

from ..layout import dot
from ..model.errors import ErrorKind, FigureError
from ..model.graph import LABEL_SEPARATOR, Cluster, Edge, Graph, Group, Node, Step
from . import naming, steps

MARK = "_live"
"""The DOT attribute that ties an edge in the source to the `diagrams.Edge` that made it."""


@dataclass
class _Made:
    """What an author said of one thing: its label, own attributes, class and line."""

    label: str
    attrs: dict[str, str]
    line: int
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    named: bool = False
    direction: str = "none"
    step: int = 0


@dataclass
class _Notes:
    """All that was noted of one `Diagram` while its block ran."""

    line: int
    explicit: frozenset[str]
    nodes: dict[str, _Made] = field(default_factory=dict)
    edges: list[_Made] = field(default_factory=list)
    clusters: dict[str, _Made] = field(default_factory=dict)


class Recorder:
    """Collects the graphs of one script.

    Args:
        script: The script's file name as its frames show it, to find the author's lines.
        find_file: Resolves an icon's path as the author wrote it, or gives None.
    """

    def __init__(self, script: str, find_file: Callable[[str], Path | None]) -> None:
        self.open_diagrams = 0
        self._drawn: dict[str, tuple[Any, _Notes, str]] = {}
        self._script = script
        self._find_file = find_file

    def find_line(self) -> int:
        """The line of the script that is being executed, 0 when none is."""
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self._script:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return 0

    def add_diagram(self, diagram: Any) -> None:
        """Take note of a diagram that plain `diagrams` would render now, over an earlier one's file."""
        # Neither decides anything in the source, and either may hold what DOT cannot say.
        diagram.dot.name = None
        diagram._live_label = diagram.dot.graph_attr.pop("label", "")
        self._drawn.pop(diagram.filename, None)
        self._drawn[diagram.filename] = diagram, diagram._live_notes, diagram.dot.source

    def build_graphs(self) -> list[Graph]:
        """What the script described, in the order in which it was drawn.

        Raises:
            FigureError: Graphviz cannot read what the script made of `Diagram.dot`.
        """
        found = []
        for diagram, notes, text in self._drawn.values():
            try:
                found.append(_graph(diagram, notes, dot.read_dot(text)))
            except ValueError as error:
                message = f"Graphviz cannot read what the script made of `Diagram.dot`: {error}"
                raise FigureError(message, line=notes.line, kind=ErrorKind.LAYOUT) from error
        return found

    def find_icon(self, path: str, line: int) -> str:
        """The icon file at `path` as the author wrote it.

        Raises:
            FigureError: There is no such file.
        """
        found = self._find_file(path)
        if found is None:
            raise FigureError(
                f"icon file not found: {path} (looked beside the script, in the project root and in the "
                "script's working folder)",
                line=line,
                kind=ErrorKind.ICON,
            )
        return str(found)


def _graph(diagram: Any, notes: _Notes, source: dot.DotSource) -> Graph:
    ids = _ids(source, notes)
    titles = {
        name: notes.clusters[name].label if name in notes.clusters else name for name in source.clusters
    }
    renamed = naming.assign_unique_ids((naming.make_slug(title), name) for name, title in titles.items())

    def cluster_ref(attrs: Mapping[str, str]) -> dict[str, str]:
        # `lhead` and `ltail` name clusters by their DOT names.
        return {k: renamed.get(v, v) if k in ("lhead", "ltail") else v for k, v in attrs.items()}

    nodes = []
    for name, raw in source.nodes.items():
        made = notes.nodes.get(name)
        attrs = {**raw.attrs, **(made.attrs if made else {})}
        label = made.label if made else attrs.pop("label", r"\N").replace(r"\N", name)
        attrs.pop("label", None)
        nodes.append(
            Node(
                id=ids[name],
                label=label,
                kind=made.kind if made else "Node",
                provider=made.provider if made else "",
                icon=made.icon if made else "",
                cluster=renamed.get(raw.cluster, ""),
                attrs=attrs,
                line=made.line if made else 0,
            )
        )
    told = steps.list_steps(diagram)
    edges = []
    along: dict[int, list[str]] = {}
    in_order = sorted(source.edges, key=lambda e: int(e.attrs.get(MARK, len(notes.edges))))
    for index, raw_edge in enumerate(in_order, 1):
        mark = raw_edge.attrs.get(MARK)
        made = notes.edges[int(mark)] if mark else None
        attrs = {k: v for k, v in raw_edge.attrs.items() if k != MARK} | (made.attrs if made else {})
        direction = made.direction if made else attrs.get("dir", "forward")
        label = attrs.pop("label", "")
        if made and made.step:
            along.setdefault(made.step, []).append(f"edge-{index}")
            label = label.removeprefix(str(made.step)).removeprefix(LABEL_SEPARATOR)
        attrs.pop("dir", None)
        edges.append(
            Edge(
                id=f"edge-{index}",
                tail=ids[raw_edge.tail],
                head=ids[raw_edge.head],
                label=label,
                direction=direction,
                attrs=cluster_ref(attrs),
                line=made.line if made else 0,
            )
        )
    clusters = []
    for name, raw_cluster in source.clusters.items():
        made = notes.clusters.get(name)
        attrs = {**raw_cluster.attrs, **made.attrs} if made else dict(raw_cluster.attrs)
        label = attrs.pop("label", made.label if made else "")
        parent = renamed.get(raw_cluster.parent, "")
        clusters.append(Cluster(renamed[name], label, parent, attrs, made.line if made else 0))

    # Plain `diagrams` paints the name; here it is the caption. A label of its own is painted.
    title = {"label": str(diagram._live_label)} if diagram._live_label not in ("", diagram.name) else {}
    kept = title | {k: v for k, v in source.attrs.items() if k in notes.explicit or k not in _SET_BY_DIAGRAM}
    return Graph(
        name=diagram.name,
        filename=diagram.filename,
        direction=source.attrs.get("rankdir", "LR").upper(),
        strict=source.strict,
        attrs={k: v for k, v in kept.items() if k != "rankdir"},
        nodes=tuple(nodes),
        edges=tuple(edges),
        clusters=tuple(clusters),
        groups=tuple(Group(dict(group.attrs), tuple(ids[n] for n in group.nodes)) for group in source.groups),
        steps=tuple(_step(number, step, along) for number, step in enumerate(told, 1)),
        line=notes.line,
    )


def _step(number: int, step: steps.StepNote, along: Mapping[int, list[str]]) -> Step:
    """A step with its edges.

    Raises:
        FigureError: It has none.
    """
    edges = along.get(step.along, [])
    if not edges:
        why = f"step {number}, “{step.text}”, joins no nodes; write `a >> Step(…) >> b`"
        raise FigureError(why, line=step.line, kind=ErrorKind.EXCEPTION)
    return Step(step.text, step.note, tuple(edges), step.back, step.line)


_SET_BY_DIAGRAM = frozenset({"splines", "rankdir", "label"})
"""Graph attributes that `Diagram.__init__` sets whether the author asked for them or not."""


def _ids(source: dot.DotSource, notes: _Notes) -> dict[str, str]:
    """A stable id for each DOT node name: the author's where given, else a slug of kind and label."""
    taken = {name for name in source.nodes if name not in notes.nodes or notes.nodes[name].named}

    def wish(name: str) -> str:
        made = notes.nodes.get(name)
        if made is None or made.named:
            return name
        return naming.make_slug(f"{made.kind} {made.label}" if made.kind != "Node" else made.label or "node")

    return {n: n for n in source.nodes if n in taken} | naming.assign_unique_ids(
        ((wish(n), n) for n in source.nodes if n not in taken), taken
    )


def _strings(attrs: Mapping[str, Any]) -> dict[str, str]:
    """Attributes as Graphviz takes them. `None` means "not set", as it does to `diagrams`."""
    return {str(k): str(v) for k, v in attrs.items() if v is not None}


@contextmanager
def record_diagrams(recorder: Recorder) -> Iterator[None]:
    """Have `diagrams` report to `recorder` inside the block; afterwards all is as it was."""
    undo: list[tuple[Any, str, Any]] = []

    def patch(owner: Any, name: str, value: Any) -> None:
        undo.append((owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    diagram, cluster, node, edge = diagrams.Diagram, diagrams.Cluster, diagrams.Node, diagrams.Edge
    make_diagram, make_cluster, make_node = diagram.__init__, cluster.__init__, node.__init__
    signature, cluster_signature = inspect.signature(make_diagram), inspect.signature(make_cluster)

    def diagram_init(self: Any, *args: Any, **kwargs: Any) -> None:
        given = signature.bind(self, *args, **kwargs).arguments
        explicit = {"splines"} if "curvestyle" in given else set()
        explicit |= set(given.get("graph_attr") or ())
        self._live_notes = _Notes(line=recorder.find_line(), explicit=frozenset(explicit))
        make_diagram(self, *args, **kwargs)

    def diagram_enter(self: Any) -> Any:
        recorder.open_diagrams += 1
        diagrams.setdiagram(self)
        return self

    def diagram_exit(self: Any, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        diagrams.setdiagram(None)
        diagrams.setcluster(None)
        if exc_type is None:
            recorder.open_diagrams -= 1
            self.render()

    def diagram_node(self: Any, nodeid: str, label: str, **attrs: Any) -> None:
        notes: _Notes = self._live_notes if isinstance(self, diagram) else self._diagram._live_notes
        own = _strings(attrs)
        line = recorder.find_line()
        icon = recorder.find_icon(own.pop("image"), line) if own.get("image") else ""
        notes.nodes[nodeid] = _Made(str(label), own, line, icon=icon, named=True)
        self.dot.body.append(f"\t{dot.quote_name(nodeid)}\n")

    def diagram_connect(self: Any, tail: Any, head: Any, made: Any) -> None:
        if not isinstance(head, node):
            raise TypeError(f"an edge leads from a node to a node, not to {head!r}")
        notes: _Notes = self._live_notes
        attrs = _strings(made.attrs)
        direction, step = attrs.pop("dir", "none"), int(attrs.pop(steps.ATTRIBUTE, 0))
        notes.edges.append(_Made("", attrs, recorder.find_line(), direction=direction, step=step))
        mark = f"[{MARK}={len(notes.edges) - 1}]"
        self.dot.body.append(f"\t{dot.quote_name(tail.nodeid)} -> {dot.quote_name(head.nodeid)} {mark}\n")

    def cluster_init(self: Any, *args: Any, **kwargs: Any) -> None:
        make_cluster(self, *args, **kwargs)
        notes: _Notes = self._diagram._live_notes
        given = cluster_signature.bind(self, *args, **kwargs).arguments
        own = _strings(given.get("graph_attr") or {})
        name = self.name.replace("\\", "/").replace('"', "'")  # what DOT can say; the label stays as it is
        while name in notes.clusters:  # DOT would merge clusters of one name
            name += "+"
        notes.clusters[name] = _Made(str(self.label), own, recorder.find_line())
        self.name = self.dot.name = name
        self.dot.graph_attr.clear()

    def node_init(self: Any, label: str = "", *, nodeid: str | None = None, **attrs: Any) -> None:
        own = _strings(attrs)
        make_node(self, label, nodeid=nodeid, **attrs)
        line = recorder.find_line()
        made = self._diagram._live_notes.nodes[self.nodeid]
        own.pop("image", None)  # taken note of by `diagram_node`, as is an icon of the library
        made.attrs, made.line, made.named = own, line, bool(nodeid)
        made.kind, made.provider = naming.find_kind(type(self)), self._provider or ""

    patch(diagram, "_default_graph_attrs", {})
    patch(diagram, "_default_node_attrs", {})
    patch(diagram, "_default_edge_attrs", {})
    patch(cluster, "_default_graph_attrs", {})
    patch(edge, "_default_edge_attrs", {})
    patch(diagram, "__init__", diagram_init)
    patch(diagram, "__enter__", diagram_enter)
    patch(diagram, "__exit__", diagram_exit)
    patch(diagram, "node", diagram_node)
    patch(diagram, "connect", diagram_connect)
    patch(diagram, "render", lambda self: recorder.add_diagram(self))
    patch(cluster, "__init__", cluster_init)
    patch(cluster, "node", diagram_node)
    patch(node, "__init__", node_init)
    try:
        yield
    finally:
        for owner, name, value in reversed(undo):
            setattr(owner, name, value)
