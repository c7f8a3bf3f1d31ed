"""What a script described: nodes, edges, clusters, and what the author said of each. No coordinates.

Frozen data and nothing else: no I/O, no layout, no HTML.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LABEL_SEPARATOR = "\n"
"""Between the numbers of an edge's steps and its own label."""

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

    @property
    def endpoints(self) -> tuple[str, str]:
        """The ids of the nodes that the arrow leads from and to."""
        return (self.head, self.tail) if self.direction == "back" else (self.tail, self.head)

    def iterate_labels(self) -> Iterator[str]:
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
class Step:
    """A stage of the walkthrough: what happens along some edges, or back along them.

    `edges` are ids; `note` is Markdown; `line` is where the script says it, 0 where that is not known.
    """

    text: str
    note: str = ""
    edges: tuple[str, ...] = ()
    back: bool = False
    line: int = 0


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
    steps: tuple[Step, ...] = ()
    line: int = 0

    def edge_label(self, edge: Edge) -> str:
        """The label of an edge as it is painted: the numbers of its steps, then its own."""
        if edge.label.startswith("<"):
            return edge.label  # HTML-like, which words beside it would make plain
        numbers = (str(number) for number, step in enumerate(self.steps, 1) if edge.id in step.edges)
        return LABEL_SEPARATOR.join(filter(None, (", ".join(numbers), edge.label)))

    def without_invisible(self) -> Graph:
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

    def sort_by_flow(self) -> list[Node]:
        """The nodes, none before one that leads to it.

        Where they go in circles, the first in the script comes first that something before leads to.
        """
        waits: dict[str, set[str]] = {node.id: set() for node in self.nodes}
        for edge in self.edges:
            tail, head = edge.endpoints
            if tail != head:
                waits[head].add(tail)
        left, ordered, reached = list(self.nodes), [], set[str]()
        while left:
            ready = (node for node in left if not waits[node.id])
            following = next(ready, None) or next((node for node in left if node.id in reached), left[0])
            left.remove(following)
            ordered.append(following)
            for name, others in waits.items():
                if following.id in others:
                    others.discard(following.id)
                    reached.add(name)
        return ordered

    def iterate_nested(self, order: Sequence[Node] = ()) -> Iterator[tuple[int, Node | Cluster]]:
        """Boxes and nodes in that order, or that of the flow, each with the number of boxes around it.

        What is in a box follows it at once.
        """
        places = {node.id: at for at, node in enumerate(order or self.sort_by_flow())}

        def inside(box: str, depth: int) -> list[list[tuple[int, Node | Cluster]]]:
            found: list[list[tuple[int, Node | Cluster]]]
            found = [[(depth, node)] for node in self.nodes if node.cluster == box]
            for cluster in self.clusters:
                if cluster.parent == box:
                    held = inside(cluster.id, depth + 1)
                    found.append([(depth, cluster), *(item for group in held for item in group)])
            return sorted(found, key=first)

        def first(group: list[tuple[int, Node | Cluster]]) -> int:
            return min(
                (places[thing.id] for _, thing in group if isinstance(thing, Node)), default=len(places)
            )

        for group in inside("", 0):
            yield from group

    def iterate_labels(self) -> Iterator[str]:
        """Every label a reader sees, boxes first, in the order of the script."""
        for things in (self.clusters, self.nodes):
            yield from (thing.label for thing in things if thing.label)
        for edge in self.edges:
            yield from edge.iterate_labels()
