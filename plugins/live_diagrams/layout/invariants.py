"""Invariants: conditions of every layout, whatever its engine reports. Pure.

A layout that lacks a part is neither published nor cached (`require_every_part`). The other invariants decide
between candidates. Each takes microseconds a part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .cards import read_inches
from .geometry import Box, Point
from .layout import Layout
from .lines import passes
from .styled_graph import StyledEdge, StyledGraph, StyledNode

_REACH = 20.0
"""CSS pixels between the end of a path and its node: an arrowhead, and a margin where no outline is drawn."""
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 54.0, 36.0
"""CSS pixels of a node whose size nobody sets: Graphviz's defaults."""
_TOUCH = 1.5
"""CSS pixels by which a line may enter a box before it counts as passing through."""


def require_every_part(layout: Layout, styled: StyledGraph) -> None:
    """Require every visible node and edge of a graph in its layout.

    Raises:
        ValueError: The engine lost a part, as Graphviz does with clusters nested many times.
    """
    nodes, edges = find_lost_nodes(layout, styled), find_lost_edges(layout, styled)
    if nodes or edges:
        lost = _count(len(nodes), "node") if nodes else _count(len(edges), "edge")
        raise ValueError(f"Graphviz lost {lost}; nest fewer clusters, or choose another `layout` engine")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def find_lost_nodes(layout: Layout, styled: StyledGraph) -> list[str]:
    """Return the names of the visible nodes that a layout lacks."""
    return sorted(_list_visible(styled) - layout.groups.keys())


def find_lost_edges(layout: Layout, styled: StyledGraph) -> list[str]:
    """Return the names of the visible edges without a path between their own nodes.

    A strict graph merges equal edges, `concentrate` parts of any, and `patchwork` draws none: there is then
    nothing to find.
    """
    merges = styled.attrs.get("concentrate", "false").lower() in ("true", "yes", "1")
    if styled.strict or merges or styled.engine == "patchwork":
        return []
    visible = _list_visible(styled)
    nodes = {node.name: node for node in styled.nodes}
    paths: dict[str, list[Sequence[Point]]] = defaultdict(list)
    for path in layout.edge_paths:
        paths[path.name].append(path.ends)
    return [
        edge.name
        for edge in styled.edges
        if {edge.tail, edge.head} <= visible and _is_visible(edge.attrs.get("style", ""))
        if edge.name not in layout.groups
        or not any(_joins(ends, edge, nodes, layout) for ends in paths[edge.name])
    ]


def _joins(ends: Sequence[Point], edge: StyledEdge, nodes: Mapping[str, StyledNode], layout: Layout) -> bool:
    """Return whether a path begins and ends at the nodes of an edge, or at the clusters it names instead."""
    if len(ends) < 2:
        return False
    first, last = ends
    tail, head = layout.node_boxes.get(edge.tail), layout.node_boxes.get(edge.head)
    if tail and head and _is_near(first, [tail]) and _is_near(last, [head]):
        return True  # as nearly every edge: what else may be an end need not be computed
    tails = _list_boxes(layout, nodes[edge.tail], edge.attrs.get("ltail", ""))
    heads = _list_boxes(layout, nodes[edge.head], edge.attrs.get("lhead", ""))
    if _is_near(first, tails) and _is_near(last, heads):
        return True
    return _is_near(first, heads) and _is_near(last, tails)


def _list_boxes(layout: Layout, node: StyledNode, cluster: str) -> list[Box]:
    """Return where a path may end: at the node, or at the cluster.

    Of a node without an outline only the label is drawn, which can be much smaller than the node.
    """
    boxes = []
    if box := layout.node_boxes.get(node.name):
        width = read_inches(node.attrs.get("width")) or _DEFAULT_WIDTH
        height = read_inches(node.attrs.get("height")) or _DEFAULT_HEIGHT
        (x, y), across, down = box.middle, max(box.width, width) / 2, max(box.height, height) / 2
        if "xlabel" in node.attrs:  # which is drawn with the node, at any side of it
            across, down = box.width / 2 + width, box.height / 2 + height
        boxes.append(Box(x - across, y - down, x + across, y + down))
    if cluster in layout.cluster_boxes:
        boxes.append(layout.cluster_boxes[cluster])
    return boxes


def _is_near(point: Point, boxes: Sequence[Box]) -> bool:
    x, y = point
    return not boxes or any(
        left - _REACH <= x <= right + _REACH and top - _REACH <= y <= bottom + _REACH
        for left, top, right, bottom in boxes
    )


def find_covered_labels(layout: Layout, styled: StyledGraph) -> list[str]:
    """Return the names of the edges whose label another edge, label or node covers."""
    labels = list(layout.locate_words(styled.placeholders))
    covered = set()
    nodes = [box.expand(-_TOUCH) for box in layout.node_boxes.values()] if labels else []
    for index, (name, box) in enumerate(labels):
        if (
            any(other != name and passes(a, b, box) for other, a, b in layout.lines.iterate_near(box))
            or any(box.overlaps(other) for _, other in labels[:index])
            or any(box.overlaps(node) for node in nodes)
        ):
            covered.add(name)
    return sorted(covered)


def find_crossed_nodes(layout: Layout, styled: StyledGraph) -> list[tuple[str, str]]:
    """Return the edges that pass through a node which is not theirs, each with that node."""
    ends = {edge.name: (edge.tail, edge.head) for edge in styled.edges}
    crossed = set()
    for node, box in layout.node_boxes.items():
        inside = box.expand(-_TOUCH)
        for name, a, b in layout.lines.iterate_near(inside):
            if node not in ends.get(name, ()) and passes(a, b, inside):
                crossed.add((name, node))
    return sorted(crossed)


def find_intruders(layout: Layout, styled: StyledGraph) -> list[tuple[str, str]]:
    """Return the nodes that lie in a cluster which is not theirs, each with that cluster."""
    parents = {cluster.name: cluster.parent for cluster in styled.clusters}
    intruders = []
    for node in styled.nodes:
        box = layout.node_boxes.get(node.name)
        around, cluster = set[str](), node.cluster
        while cluster and cluster not in around:
            around.add(cluster)
            cluster = parents.get(cluster, "")
        if box:
            intruders += [
                (node.name, name)
                for name, outline in layout.cluster_boxes.items()
                if name not in around and outline.contains(*box.middle)
            ]
    return intruders


def count_crossings(layout: Layout) -> int:
    """Return the number of points in which two edges cross."""
    return layout.lines.count_crossings()


def _list_visible(styled: StyledGraph) -> set[str]:
    return {node.name for node in styled.nodes if _is_visible(node.attrs.get("style", ""))}


def _is_visible(style: str) -> bool:
    return "invis" not in style
