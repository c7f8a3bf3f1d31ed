"""Edges that an engine lost, added to its layout: around the nodes where there is a way, else straight. Pure.

Graphviz loses edges of graphs with nested clusters, and between nodes that it places upon each other.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from dataclasses import replace
from math import hypot

from .geometry import SHAPES, Box, Point, parse_points
from .layout import Layout
from .style import LINE
from .styled_graph import StyledEdge, StyledGraph

_PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
_CELL = re.compile(r'BGCOLOR="(#01[0-9a-f]{4})" WIDTH="([\d.]+)" HEIGHT="([\d.]+)"')
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|[a-z]+\d*")
_DASHES = {"dashed": "5,2", "dotted": "1,5"}
_ARROW_LENGTH, _ARROW_WIDTH = 7.5, 2.6
"""Those of an arrowhead of the default style, in CSS pixels."""
_LOOP = 24.0
"""How far an edge between nodes upon each other leaves them, in CSS pixels."""


def create_request(layout: Layout, styled: StyledGraph, lost: Collection[str]) -> StyledGraph:
    """Return the graph of the lost edges alone, with all nodes at their places, for the engine `nop2`."""
    nodes = []
    for node in styled.nodes:
        if box := layout.node_boxes.get(node.name):
            x, y = box.middle
            nodes.append(replace(node, attrs={**node.attrs, "pos": f"{x:.2f},{-y:.2f}"}, cluster=""))
    names = {node.name for node in nodes}
    edges = (edge for edge in styled.edges if edge.name in lost and {edge.tail, edge.head} <= names)
    return replace(
        styled,
        engine="nop2",
        attrs={"splines": "true", "esep": "+1", "pad": "0.06", "bgcolor": "transparent"},
        nodes=tuple(nodes),
        edges=tuple(replace(edge, label="", attrs=_drop_cluster_ends(edge)) for edge in edges),
        clusters=(),
        groups=(),
    )


def _drop_cluster_ends(edge: StyledEdge) -> dict[str, str]:
    labels = {"lhead", "ltail", "label", "xlabel", "headlabel", "taillabel"}
    return {key: value for key, value in edge.attrs.items() if key not in labels}


def add_edges(
    layout: Layout, styled: StyledGraph, lost: Collection[str], routed: Layout | None = None
) -> None:
    """Add the lost edges to a layout, each with its label in its middle.

    Args:
        layout: The layout that lacks them.
        styled: The graph.
        lost: The names of the edges.
        routed: The layout of `create_request`; without it, or where it lacks an edge, a line is straight.
    """
    for edge in styled.edges:
        tail, head = layout.node_boxes.get(edge.tail), layout.node_boxes.get(edge.head)
        if edge.name not in lost or not tail or not head:
            continue
        group = ET.Element("g", {"id": edge.name, "class": "edge"})
        group.extend(_copy_route(edge, tail, routed) or _draw_straight(edge, tail, head))
        group.extend(_draw_labels(edge, group))
        layout.add_group(edge.name, group)


def _copy_route(edge: StyledEdge, tail: Box, routed: Layout | None) -> list[ET.Element]:
    """Return the shapes of an edge in another layout, moved to where the nodes are in this one, if any."""
    if not routed or edge.name not in routed.groups or edge.tail not in routed.node_boxes:
        return []
    (x, y), (other_x, other_y) = tail.middle, routed.node_boxes[edge.tail].middle
    shapes = [shape for shape in routed.groups[edge.name].iter() if shape.tag in SHAPES]
    if not any(shape.tag == "path" for shape in shapes):
        return []
    for shape in shapes:
        for key in ("d", "points"):
            if value := shape.get(key):
                shape.set(key, _shift_points(value, x - other_x, y - other_y))
        if shape.tag == "ellipse":
            shape.set("cx", f"{float(shape.get('cx', 0)) + x - other_x:.2f}")
            shape.set("cy", f"{float(shape.get('cy', 0)) + y - other_y:.2f}")
    return shapes


def _shift_points(text: str, right: float, down: float) -> str:
    return _PAIR.sub(lambda pair: f"{float(pair[1]) + right:.2f},{float(pair[2]) + down:.2f}", text)


def _draw_straight(edge: StyledEdge, tail: Box, head: Box) -> Iterator[ET.Element]:
    """Yield a straight line from the outline of one node to that of the other, with its arrowheads."""
    start, end = _leave(tail, head.middle), _leave(head, tail.middle)
    bend = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if tail.overlaps(head):  # a line from one middle to the other would be hidden
        x, top = head.middle[0], min(tail.top, head.top)
        start, end = (x - 8, top), (x + 8, top)
        bend = x, top - _LOOP
    paint = {"stroke": _read_colour(edge), "stroke-width": edge.attrs.get("penwidth", "1")}
    line_start, line_end = start, end
    heads = []
    if edge.direction in ("forward", "both") and edge.attrs.get("arrowhead") != "none":
        line_end, corners = _point_arrow(bend, end)
        heads.append(corners)
    if edge.direction in ("back", "both") and edge.attrs.get("arrowtail") != "none":
        line_start, corners = _point_arrow(bend, start)
        heads.append(corners)
    style = edge.attrs.get("style", "")
    dashes = next(({"stroke-dasharray": _DASHES[key]} for key in _DASHES if key in style), {})
    path = f"M{_format(line_start)}C{_format(bend)} {_format(bend)} {_format(line_end)}"
    yield ET.Element("path", {"fill": "none", **paint, **dashes, "d": path})
    for corners in heads:
        yield ET.Element("polygon", {"fill": paint["stroke"], **paint, "points": corners})


def _leave(box: Box, towards: Point) -> Point:
    """Return where the line from the middle of a box to a point leaves the box."""
    (x, y), (dx, dy) = box.middle, (towards[0] - box.middle[0], towards[1] - box.middle[1])
    part = min(
        box.width / 2 / abs(dx) if dx else 1.0,
        box.height / 2 / abs(dy) if dy else 1.0,
        1.0,
    )
    return x + dx * part, y + dy * part


def _point_arrow(start: Point, tip: Point) -> tuple[Point, str]:
    """Return where the line has to end, and the corners of the arrowhead, with its tip at a point."""
    dx, dy = tip[0] - start[0], tip[1] - start[1]
    length = hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    base = tip[0] - dx * _ARROW_LENGTH, tip[1] - dy * _ARROW_LENGTH
    left = base[0] - dy * _ARROW_WIDTH, base[1] + dx * _ARROW_WIDTH
    right = base[0] + dy * _ARROW_WIDTH, base[1] - dx * _ARROW_WIDTH
    return base, " ".join(_format(point) for point in (left, tip, right, left))


def _draw_labels(edge: StyledEdge, group: ET.Element) -> Iterator[ET.Element]:
    """Yield the spaces of the words of an edge, one below the other at the middle of its path."""
    labels = [edge.label, *(edge.attrs.get(key, "") for key in ("xlabel", "headlabel", "taillabel"))]
    cells = [cell for label in labels for cell in _CELL.findall(label)]
    if not cells:
        return
    points = [p for path in group.iter("path") for p in parse_points(path.get("d", ""))]
    x, y = points[len(points) // 2]
    top = y - sum(float(height) for _, _, height in cells) / 2
    for colour, width, height in cells:
        half, bottom = float(width) / 2, top + float(height)
        corners = Box(x - half, top, x + half, bottom).corners()
        points_text = " ".join(_format(point) for point in corners)
        yield ET.Element("polygon", {"fill": colour, "stroke": "none", "points": points_text})
        top = bottom


def _read_colour(edge: StyledEdge) -> str:
    colour = re.split("[:;]", edge.attrs.get("color", LINE))[0]
    return colour if _COLOUR.fullmatch(colour) else LINE


def _format(point: Point) -> str:
    return f"{point[0]:.2f},{point[1]:.2f}"
