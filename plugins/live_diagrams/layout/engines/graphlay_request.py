"""What graphlay is asked to lay out: nodes and edges with sizes, clusters as nodes around others. Pure."""

from __future__ import annotations

from typing import Any

from ...model.graph.graph import find_filled_clusters
from ..labels import measure_markup
from ..layout import Layout
from ..styled_graph import StyledEdge, StyledGraph

_DEFAULT_SIZE = 54.0, 36.0
"""The size of a node that has no outline, in CSS pixels."""
BESIDE_TITLE = 8.0
"""Space on either side of the title of a cluster, in CSS pixels."""


class Request:
    """A graph as graphlay asks for it: clusters are nodes that others name as their parents."""

    def __init__(self, styled: StyledGraph, measured: Layout) -> None:
        boxes = measured.node_boxes
        parents = {cluster.name: cluster.parent for cluster in styled.clusters}
        filled = find_filled_clusters(parents, (node.cluster for node in styled.nodes))
        self.clusters = [cluster for cluster in styled.clusters if cluster.name in filled]
        self.titles = {
            cluster.name: measure_markup(cluster.label) for cluster in self.clusters if cluster.label
        }
        places = {cluster.name: index for index, cluster in enumerate(self.clusters)}
        self.nodes: list[dict[str, Any]] = [
            {
                "size": {"width": self.measure_title(cluster.name), "height": 1.0},
                **({"parent": places[cluster.parent]} if cluster.parent in places else {}),
            }
            for cluster in self.clusters
        ]
        self.first = len(self.nodes)
        self.places: dict[str, int] = {}
        for node in styled.nodes:
            box = boxes.get(node.name)
            width, height = (box.width, box.height) if box else _DEFAULT_SIZE
            self.places[node.name] = len(self.nodes)
            self.nodes.append(
                {
                    "size": {"width": max(1.0, width), "height": max(1.0, height)},
                    **({"parent": places[node.cluster]} if node.cluster in places else {}),
                }
            )
        self.labels = [_measure_edge_label(edge) for edge in styled.edges]
        self.edges = [
            {
                "source": self.places[edge.tail],
                "target": self.places[edge.head],
                **({"label_size": {"width": label[0], "height": label[1]}} if label else {}),
            }
            for edge, label in zip(styled.edges, self.labels, strict=True)
        ]

    def measure_title(self, cluster: str) -> float:
        """Return the least width of a cluster, which is that of its title and of the space beside it."""
        title = self.titles.get(cluster)
        return title[0] + 2 * BESIDE_TITLE if title else 1.0


def _measure_edge_label(edge: StyledEdge) -> tuple[float, float] | None:
    """Return the width and the height of the label of an edge; none where it has no label."""
    label = edge.label or edge.attrs.get("xlabel", "")
    return measure_markup(label) if label else None
