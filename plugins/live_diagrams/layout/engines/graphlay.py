"""graphlay, a layered engine that keeps room for labels and loses no edge, even of large graphs.

It places nodes, edges, labels and clusters. Graphviz then writes them as markup with its engine `nop2`, which
moves nothing: so shapes, arrowheads and labels are the same in every drawing. graphlay's vertical axis points
down and Graphviz' up; all lengths are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..geometry import Point
from ..layout import Layout
from ..styled_graph import StyledEdge, StyledGraph
from .graphlay_request import BESIDE_TITLE, Request
from .round_corners import round_corners, shorten_line

_DIRECTIONS = {"LR": "leftright", "RL": "leftright", "TB": "topbottom", "BT": "topbottom"}
_ARROW = 10.0
"""The length of Graphviz' arrowhead, for each unit of `arrowsize`."""
_TITLE_GAP = 6.0
_PADDING = 12.0
"""The space between the outline of a cluster and what is in it, in CSS pixels."""


def is_installed() -> bool:
    """Return whether graphlay can be imported."""
    try:
        import graphlay  # noqa: F401
    except ImportError:
        return False
    return True


def can_lay_out(styled: StyledGraph) -> bool:
    """Return whether graphlay can place all parts: those of layered layouts, without outer labels."""
    outer = any({"headlabel", "taillabel"} & edge.attrs.keys() for edge in styled.edges)
    outer = outer or any("xlabel" in node.attrs for node in styled.nodes)
    is_plain = not styled.attrs.get("label") and not outer
    return is_plain and styled.engine == "dot" and styled.attrs.get("rankdir", "TB") in _DIRECTIONS


def respects_author(styled: StyledGraph) -> bool:
    """Return whether the author set no attribute on places that graphlay does not know."""
    own = {"lhead", "ltail", "headport", "tailport"}
    return not styled.groups and not any(own & edge.attrs.keys() for edge in styled.edges)


def place_parts(styled: StyledGraph, measured: Layout) -> StyledGraph:
    """Return the graph with the place of every part among its attributes, as `nop2` reads them.

    Args:
        styled: The graph.
        measured: Any layout of its nodes, for their sizes.

    Raises:
        ValueError: graphlay refuses the graph.
    """
    import graphlay

    direction = styled.attrs.get("rankdir", "TB")
    request = Request(styled, measured)
    try:
        result = graphlay.layout(
            {"nodes": request.nodes, "edges": request.edges},
            options={"direction": _DIRECTIONS[direction], **_choose_options(styled, request)},
        )
    except ValueError as error:
        raise ValueError(f"graphlay: {error}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust; no subclass of `Exception`
            raise
        raise ValueError(f"graphlay: {error}") from None
    return _Placement(styled, request, result.raw, direction).apply()


def _choose_options(styled: StyledGraph, request: Request) -> dict[str, Any]:
    """Return graphlay's options: tight where the style is tight."""
    node_gap = float(styled.attrs.get("nodesep", "0.35")) * 72
    layer_gap = float(styled.attrs.get("ranksep", "0.55").split()[0]) * 72
    header = max((height for _, height in request.titles.values()), default=0.0)
    header += _TITLE_GAP if header else 0.0
    # graphlay keeps a header free above nodes, but not above the clusters in a cluster.
    is_nested = any(cluster.parent for cluster in request.clusters)
    padding = max(_PADDING, header) if is_nested else _PADDING
    return {
        "spacing": {
            "layer_gap": max(26.0, layer_gap),
            "node_gap": max(12.0, node_gap),
            "dummy_gap": 12.0,
            "port_gap": 10.0,
            "port_stroke_clear": 6.0,
            "stub": 12.0,
            "edge_label_margin": 8.0,
            "isolated_gap": max(12.0, node_gap),
            "compound_padding": padding,
            "compound_header": 0.0 if is_nested else header,
        },
    }


class _Placement:
    """The attributes of the places that graphlay chose."""

    def __init__(
        self, styled: StyledGraph, request: Request, result: Mapping[str, Any], direction: str
    ) -> None:
        self._styled, self._request, self._result = styled, request, result
        self._mirror_x, self._mirror_y = direction == "RL", direction == "BT"

    def apply(self) -> StyledGraph:
        """Return the styled graph with the places of its parts."""
        styled, request, result = self._styled, self._request, self._result
        nodes = tuple(
            replace(node, attrs={**node.attrs, "pos": _format(self._read_centre(request.places[node.name]))})
            for node in styled.nodes
        )
        edges = tuple(
            self._place_edge(edge, result["edges"][index], request.labels[index])
            for index, edge in enumerate(styled.edges)
        )
        indices = {cluster.name: index for index, cluster in enumerate(request.clusters)}
        clusters = tuple(
            replace(cluster, attrs={**cluster.attrs, **self._place_cluster(cluster.name, indices)})
            if cluster.name in indices
            else cluster
            for cluster in styled.clusters
        )
        skipped = {"splines", "rankdir", "compound", "concentrate", "newrank"}
        attrs = {key: value for key, value in styled.attrs.items() if key not in skipped}
        return replace(
            styled, engine="nop2", attrs=attrs, nodes=nodes, edges=edges, clusters=clusters, groups=()
        )

    def _turn(self, point: Mapping[str, float]) -> Point:
        """Return a point in Graphviz's coordinates."""
        x, y = point["x"], -point["y"]
        return (-x if self._mirror_x else x), (-y if self._mirror_y else y)

    def _read_centre(self, index: int) -> Point:
        return self._turn(self._result["nodes"][index]["center"])

    def _place_cluster(self, name: str, indices: Mapping[str, int]) -> dict[str, str]:
        node = self._result["nodes"][indices[name]]
        x, y = self._turn(node["center"])
        width, height = node["size"]["width"], node["size"]["height"]
        left, bottom, right, top = x - width / 2, y - height / 2, x + width / 2, y + height / 2
        attrs = {"bb": f"{left:.2f},{bottom:.2f},{right:.2f},{top:.2f}"}
        if size := self._request.titles.get(name):
            attrs["lp"] = _format((left + BESIDE_TITLE + size[0] / 2, top - 4 - size[1] / 2))
        return attrs

    def _place_edge(
        self, edge: StyledEdge, result: Mapping[str, Any], label: tuple[float, float] | None
    ) -> StyledEdge:
        points = [self._turn(point) for point in result["points"]]
        size = _read_arrow_size(edge)
        head = edge.direction in ("forward", "both") and edge.attrs.get("arrowhead") != "none"
        tail = edge.direction in ("back", "both") and edge.attrs.get("arrowtail") != "none"
        prefix = ""
        if tail:
            prefix += f"s,{_format(points[0])} "
            points = shorten_line(points[::-1], size)[::-1]
        if head:
            prefix += f"e,{_format(points[-1])} "
            points = shorten_line(points, size)
        curves = " ".join(_format(point) for point in round_corners(points))
        attrs = {key: value for key, value in edge.attrs.items() if key != "xlabel"}
        attrs["pos"] = prefix + curves
        anchor = result.get("label_anchor")
        text = edge.label or edge.attrs.get("xlabel", "")
        if label:
            attrs["lp"] = _format(self._turn(anchor) if anchor else points[len(points) // 2])
        return replace(edge, label=text, attrs=attrs)


def _read_arrow_size(edge: StyledEdge) -> float:
    try:
        return _ARROW * max(0.0, float(edge.attrs.get("arrowsize", "1")))
    except ValueError:
        return _ARROW


def _format(point: Point) -> str:
    return f"{point[0]:.2f},{point[1]:.2f}"
