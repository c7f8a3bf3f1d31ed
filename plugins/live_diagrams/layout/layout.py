"""A layout, read from the SVG that an engine wrote: groups by the names of parts, and their places. Pure.

Coordinates are those of the engine's own group, in CSS pixels; `top` is negative there.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..model.graph.graph import Graph
from ..model.graph.parts import PartKind, name_part, part_kind
from .geometry import Box, Point, bound_shape, flatten_curves, has_place, parse_points
from .labels import Placeholders
from .lines import Lines
from .text import Text, drop_unprintable

_Part = TypeVar("_Part")

_TRANSLATION = re.compile(r"translate\((\S+) (\S+)\)")
_MARGIN = 2.0
"""CSS pixels around parts that are added."""
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class EdgePath:
    """The path of an edge: the name of its group, and the curves as SVG writes them."""

    name: str
    path: str

    @cached_property
    def controls(self) -> Sequence[Point]:
        """The points of its curves, those included that it does not pass."""
        return parse_points(self.path)

    @cached_property
    def bounds(self) -> Box:
        """A rectangle that contains the path: that of the curves' own points, which costs little."""
        return Box.from_points(self.controls)

    @cached_property
    def ends(self) -> Sequence[Point]:
        """The first and the last point; none for an empty path."""
        return (*self.controls[:1], *self.controls[-1:])

    @cached_property
    def points(self) -> Sequence[Point]:
        """The path as straight pieces."""
        return flatten_curves(self.controls)


class ReservedTitle(NamedTuple):
    """The title of a cluster: its words, the space kept for them, and the outline of the cluster."""

    cluster: str
    text: Text
    space: Box
    outline: Box


class Layout:
    """A layout. `svg` is as the engine wrote it; `added` names the edges that it lost (`lost_edges`).

    Raises:
        xml.etree.ElementTree.ParseError: It is no XML.
    """

    def __init__(self, svg: str) -> None:
        # Without the namespace that all elements share, they go by their plain names.
        self.root = ET.fromstring(drop_unprintable(svg).replace(_NAMESPACE, "", 1))
        self.body = next(group for group in self.root if group.tag == "g")
        self.groups = {group.get("id", ""): group for group in self.body if group.tag == "g"}
        self.added: set[str] = set()
        self._shapes: dict[str, tuple[ET.Element, ...]] = {}
        self._bounds: dict[ET.Element, Box] = {}
        self._names: dict[PartKind, list[str]] = {}
        self._words: list[tuple[str, ET.Element, Text]] | None = None

    def add_group(self, name: str, group: ET.Element) -> None:
        """Add the group of an edge that the engine lost, in place of any group of that name."""
        if name in self.groups:
            self.body.remove(self.groups[name])
        self.body.append(group)
        self.groups[name] = group
        self.added.add(name)
        self._shapes.pop(name, None)
        self._names.clear()
        self._words = None
        for known in ("edge_paths", "lines"):
            self.__dict__.pop(known, None)
        self._extend_view(Box.merge(*(bound_shape(shape) for shape in group.iter() if has_place(shape))))

    def _extend_view(self, box: Box) -> None:
        """Make the drawing large enough for a box in the engine's coordinates."""
        moved = _TRANSLATION.search(self.body.get("transform", ""))
        x, y = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
        view = self.view.merge(box.shift(x, y).expand(_MARGIN))
        self.root.set("viewBox", f"{view.left:.2f} {view.top:.2f} {view.width:.2f} {view.height:.2f}")
        self.__dict__.pop("view", None)

    @cached_property
    def view(self) -> Box:
        """The whole drawing, in the coordinates of the page."""
        return Box.from_view_box(self.root.get("viewBox", "0 0 0 0"))

    def iterate_parts(self, parts: Sequence[_Part], kind: PartKind) -> Iterator[tuple[str, _Part]]:
        """Yield the parts that the engine drew, each with the name of its group."""
        named = ((name_part(kind, index), part) for index, part in enumerate(parts))
        return (pair for pair in named if pair[0] in self.groups)

    @cached_property
    def node_boxes(self) -> dict[str, Box]:
        """The boxes of the nodes, by the names of their groups."""
        return self._locate(PartKind.NODE)

    @cached_property
    def cluster_boxes(self) -> dict[str, Box]:
        """The outlines of the clusters, by the names of their groups."""
        return {
            name: self.bound(shapes[0])
            for name in self._find_names(PartKind.CLUSTER)
            if (shapes := self._list_shapes(name))
        }

    def _locate(self, kind: PartKind) -> dict[str, Box]:
        places: dict[str, Box] = {}
        for name in self._find_names(kind):
            boxes = [self.bound(shape) for shape in self._list_shapes(name)]
            if boxes:
                places[name] = boxes[0].merge(*boxes)
        return places

    def locate_nodes(self, graph: Graph) -> dict[str, Box]:
        """Return the boxes of the nodes of a graph, by their ids."""
        parts = self.iterate_parts(graph.nodes, PartKind.NODE)
        return {node.id: self.node_boxes[name] for name, node in parts if name in self.node_boxes}

    def iterate_titles(self, placeholders: Placeholders) -> Iterator[ReservedTitle]:
        """Yield the titles of the clusters that have one."""
        for name in self._find_names(PartKind.CLUSTER):
            outline: Box | None = None
            for shape in self._list_shapes(name):
                if text := placeholders.find_text(shape.get("fill")):
                    if outline:
                        yield ReservedTitle(name, text, self.bound(shape), outline)
                elif outline is None:
                    outline = self.bound(shape)

    @cached_property
    def edge_paths(self) -> list[EdgePath]:
        """The paths of all edges."""
        shapes = (
            (name, shape) for name in self._find_names(PartKind.EDGE) for shape in self._list_shapes(name)
        )
        return [EdgePath(name, shape.get("d", "")) for name, shape in shapes if shape.tag == "path"]

    def locate_labels(self, placeholders: Placeholders) -> Iterator[tuple[str, Box]]:
        """Yield the name of each edge with a label, and the label's box."""
        return ((name, self.bound(shape)) for name, shape, _ in self._list_words(placeholders))

    @cached_property
    def lines(self) -> Lines:
        """The paths of all edges as straight pieces."""
        return Lines((path.name, path.points) for path in self.edge_paths)

    def iterate_words(self, placeholders: Placeholders) -> Iterator[tuple[str, ET.Element, Box]]:
        """Yield the name of each edge with a label, the label's shape, and the box of its words alone."""
        for name, shape, text in self._list_words(placeholders):
            x, y = self.bound(shape).middle
            half, high = text.width / 2, text.height / 2
            yield name, shape, Box(x - half, y - high, x + half, y + high)

    def locate_words(self, placeholders: Placeholders) -> Iterator[tuple[str, Box]]:
        """Yield the name of each edge with a label, and the box of its words alone."""
        return ((name, words) for name, _, words in self.iterate_words(placeholders))

    def move_polygon(self, shape: ET.Element, right: float, down: float) -> None:
        """Move a shape that keeps the space of words; the painter finds the words where it is."""
        points = parse_points(shape.get("points", ""))
        shape.set("points", " ".join(f"{x + right:.2f},{y + down:.2f}" for x, y in points))
        self._bounds.pop(shape, None)

    def _list_words(self, placeholders: Placeholders) -> list[tuple[str, ET.Element, Text]]:
        """Return the name of each edge with a label, the label's shape, and the words it keeps space for."""
        if self._words is None:
            self._words = [
                (name, shape, text)
                for name in self._find_names(PartKind.EDGE)
                for shape in self._list_shapes(name)
                if (text := placeholders.find_text(shape.get("fill")))
            ]
        return self._words

    def _find_names(self, kind: PartKind) -> list[str]:
        if not self._names:
            for name in self.groups:
                if own := part_kind(name):
                    self._names.setdefault(own, []).append(name)
        return self._names.get(kind, [])

    def bound(self, shape: ET.Element) -> Box:
        """Return the rectangle around a shape."""
        if shape not in self._bounds:
            self._bounds[shape] = bound_shape(shape)
        return self._bounds[shape]

    def _list_shapes(self, name: str) -> tuple[ET.Element, ...]:
        """Return the shapes of a group that have a place."""
        if name not in self._shapes:
            self._shapes[name] = tuple(shape for shape in self.groups[name].iter() if has_place(shape))
        return self._shapes[name]
