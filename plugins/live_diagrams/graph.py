"""What a script described: nodes, edges, clusters, and what the author said of each. No coordinates.

Frozen data and nothing else: no I/O, no layout, no HTML.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Attrs = Mapping[str, str]
"""Graphviz attributes as an author set them."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Edge:
    """A line between two nodes; `direction` is `forward`, `back`, `both` or `none`."""

    id: str
    tail: str
    head: str
    label: str = ""
    direction: str = "forward"
    attrs: Attrs = field(default_factory=dict)
    line: int = 0

    def labels(self) -> Iterator[str]:
        """Every label that is painted beside the edge."""
        yield from filter(None, (self.label, *map(self.attrs.get, ("xlabel", "taillabel", "headlabel"))))


@dataclass(frozen=True)
class Cluster:
    """A box around nodes; `parent` is the id of the cluster around it, or empty."""

    id: str
    label: str
    parent: str = ""
    attrs: Attrs = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class Group:
    """A Graphviz subgraph that is no cluster, such as `{rank=same; a; b}`."""

    attrs: Attrs
    nodes: tuple[str, ...]


@dataclass(frozen=True)
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

    def visible(self) -> Graph:
        """Without what only serves the layout (`style="invis"`)."""

        def shown(attrs: Attrs) -> bool:
            return "invis" not in attrs.get("style", "")

        nodes = tuple(node for node in self.nodes if shown(node.attrs))
        ids = {node.id for node in nodes}
        return dataclasses.replace(
            self,
            nodes=nodes,
            edges=tuple(e for e in self.edges if shown(e.attrs) and {e.tail, e.head} <= ids),
        )

    def labels(self) -> Iterator[str]:
        """Every label a reader sees, boxes first, in the order of the script."""
        for things in (self.clusters, self.nodes):
            yield from (thing.label for thing in things if thing.label)
        for edge in self.edges:
            yield from edge.labels()


def graph_to_json(graph: Graph) -> str:
    """A graph as JSON."""
    return json.dumps(dataclasses.asdict(graph), ensure_ascii=False, separators=(",", ":"))


def graph_from_json(data: Mapping[str, Any]) -> Graph:
    """The inverse of `graph_to_json`, from what its JSON holds."""
    return Graph(
        **{
            **data,
            "nodes": tuple(Node(**n) for n in data["nodes"]),
            "edges": tuple(Edge(**e) for e in data["edges"]),
            "clusters": tuple(Cluster(**c) for c in data["clusters"]),
            "groups": tuple(Group(g["attrs"], tuple(g["nodes"])) for g in data["groups"]),
        }
    )
