"""What Graphviz laid out, read from its SVG: groups by name, and where things stand. Pure.

Coordinates are those of Graphviz's own group, in CSS pixels; `top` is negative there.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ..model.graph import Graph
from .geometry import Box
from .labels import Placeholders
from .text import Text

SHAPES = {
    "path": ("d",),
    "polygon": ("points",),
    "polyline": ("points",),
    "ellipse": ("cx", "cy", "rx", "ry"),
}
Point = tuple[float, float]


@dataclass(frozen=True)
class EdgePath:
    """The way of an edge: the name of its group, and the curves as SVG has them."""

    name: str
    path: str

    @cached_property
    def bounds(self) -> Box:
        """A rectangle that holds the way: that of the curves' own points, which is easily had."""
        return Box.from_points(_points(self.path))

    @cached_property
    def points(self) -> Sequence[Point]:
        """The way as straight pieces."""
        return flatten_path(self.path)


_STEPS = 12
"""Straight pieces that stand for one Bézier curve."""


_Part = TypeVar("_Part")

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Layout:
    """A layout. `svg` is as Graphviz wrote it."""

    def __init__(self, svg: str) -> None:
        # Without the namespace that all elements share, they go by their plain names.
        self.root = ET.fromstring(drop_unprintable(svg).replace(_NAMESPACE, "", 1))
        self.body = next(g for g in self.root if g.tag == "g")
        self.groups = {g.get("id", ""): g for g in self.body if g.tag == "g"}

    @cached_property
    def view(self) -> Box:
        """The whole drawing, in the coordinates of the page."""
        return Box.from_view_box(self.root.get("viewBox", "0 0 0 0"))

    def iterate_parts(self, things: Sequence[_Part], name: str) -> Iterator[tuple[str, _Part]]:
        """The things that Graphviz drew, each with the name of its group."""
        named = ((f"{name}{i}", thing) for i, thing in enumerate(things))
        return (pair for pair in named if pair[0] in self.groups)

    def locate_nodes(self, graph: Graph) -> dict[str, Box]:
        """Where the nodes of a graph stand, by their ids."""
        found: dict[str, Box] = {}
        for name, node in self.iterate_parts(graph.nodes, "n"):
            boxes = [bound_shape(shape) for shape in self.groups[name].iter() if shape.tag in SHAPES]
            if boxes:
                found[node.id] = boxes[0].merge(*boxes)
        return found

    def iterate_titles(self, marks: Placeholders) -> Iterator[tuple[str, Text, Box, Box]]:
        """The name of each box with a title, the title, the place kept for it, and the box itself."""
        for name in self._named("cluster"):
            around: Box | None = None
            for shape in self._shapes(name):
                if text := marks.find_text(shape.get("fill")):
                    if around:
                        yield name, text, bound_shape(shape), around
                elif around is None:
                    around = bound_shape(shape)

    @cached_property
    def edge_paths(self) -> list[EdgePath]:
        """The ways of all edges."""
        shapes = ((name, shape) for name in self._named("e") for shape in self._shapes(name))
        return [EdgePath(name, shape.get("d", "")) for name, shape in shapes if shape.tag == "path"]

    def locate_labels(self, marks: Placeholders) -> Iterator[tuple[str, Box]]:
        """The name of each edge with a label, and where that stands."""
        for name in self._named("e"):
            yield from ((name, bound_shape(s)) for s in self._shapes(name) if marks.find_text(s.get("fill")))

    def refuse_loss(self, graph: Graph) -> None:
        """Graphviz leaves out what is invisible, and merges edges (`strict`); anything else is its fault.

        Raises:
            ValueError: It lost a node or an edge, as it does with clusters nested many times.
        """
        visible = graph.without_invisible()
        seen = {node.id for node in visible.nodes}, {edge.id for edge in visible.edges}
        nodes = sum(node.id in seen[0] and f"n{i}" not in self.groups for i, node in enumerate(graph.nodes))
        edges = sum(edge.id in seen[1] and f"e{i}" not in self.groups for i, edge in enumerate(graph.edges))
        if nodes or (edges and not graph.strict):
            lost = f"{nodes} nodes" if nodes else f"{edges} edges"
            raise ValueError(f"Graphviz lost {lost}; nest fewer clusters, or choose another `layout` engine")

    def _named(self, kind: str) -> list[str]:
        return [name for name in self.groups if name != kind and name.rstrip("0123456789") == kind]

    def _shapes(self, name: str) -> Iterator[ET.Element]:
        """The shapes of a group, but for those of an engine that knows no clusters, which have no place."""
        for shape in self.groups[name].iter():
            if shape.tag in SHAPES and _NUMBER.search(shape.get("points") or shape.get("d") or "0"):
                yield shape


def flatten_path(path: str) -> list[Point]:
    """The path of an edge, `M` and then `C` with any number of curves, as straight pieces."""
    points = _points(path)
    found = points[:1]
    for at in range(0, len(points) - 3, 3):
        found += _curve(points[at : at + 4])
    return found


def _points(path: str) -> list[Point]:
    numbers = [float(v) for v in _NUMBER.findall(path)]
    return list(zip(numbers[0::2], numbers[1::2], strict=False))


def _curve(points: Sequence[Point]) -> Iterator[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def bound_shape(element: ET.Element) -> Box:
    """Left, top, right and bottom of a node's outline."""
    if element.tag == "ellipse":
        cx, cy, rx, ry = (float(element.get(key, 0)) for key in ("cx", "cy", "rx", "ry"))
        return Box(cx - rx, cy - ry, cx + rx, cy + ry)
    points = element.get("points") or element.get("d") or ""
    numbers = [float(v) for v in _NUMBER.findall(points)]
    if not numbers:
        raise ValueError("Graphviz gave a shape no place; choose another `layout` engine")
    xs, ys = numbers[0::2], numbers[1::2]
    return Box(min(xs), min(ys), max(xs), max(ys))


def drop_unprintable(svg: str) -> str:
    """Without the control characters that a label may hold but XML may not."""
    return _UNPRINTABLE.sub("", svg)
