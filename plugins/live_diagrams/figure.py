"""The nouns that pass between the rooms: what a script described, and what was drawn of it.

Frozen data and nothing else: no I/O, no layout, no HTML. Everything here crosses a pipe and is
remembered on disk as JSON, so each class holds plain values only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Attrs = Mapping[str, str]
"""Graphviz attributes as an author set them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in the figure.

    `id` is the author's `nodeid`, else a stable slug of kind and label. `kind` is the fullest name
    that the library has for the node's class (`Service`, not `SVC`). `icon` is a file's path, or
    empty. `cluster` is the id of the innermost cluster around the node, or empty. `line` is where
    the script makes it, 0 where that is not known.
    """

    id: str
    label: str
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    cluster: str = ""
    attrs: Attrs = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes; `direction` is `forward`, `back`, `both` or `none`."""

    id: str
    tail: str
    head: str
    label: str = ""
    direction: str = "forward"
    attrs: Attrs = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A box around nodes; `parent` is the id of the cluster around it, or empty."""

    id: str
    label: str
    parent: str = ""
    attrs: Attrs = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A Graphviz subgraph that is no cluster, such as `{rank=same; a; b}`."""

    attrs: Attrs
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What one `Diagram` of a script described. No coordinates.

    `name` is the title the author gave, `filename` the file that plain `diagrams` would have
    written (without its ending), by which `diagram:SCRIPT/filename` finds one of several.
    """

    name: str
    filename: str
    direction: str = "LR"
    strict: bool = False
    attrs: Attrs = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    groups: tuple[Group, ...] = ()
    line: int = 0

    def labels(self) -> Iterator[str]:
        """Every label a reader sees, boxes first, in the order of the script."""
        for things in (self.clusters, self.nodes, self.edges):
            yield from (thing.label for thing in things if thing.label)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph laid out and dressed.

    `body` is what stands inside the `<svg>` element. Where an element id begins it has `<>`, which
    no XML can hold, so that one drawing can stand on a page twice. `box` is the view box: left,
    top, width and height in CSS pixels at natural size. `icons` are the keys of the icons used.
    """

    body: str
    box: tuple[float, float, float, float]
    icons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A graph and its drawings, by variant name (`wide`, ...), with the icons they refer to.

    `icons` maps an icon's key to the bytes of its PNG, as a base64 string.
    """

    graph: Graph
    drawings: Mapping[str, Drawing]
    icons: Mapping[str, str] = field(default_factory=dict)


def to_json(value: Any) -> Any:
    """Any of the classes above as plain data."""
    return dataclasses.asdict(value)


def graph_from_json(data: Mapping[str, Any]) -> Graph:
    """The inverse of `to_json` for a `Graph`."""
    return Graph(
        **{
            **data,
            "nodes": tuple(Node(**n) for n in data["nodes"]),
            "edges": tuple(Edge(**e) for e in data["edges"]),
            "clusters": tuple(Cluster(**c) for c in data["clusters"]),
            "groups": tuple(Group(g["attrs"], tuple(g["nodes"])) for g in data["groups"]),
        }
    )


def figure_from_json(data: Mapping[str, Any]) -> Figure:
    """The inverse of `to_json` for a `Figure`."""
    return Figure(
        graph=graph_from_json(data["graph"]),
        drawings={
            name: Drawing(d["body"], tuple(d["box"]), tuple(d["icons"]))
            for name, d in data["drawings"].items()
        },
        icons=data["icons"],
    )
