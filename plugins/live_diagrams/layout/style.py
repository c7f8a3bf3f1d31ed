"""The default style: the attributes that a graph has before its layout. Pure.

`diagrams` draws icons in fixed boxes taller than icon and label, so that edges end in mid-air. Here each node
is a card exactly as large as its icon and its measured label, and edges end at the card. The engine places
the boxes; text and icons are painted later (`svg`), where a placeholder kept their space. An attribute that
the author set always wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.graph.graph import Attrs, Cluster, Edge, Graph, Node
from ..model.graph.parts import PartKind, name_part
from .cards import make_card, read_font_size, reserve_box
from .labels import Placeholders, convert_html, is_html, measure_markup
from .records import convert_record
from .styled_graph import (
    CLUSTER_SIZE,
    EDGE_SIZE,
    NODE_SIZE,
    TITLE_SIZE,
    WIDE,
    Card,
    Spacing,
    StyledCluster,
    StyledEdge,
    StyledGraph,
    StyledGroup,
    StyledNode,
)
from .text import Run, wrap_label

AROUND = 5.0
"""Space between an edge's label and its surroundings, in CSS pixels."""
ROOMY = 26.0
"""Space on either side of a title that has to move far aside, in CSS pixels."""

LINE, INK, SURFACE, CLUSTER = "#020201", "#020202", "#020203", "#020204"
"""Colours that stand for those of the default style through the layout; `svg.palette` resolves them."""

_GRAPH = {
    "pad": "0.06",
    "splines": "spline",
    "bgcolor": "transparent",
    "fontname": "Arial",
    "fontcolor": INK,
}
_NODE = {
    "shape": "box",
    "style": "rounded,filled",
    "fillcolor": SURFACE,
    "color": LINE,
    "fontname": "Arial",
    "fontcolor": INK,
}
_EDGE = {"color": LINE, "fontname": "Arial", "fontcolor": INK, "penwidth": "1.4", "arrowsize": "0.75"}
_CLUSTER = {
    "style": "rounded,filled",
    "labeljust": "l",
    "fillcolor": CLUSTER,
    "color": LINE,
    "fontcolor": INK,
}

_BARE = {"shape": "box", "style": "filled", "color": "transparent", "fillcolor": "transparent"}
"""The outline of an icon whose author wants no box: invisible, but there to be found in the layout."""

_OUTER = ("ortho", "curved")
"""Kinds of lines whose labels Graphviz places only after all else."""

_BOXES = ("box", "rect", "rectangle", "square")

_NOT_FOR_LAYOUT = frozenset(
    "href URL target tooltip id class edgehref edgeURL edgetarget edgetooltip headhref headURL headtarget "
    "headtooltip tailhref tailURL tailtarget tailtooltip labelhref labelURL labeltarget labeltooltip "
    "imagescale imagepos imagepath fontpath shapefile stylesheet dpi resolution layout comment "
    "layers layer layerselect charset".split()
)
"""Attributes that would put links, paths or scales into the SVG, or that mean nothing in one."""


_MARGINS = frozenset({"pad", "margin"})
"""Attributes of a graph that are for paper: negative ones cut a drawing off, and a page has margins."""


def style_graph(graph: Graph, direction: str = "", spacing: Spacing = WIDE) -> StyledGraph:
    """Return a graph in the default style, to be laid out in `direction` where one is given."""
    overridden = spacing.overridden | _MARGINS
    own = {key: value for key, value in _select_attributes(graph.attrs).items() if key not in overridden}
    separations = {"nodesep": spacing.nodesep, "ranksep": spacing.ranksep}
    attrs = {**_GRAPH, **separations, "rankdir": direction or graph.direction, **own}
    stylist = _Stylist(graph, spacing, attrs["rankdir"], attrs["splines"])
    if "label" in attrs:
        attrs["label"] = stylist.convert_label(attrs["label"], attrs, TITLE_SIZE)
    nodes = tuple(stylist.style_node(node) for node in graph.nodes)
    clusters = tuple(stylist.style_cluster(cluster) for cluster in graph.clusters)
    outlines = {
        **{node.name: node.attrs for node in nodes},
        **{cluster.name: {"shape": "box", **cluster.attrs} for cluster in clusters},
    }
    edges = tuple(stylist.style_edge(edge, i) for i, edge in enumerate(graph.edges))
    return StyledGraph(
        engine=graph.attrs.get("layout", "dot"),
        strict=graph.strict,
        attrs=attrs if "ranksep" in own else attrs | _make_room(attrs, edges),
        nodes=nodes,
        edges=edges,
        clusters=clusters,
        groups=tuple(
            StyledGroup(group.attrs, tuple(stylist.nodes[node] for node in group.nodes))
            for group in graph.groups
        ),
        cards=stylist.cards,
        placeholders=stylist.placeholders,
        rounded=frozenset(name for name, outline in outlines.items() if _is_rounded(outline)),
    )


def _make_room(attrs: Attrs, edges: Sequence[StyledEdge]) -> dict[str, str]:
    """Return the separation of ranks with room for outer labels, for which Graphviz keeps none."""
    if attrs["splines"] not in _OUTER:
        return {}
    sizes = [measure_markup(edge.attrs.get("xlabel", "")) for edge in edges]
    along = attrs["rankdir"] in ("TB", "BT")
    room = max((size[along] for size in sizes), default=0.0)
    return {"ranksep": f"{float(attrs['ranksep']) + room / 72:.3f}"}


@dataclass
class _Stylist:
    """Styles the parts of one graph, and collects their cards and the placeholders of their labels."""

    graph: Graph
    spacing: Spacing
    direction: str
    splines: str
    cards: dict[str, Card] = field(default_factory=dict)
    placeholders: Placeholders = field(default_factory=Placeholders)
    nodes: Mapping[str, str] = field(init=False)
    clusters: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        graph = self.graph
        self.nodes = {node.id: name_part(PartKind.NODE, i) for i, node in enumerate(graph.nodes)}
        self.clusters = {
            cluster.id: name_part(PartKind.CLUSTER, i) for i, cluster in enumerate(graph.clusters)
        }

    def style_node(self, node: Node) -> StyledNode:
        """Return a node as the engine draws it: a card, a record, or a shape with its label."""
        name, own = self.nodes[node.id], _select_attributes(node.attrs)
        attrs = {**_NODE, **own}
        # A colour that the author gave to a filled shape is its fill, in Graphviz's way.
        if "fillcolor" not in own and "filled" in own.get("style", "") and "color" in own:
            del attrs["fillcolor"]
        if "xlabel" in own:
            attrs["xlabel"] = self.convert_label(own["xlabel"], attrs, EDGE_SIZE)
        if node.has_icon:
            card = self.cards[name] = make_card(node, own, self.spacing)
            is_bare = node.is_flowchart_shape or attrs["shape"] in ("none", "plain", "plaintext")
            is_bare = is_bare and "invis" not in attrs["style"]
            label = ""
            if "record" in attrs["shape"].lower():
                attrs["shape"] = "box"  # looks the same; Graphviz loses edges between records of one rank
            attrs |= (_BARE if is_bare else {}) | reserve_box(card, own, self.spacing)
        elif "record" in attrs["shape"].lower() and not is_html(node.label):
            label = convert_record(
                node.label,
                read_font_size(attrs, NODE_SIZE),
                self.placeholders,
                across=self.direction in ("TB", "BT"),
                rounded=attrs["shape"] == "Mrecord",
            )
            attrs |= {"shape": "plain", "style": "invis" if "invis" in attrs["style"] else "filled"}
        else:
            attrs.setdefault("margin", "0.13,0.09")
            if attrs["shape"] in _BOXES:
                attrs.setdefault("width", "0.5")
                attrs.setdefault("height", "0.4")
            label = self.convert_label(node.label, attrs, NODE_SIZE, self.spacing.node_wrap)
        return StyledNode(name, label, attrs, self.clusters.get(node.cluster, ""))

    def style_edge(self, edge: Edge, index: int) -> StyledEdge:
        """Return an edge as the engine draws it, with the numbers of its steps in its label."""
        attrs = {**_EDGE, **_select_attributes(edge.attrs)}
        for key in ("xlabel", "headlabel", "taillabel"):
            if attrs.get(key):
                attrs[key] = self._convert_edge_label(attrs[key], attrs)
        for key in ("lhead", "ltail"):
            if key in attrs:
                attrs[key] = self.clusters.get(attrs[key], attrs[key])
        painted = self.graph.format_edge_label(edge)
        label = self._convert_edge_label(painted, attrs) if painted else ""
        if label and self.splines in _OUTER:
            # Graphviz drops the labels of such edges, but places outer ones.
            attrs["xlabel"], label = label, ""
        return StyledEdge(
            name_part(PartKind.EDGE, index),
            self.nodes[edge.tail],
            self.nodes[edge.head],
            label,
            edge.direction,
            attrs,
        )

    def style_cluster(self, cluster: Cluster) -> StyledCluster:
        """Return a cluster as the engine draws it."""
        own = _select_attributes(cluster.attrs)
        attrs = {**_CLUSTER, "margin": self.spacing.margin, **own}
        if "bgcolor" in own and "fillcolor" not in own:
            attrs["fillcolor"] = own["bgcolor"]
        if "style" in own and "filled" not in own["style"]:
            attrs["style"] += ",filled"
        if "pencolor" in own:
            attrs["color"] = own["pencolor"]
        beside = ROOMY if cluster.id in self.spacing.roomy else self.spacing.beside
        wrap = self.spacing.title_wrap
        label = self.convert_label(cluster.label, attrs, CLUSTER_SIZE, wrap, beside, bold=True)
        return StyledCluster(self.clusters[cluster.id], label, attrs, self.clusters.get(cluster.parent, ""))

    def _convert_edge_label(self, label: str, attrs: Attrs) -> str:
        return self.convert_label(label, attrs, EDGE_SIZE, self.spacing.edge_wrap, AROUND, AROUND / 2)

    def convert_label(
        self,
        label: str,
        attrs: Attrs,
        size: float,
        wrap: float = 0,
        beside: float = 0,
        above: float = 0,
        *,
        bold: bool = False,
    ) -> str:
        """Return a label for the engine: a table as large as the measured text, with a placeholder in it."""
        size = read_font_size(attrs, size)
        colour = attrs.get("fontcolor", INK)
        own_colour = "" if colour == INK else colour
        if is_html(label):
            return convert_html(label, Run("", size, colour=own_colour), self.placeholders)
        measured = wrap_label(label, size, bold=bold, wrap=wrap, colour=own_colour)
        return f"<{self.placeholders.add_table(measured, beside, above)}>" if measured.lines else ""


def _is_rounded(attrs: Attrs) -> bool:
    return "rounded" in attrs.get("style", "") and attrs["shape"] in _BOXES


def _select_attributes(attrs: Attrs) -> dict[str, str]:
    """Return the author's attributes that matter to the layout."""
    return {key: value for key, value in attrs.items() if key not in _NOT_FOR_LAYOUT}
