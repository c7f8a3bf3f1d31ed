"""The graph that a script described: nodes, edges, clusters, steps and their attributes. No coordinates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from .icons import MissingIcon
from .walkthrough import Question, Step

LABEL_SEPARATOR = "\n"
"""Separates the numbers of an edge's steps from its own label."""

Attrs = Mapping[str, str]
"""Graphviz attributes as an author set them."""


@dataclass(frozen=True)
class Node:
    """A node of the graph.

    `id` is the author's `nodeid`, else a stable slug of kind and label. `kind` is the longest name that the
    library has for the node's class (`Service`, not `SVC`). `icon` is a file's path, or empty; where there
    is no such file, a placeholder is drawn for the `missing_icon`. `icon_size` is the width and height of the
    icon's space, in sides of the icons that the library has. `cluster` is the id of the innermost cluster
    around the node, or empty. `line` is the script's line that creates it, 0 where it is not known.
    """

    id: str
    label: str
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    cluster: str = ""
    attrs: Attrs = field(default_factory=dict)
    line: int = 0
    icon_size: tuple[float, float] = (1.0, 1.0)
    missing_icon: MissingIcon | None = None

    @property
    def has_icon(self) -> bool:
        """Whether it is drawn with an icon, or with the placeholder of one."""
        return bool(self.icon or self.missing_icon)

    @property
    def is_flowchart_shape(self) -> bool:
        """Whether its icon is a shape of `diagrams.programming.flowchart`, which needs no box around it."""
        return "flowchart" in self.icon and PurePath(self.icon).parts[-4:-1] == (
            "resources",
            "programming",
            "flowchart",
        )


@dataclass(frozen=True)
class Edge:
    """An edge between two nodes; `direction` is `forward`, `back`, `both` or `none`."""

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
        """Yield every label that is painted beside the edge."""
        yield from filter(None, (self.label, *map(self.attrs.get, ("xlabel", "taillabel", "headlabel"))))


@dataclass(frozen=True)
class Cluster:
    """A cluster of nodes; `parent` is the id of the cluster around it, or empty."""

    id: str
    label: str
    parent: str = ""
    attrs: Attrs = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class Group:
    """A Graphviz subgraph that is not a cluster, such as `{rank=same; a; b}`."""

    attrs: Attrs
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """The graph of one `Diagram` of a script.

    `name` is its title, `filename` the file that plain `diagrams` would write, without its ending, by which
    a page embeds one of several: `diagram:SCRIPT/filename`.
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
    questions: tuple[Question, ...] = ()
    line: int = 0

    def format_edge_label(self, edge: Edge) -> str:
        """Return the label of an edge as it is painted: the numbers of its steps, then its own."""
        if edge.label.startswith("<"):
            return edge.label  # HTML-like: Graphviz would take it for plain text after a number
        numbers = (str(number) for number, step in enumerate(self.steps, 1) if edge.id in step.edges)
        return LABEL_SEPARATOR.join(filter(None, (", ".join(numbers), edge.label)))

    def without_invisible(self) -> Graph:
        """Return the graph without the parts that only serve the layout (`style="invis"`)."""
        hidden = {cluster.id: cluster.parent for cluster in self.clusters if not _is_visible(cluster)}
        nodes = tuple(
            dataclasses.replace(node, cluster=_leave_hidden(node.cluster, hidden))
            for node in self.nodes
            if _is_visible(node)
        )
        clusters = tuple(
            dataclasses.replace(cluster, parent=_leave_hidden(cluster.parent, hidden))
            for cluster in self.clusters
            if cluster.id not in hidden
        )
        ids = {node.id for node in nodes}
        edges = tuple(edge for edge in self.edges if _is_visible(edge) and {edge.tail, edge.head} <= ids)
        return dataclasses.replace(self, nodes=nodes, edges=edges, clusters=clusters)

    def sort_by_flow(self) -> list[Node]:
        """Return the nodes in the order of the edges: none before a node that leads to it.

        In a cycle, the first node in the script that an earlier node leads to comes first.
        """
        predecessors: dict[str, set[str]] = {node.id: set() for node in self.nodes}
        for edge in self.edges:
            tail, head = edge.endpoints
            if tail != head:
                predecessors[head].add(tail)
        remaining, ordered, reached = list(self.nodes), [], set[str]()
        while remaining:
            ready = (node for node in remaining if not predecessors[node.id])
            candidates = (node for node in remaining if node.id in reached)
            following = next(ready, None) or next(candidates, remaining[0])
            remaining.remove(following)
            ordered.append(following)
            for node_id, others in predecessors.items():
                if following.id in others:
                    others.discard(following.id)
                    reached.add(node_id)
        return ordered

    def iterate_nested(self, order: Sequence[Node] = ()) -> Iterator[tuple[int, Node | Cluster]]:
        """Yield clusters and nodes, each with the number of clusters around it.

        The content of a cluster follows it. Nodes are in the given order, by default that of the flow; a
        cluster has the place of its first node.
        """
        ranks = {node.id: rank for rank, node in enumerate(order or self.sort_by_flow())}
        for group in self._group_content("", 0, ranks):
            yield from group

    def _group_content(self, cluster_id: str, depth: int, ranks: Mapping[str, int]) -> list[_Group]:
        """Return what is in a cluster, in order: each node, and each cluster with its content, as a group."""
        groups: list[_Group] = [[(depth, node)] for node in self.nodes if node.cluster == cluster_id]
        for cluster in self.clusters:
            if cluster.parent == cluster_id:
                content = self._group_content(cluster.id, depth + 1, ranks)
                groups.append([(depth, cluster), *(part for group in content for part in group)])
        return sorted(groups, key=lambda group: _find_rank(group, ranks))

    def iterate_labels(self) -> Iterator[str]:
        """Yield every label that a reader sees: clusters, nodes, edges, each in the order of the script."""
        yield from (cluster.label for cluster in self.clusters if cluster.label)
        yield from (node.label for node in self.nodes if node.label)
        for edge in self.edges:
            yield from edge.iterate_labels()


def find_filled_clusters(parents: Mapping[str, str], of_nodes: Iterable[str]) -> set[str]:
    """Return the clusters with a node inside, at any depth.

    Args:
        parents: The cluster around each cluster, or an empty text.
        of_nodes: The innermost cluster of each node, or an empty text.
    """
    filled: set[str] = set()
    for cluster in of_nodes:
        while cluster and cluster not in filled:
            filled.add(cluster)
            cluster = parents.get(cluster, "")
    return filled


_Group = list[tuple[int, Node | Cluster]]
"""A node, or a cluster with its content; each with its depth."""


def _find_rank(group: _Group, ranks: Mapping[str, int]) -> int:
    """Return the rank of a group's first node; a group without nodes comes last."""
    return min((ranks[part.id] for _, part in group if isinstance(part, Node)), default=len(ranks))


def _leave_hidden(cluster: str, hidden: Mapping[str, str]) -> str:
    """Return the innermost visible cluster; `hidden` has what is around each invisible one."""
    while cluster in hidden:
        cluster = hidden[cluster]
    return cluster


def _is_visible(part: Node | Edge | Cluster) -> bool:
    return "invis" not in part.attrs.get("style", "")
