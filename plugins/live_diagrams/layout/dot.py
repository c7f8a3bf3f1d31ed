"""DOT, Graphviz's language: the graph of a source, and the source of a styled graph. Pure.

Reading a source is left to Graphviz's own parser (`engines`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .styled_graph import StyledGraph, StyledNode

LABELS = frozenset({"label", "xlabel", "headlabel", "taillabel"})
"""The attributes that may contain HTML-like text; in a styled graph, `<...>` always means that."""

BACKSLASH = "\\"


@dataclass(frozen=True)
class DotNode:
    """A node of a DOT source; `cluster` is the DOT name of the innermost cluster. No label means its name."""

    attrs: Mapping[str, str]
    cluster: str


@dataclass(frozen=True)
class DotEdge:
    """An edge of a DOT source."""

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
    """Any other subgraph that has attributes."""

    attrs: Mapping[str, str]
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class DotSource:
    """The graph of a DOT source, in the order of the source."""

    strict: bool
    attrs: Mapping[str, str]
    nodes: Mapping[str, DotNode]
    edges: Sequence[DotEdge]
    clusters: Mapping[str, DotCluster]
    groups: Sequence[DotGroup]


def own_attributes(attrs: Mapping[str, str], around: Mapping[str, str]) -> dict[str, str]:
    """Return a subgraph's attributes that differ from those of the graph around it, which it inherits."""
    return {key: value for key, value in attrs.items() if around.get(key) != value}


def drop_default_label(attrs: Mapping[str, str]) -> dict[str, str]:
    r"""Return a node's attributes without the label `\N`, its name, which some versions add to every node."""
    return {key: value for key, value in attrs.items() if (key, value) != ("label", r"\N")}


def quote_name(text: str) -> str:
    r"""Return a DOT string that is read back as `text`.

    Raises:
        ValueError: It ends in a backslash, or has one before a quotation mark, which DOT cannot express.
    """
    if text.endswith(BACKSLASH):
        raise ValueError(f"a name cannot end in a backslash: {text!r}")
    if BACKSLASH + '"' in text:
        raise ValueError(f"a name cannot contain a backslash before a quotation mark: {text!r}")
    return '"' + text.replace('"', r"\"") + '"'


def write_dot(graph: StyledGraph) -> str:
    """Return the DOT source of a styled graph. Labels in `<` and `>` are HTML-like."""
    graph = _turn_clusters(graph)
    lines = ["strict digraph {" if graph.strict else "digraph {"]
    lines += [_write_pair(key, value) for key, value in graph.attrs.items()]
    shared = _find_shared([node.attrs for node in graph.nodes])
    lines.append(f"node {_write_attributes(shared)}")
    for node in graph.nodes:
        own = {key: value for key, value in node.attrs.items() if key not in shared}
        lines.append(f"{node.name} {_write_attributes({'id': node.name, 'label': node.label, **own})}")
    lines += _write_clusters(graph, "")
    for group in graph.groups:
        attributes = "; ".join(_write_pair(key, value) for key, value in group.attrs.items())
        lines.append(f"{{{attributes}; {'; '.join(group.nodes)}}}")
    shared = _find_shared([edge.attrs for edge in graph.edges])
    lines.append(f"edge {_write_attributes(shared)}")
    for edge in graph.edges:
        own = {key: value for key, value in edge.attrs.items() if key not in shared}
        attrs = {"id": edge.name, **own, "dir": edge.direction}
        if edge.label:
            attrs["label"] = edge.label
        lines.append(f"{edge.tail} -> {edge.head} {_write_attributes(attrs)}")
    return "\n".join([*lines, "}"])


def _turn_clusters(graph: StyledGraph) -> StyledGraph:
    """Return a graph in which siblings in clusters end up in order, also from left to right.

    Graphviz' `dot` lays every graph out from top to bottom, and turns it afterwards. It allows for that in
    the order of the nodes outside of clusters, but not in that of those inside.
    """
    if graph.attrs.get("rankdir") not in ("LR", "RL") or not graph.clusters:
        return graph
    parents = {cluster.name: cluster.parent for cluster in graph.clusters}
    outermost = {node.name: _find_outermost(node.cluster, parents) for node in graph.nodes}
    inside: dict[str, list[StyledNode]] = {}
    for node in graph.nodes:
        inside.setdefault(outermost[node.name], []).append(node)
    turned = {name: iter(nodes[::-1] if name else nodes) for name, nodes in inside.items()}
    nodes = tuple(next(turned[outermost[node.name]]) for node in graph.nodes)
    return replace(graph, nodes=nodes, clusters=graph.clusters[::-1])


def _find_outermost(cluster: str, parents: Mapping[str, str]) -> str:
    while parents.get(cluster):
        cluster = parents[cluster]
    return cluster


def _write_clusters(graph: StyledGraph, parent: str) -> list[str]:
    """Return the lines of the clusters directly inside a cluster, or of the outermost ones."""
    lines = []
    for cluster in graph.clusters:
        if cluster.parent != parent:
            continue
        attrs = {"id": cluster.name, "label": cluster.label, **cluster.attrs}
        lines.append(f"subgraph {cluster.name} {{")
        lines += [_write_pair(key, value) for key, value in attrs.items()]
        lines += [node.name for node in graph.nodes if node.cluster == cluster.name]
        lines += _write_clusters(graph, cluster.name)
        lines.append("}")
    return lines


def _find_shared(every: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the attributes that all have in common. They are written, and parsed, only once."""
    first = every[0] if every else {}
    return {key: value for key, value in first.items() if all(attrs.get(key) == value for attrs in every)}


def _write_attributes(attrs: Mapping[str, str]) -> str:
    return "[" + " ".join(_write_pair(key, value) for key, value in attrs.items()) + "]"


@lru_cache(maxsize=1024)  # a graph is written several times, with mostly the same attributes
def _write_pair(key: str, value: str) -> str:
    if key in LABELS and value.startswith("<") and value.endswith(">"):
        return f"{key}={value}"
    value = value.replace(BACKSLASH + '"', '"')
    return f"{quote_name(key)}={quote_name(value + ' ' if value.endswith(BACKSLASH) else value)}"
