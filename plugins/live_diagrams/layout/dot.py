"""DOT, Graphviz's language: read a source into plain parts, and write a graph as a source.

Reading is left to Graphviz's own parser. Writing uses names of our own (`n0`, `c0`, `e0`), so that
nothing an author calls a thing can break the syntax, and an SVG's parts can be told apart again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, Any

from pygraphviz import graphviz as gv

from ..model.graph import Graph

LABELS = frozenset({"label", "xlabel", "headlabel", "taillabel"})
"""The attributes that may hold HTML-like text; in a graph to write, `<...>` always means that."""

BACKSLASH = "\\"


@dataclass(frozen=True)
class DotNode:
    """A node as DOT has it; `cluster` is the DOT name of the innermost cluster."""

    attrs: Mapping[str, str]
    cluster: str


@dataclass(frozen=True)
class DotEdge:
    """An edge as DOT has it."""

    tail: str
    head: str
    attrs: Mapping[str, str]


@dataclass(frozen=True)
class DotCluster:
    """A subgraph whose name begins with `cluster`."""

    parent: str
    attrs: Mapping[str, str]


@dataclass(frozen=True)
class DotGroup:
    """Any other subgraph with attributes of its own."""

    attrs: Mapping[str, str]
    nodes: tuple[str, ...]


@dataclass
class DotSource:
    """What a DOT source says, in the order in which it says it."""

    strict: bool
    attrs: Mapping[str, str]
    nodes: dict[str, DotNode] = field(default_factory=dict)
    edges: list[DotEdge] = field(default_factory=list)
    clusters: dict[str, DotCluster] = field(default_factory=dict)
    groups: list[DotGroup] = field(default_factory=list)


def read_dot(text: str) -> DotSource:
    """Parse a DOT source.

    Raises:
        ValueError: Graphviz cannot parse it.
    """
    graph = parse(text)
    try:
        source = DotSource(bool(gv.agisstrict(graph)), _attrs(graph, gv.AGRAPH))
        inner: dict[str, str] = {}
        _read_subgraphs(graph, "", source, inner)
        for node in _each(gv.agfstnode, gv.agnxtnode, graph):
            name = _name(node)
            source.nodes[name] = DotNode(_attrs(node, gv.AGNODE, graph), inner.get(name, ""))
        for node in _each(gv.agfstnode, gv.agnxtnode, graph):
            for edge in _each_out(graph, node):
                ends = _name(gv.agtail(edge)), _name(gv.aghead(edge))
                source.edges.append(DotEdge(*ends, _attrs(edge, gv.AGEDGE, graph)))
        return source
    finally:
        gv.agclose(graph)


def parse(text: str) -> Any:
    """A handle of Graphviz on the graph that `text` describes; `gv.agclose` it.

    Raises:
        ValueError: Graphviz cannot parse it.
    """
    with _memory_file() as file:
        file.write(text)
        file.flush()
        file.seek(0)
        try:
            return gv.agread(file, None)
        except ValueError:
            raise ValueError("it is not valid DOT") from None


def _memory_file() -> IO[str]:
    """A file for Graphviz to read from; in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("dot"), "w+", encoding="utf-8")
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def _read_subgraphs(graph: Any, parent: str, source: DotSource, inner: dict[str, str]) -> None:
    for sub in _each(gv.agfstsubg, lambda _, s: gv.agnxtsubg(s), graph):
        name = gv.agnameof(sub)
        name = name.decode() if name else ""
        inside = parent
        if name.startswith("cluster"):
            inside = name
            source.clusters.setdefault(name, DotCluster(parent, _own_attrs(sub, graph)))
        members = [_name(node) for node in _each(gv.agfstnode, gv.agnxtnode, sub)]
        if inside:
            inner.update(dict.fromkeys(members, inside))
        own = _own_attrs(sub, graph)
        if inside == parent and own:
            source.groups.append(DotGroup(own, tuple(members)))
        _read_subgraphs(sub, inside, source, inner)


def _own_attrs(sub: Any, parent: Any) -> dict[str, str]:
    """A subgraph's attributes that differ from those it has from around it."""
    around = _attrs(parent, gv.AGRAPH)
    return {k: v for k, v in _attrs(sub, gv.AGRAPH).items() if around.get(k) != v}


def _attrs(thing: Any, kind: int, graph: Any = None) -> dict[str, str]:
    symbols = _each(
        lambda owner: gv.agnxtattr(owner, kind, None),
        lambda owner, symbol: gv.agnxtattr(owner, kind, symbol),
        gv.agroot(graph or thing),
    )
    pairs = ((gv.agattrname(s), gv.agxget(thing, s)) for s in symbols)
    return {k.decode(): v.decode() for k, v in pairs if v}


def _each(first: Any, following: Any, owner: Any) -> Iterator[Any]:
    try:
        item = first(owner)
        while item is not None:
            yield item
            item = following(owner, item)
    except (StopIteration, KeyError):
        return


def _each_out(graph: Any, node: Any) -> Iterator[Any]:
    yield from _each(lambda g: gv.agfstout(g, node), gv.agnxtout, graph)


def _name(thing: Any) -> str:
    # Not `gv.agnameof`, to which a name that begins with `%` is none.
    name: bytes = gv._graphviz.agnameof(thing) or b""
    return name.decode()


def quote_name(text: str) -> str:
    r"""A DOT string that is read back as `text`.

    Raises:
        ValueError: It ends in a backslash, or has one before a quotation mark, which DOT cannot say.
    """
    if text.endswith(BACKSLASH):
        raise ValueError(f"a name cannot end in a backslash: {text!r}")
    if BACKSLASH + '"' in text:
        raise ValueError(f"a name cannot hold a backslash before a quotation mark: {text!r}")
    return '"' + text.replace('"', r"\"") + '"'


def write_dot(graph: Graph) -> str:
    """The DOT source of a graph whose labels are already Graphviz's (see `look`).

    A node is `n0`, `n1`, ... by its place in the graph, a cluster `cluster0`, an edge has the id
    `e0`. Values that begin with `<` and end with `>` are HTML-like.
    """
    names = {node.id: f"n{i}" for i, node in enumerate(graph.nodes)}
    boxes = {cluster.id: f"cluster{i}" for i, cluster in enumerate(graph.clusters)}
    lines = ["strict digraph {" if graph.strict else "digraph {"]
    lines += [_pair(key, value) for key, value in graph.attrs.items()]
    shared = _shared([node.attrs for node in graph.nodes])
    lines.append(f"node {_list(shared)}")
    for node in graph.nodes:
        name = names[node.id]
        own = {key: value for key, value in node.attrs.items() if key not in shared}
        lines.append(f"{name} {_list({'id': name, 'label': node.label, **own})}")
    lines += _write_clusters(graph, "", boxes, names)
    for group in graph.groups:
        inside = "; ".join(names[n] for n in group.nodes)
        said = "; ".join(_pair(k, v) for k, v in group.attrs.items())
        lines.append(f"{{{said}; {inside}}}")
    shared = _shared([edge.attrs for edge in graph.edges])
    lines.append(f"edge {_list(shared)}")
    for i, edge in enumerate(graph.edges):
        own = {key: value for key, value in edge.attrs.items() if key not in shared}
        attrs = {"id": f"e{i}", **own, "dir": edge.direction}
        if edge.label:
            attrs["label"] = edge.label
        attrs |= {k: boxes.get(attrs[k], attrs[k]) for k in ("lhead", "ltail") if k in attrs}
        lines.append(f"{names[edge.tail]} -> {names[edge.head]} {_list(attrs)}")
    return "\n".join([*lines, "}"])


def _write_clusters(
    graph: Graph, parent: str, boxes: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    lines = []
    for cluster in graph.clusters:
        if cluster.parent != parent:
            continue
        name = boxes[cluster.id]
        attrs = {"id": name, "label": cluster.label, **cluster.attrs}
        lines.append(f"subgraph {name} {{")
        lines += [_pair(key, value) for key, value in attrs.items()]
        lines += [names[node.id] for node in graph.nodes if node.cluster == cluster.id]
        lines += _write_clusters(graph, cluster.id, boxes, names)
        lines.append("}")
    return lines


def _shared(every: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What all have in common, which then need be said, and read, only once."""
    first = every[0] if every else {}
    return {key: value for key, value in first.items() if all(attrs.get(key) == value for attrs in every)}


def _list(attrs: Mapping[str, str]) -> str:
    return "[" + " ".join(_pair(key, value) for key, value in attrs.items()) + "]"


@lru_cache(maxsize=1024)  # a graph is written several times, much of it alike
def _pair(key: str, value: str) -> str:
    if key in LABELS and value.startswith("<") and value.endswith(">"):
        return f"{key}={value}"
    value = value.replace(BACKSLASH + '"', '"')
    return f"{quote_name(key)}={quote_name(value + ' ' if value.endswith(BACKSLASH) else value)}"
