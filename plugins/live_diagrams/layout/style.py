"""The house look: what is done to a graph's attributes before layout. Pure.

`diagrams` draws icons in fixed boxes taller than icon and label, so that edges end in mid-air.
Here each node is a card exactly as large as its icon and its measured label, and edges end at the
card. Graphviz places the boxes; the words and icons in them are painted in dressing (`svg`), at
places that a mark in the layout keeps for them. An attribute that the author set always wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..model.graph import Attrs, Cluster, Edge, Graph, Node
from . import labels as markup
from . import text
from .labels import Placeholders
from .text import Text

GAP = 4.0
"""Space between icon and label, in CSS pixels."""
AROUND = 5.0
"""Space between an edge's label and what is beside it, in CSS pixels."""
ROOMY = 26.0
"""Space on either side of a title that has to move far aside, in CSS pixels."""
NODE_SIZE, CLUSTER_SIZE, EDGE_SIZE, TITLE_SIZE = 13.0, 12.0, 12.0, 15.0
"""Font sizes in CSS pixels, where the author set none."""


@dataclass(frozen=True)
class Spacing:
    """How much room a drawing takes. Lengths in CSS pixels, but Graphviz's own separations in inches.

    `icon` is the side of an icon, `pad` the space between a card's outline and what it holds. A label
    longer than `node_wrap`, `edge_wrap` or `title_wrap` is broken at a space. `fixed` are the
    attributes that an author sets for a wide drawing and that a narrow one has to do without. Titles have
    `beside` on either side to move aside of edges; those of the boxes `roomy` have `ROOMY`.
    """

    icon: float = 40.0
    pad: float = 8.0
    node_wrap: float = 150.0
    edge_wrap: float = 130.0
    title_wrap: float = 260.0
    nodesep: str = "0.35"
    ranksep: str = "0.55"
    margin: str = "12"
    fixed: frozenset[str] = frozenset()
    beside: float = 0.0
    roomy: frozenset[str] = frozenset()


WIDE = Spacing()
COMPACT = Spacing(
    icon=36.0,
    pad=6.0,
    node_wrap=120.0,
    edge_wrap=90.0,
    title_wrap=200.0,
    nodesep="0.2",
    ranksep="0.35",
    margin="8",
)
NARROW = Spacing(
    icon=32.0,
    pad=6.0,
    node_wrap=104.0,
    edge_wrap=64.0,
    title_wrap=65.0,
    beside=26.0,
    nodesep="0.12",
    ranksep="0.3",
    margin="5",
    fixed=frozenset({"nodesep", "ranksep", "size", "ratio", "page", "viewport", "margin", "pad", "rankdir"}),
)

LINE, INK, SURFACE, CLUSTER = "#020201", "#020202", "#020203", "#020204"
"""Colours that stand for "the house's own" through the layout; dressing makes them variables."""

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

_NO_OUTLINE = {"shape": "box", "style": "filled", "color": "transparent", "fillcolor": "transparent"}
"""What an icon gets whose author wants no box: one that only dressing can see."""

_NOT_FOR_LAYOUT = frozenset(
    "href URL target tooltip id class edgehref edgeURL edgetarget edgetooltip headhref headURL headtarget "
    "headtooltip tailhref tailURL tailtarget tailtooltip labelhref labelURL labeltarget labeltooltip "
    "imagescale imagepos imagepath fontpath shapefile stylesheet dpi resolution layout comment "
    "layers layer layerselect charset".split()
)
"""Attributes that would put links, paths or scales into the SVG, or that mean nothing in one."""


@dataclass(frozen=True)
class Card:
    """What is painted in the box of a node that has an icon; sizes in CSS pixels."""

    icon: str
    icon_size: float
    text: Text
    label_first: bool = False


@dataclass(frozen=True)
class StyledGraph:
    """A graph ready for layout, and what dressing paints into it.

    `cards` are by the name that `dot.write` gives the node. `round` names the nodes and clusters
    whose outline is a box with round corners, which SVG can say in one element.
    """

    graph: Graph
    engine: str
    cards: Mapping[str, Card]
    placeholders: Placeholders
    rounded: frozenset[str]

    @property
    def smallest_text(self) -> float:
        """The size in CSS pixels of the smallest text to be painted; the house's where there is none."""
        texts = [*self.placeholders.texts, *(card.text for card in self.cards.values())]
        sizes = [run.size for text in texts for line in text.lines for run in line.runs if run.text.strip()]
        return min(sizes, default=NODE_SIZE)


def style_graph(graph: Graph, direction: str = "", room: Spacing = WIDE) -> StyledGraph:
    """Give a graph the house look, laid out in `direction` where one is given."""
    cards: dict[str, Card] = {}
    marks = Placeholders()
    own = {key: value for key, value in _own(graph.attrs).items() if key not in room.fixed}
    apart = {"nodesep": room.nodesep, "ranksep": room.ranksep}
    attrs = {**_GRAPH, **apart, "rankdir": direction or graph.direction, **own}
    if "label" in attrs:
        attrs["label"] = _label(attrs["label"], attrs, TITLE_SIZE, marks)
    rankdir, splines = attrs["rankdir"], attrs["splines"]
    nodes = tuple(_node(node, f"n{i}", rankdir, cards, marks, room) for i, node in enumerate(graph.nodes))
    clusters = tuple(_cluster(cluster, marks, room) for cluster in graph.clusters)
    outlined = [(f"n{i}", node.attrs) for i, node in enumerate(nodes)]
    outlined += [(f"cluster{i}", {"shape": "box", **cluster.attrs}) for i, cluster in enumerate(clusters)]
    return StyledGraph(
        graph=replace(
            graph,
            attrs=attrs,
            nodes=nodes,
            edges=tuple(
                _edge(edge, graph.format_edge_label(edge), splines, marks, room) for edge in graph.edges
            ),
            clusters=clusters,
        ),
        engine=graph.attrs.get("layout", "dot"),
        cards=cards,
        placeholders=marks,
        rounded=frozenset(name for name, attrs in outlined if _is_round(attrs)),
    )


def _is_round(attrs: Attrs) -> bool:
    return "rounded" in attrs.get("style", "") and attrs["shape"] in ("box", "rect", "rectangle", "square")


def _own(attrs: Attrs) -> dict[str, str]:
    """The author's attributes that matter to the layout."""
    return {k: v for k, v in attrs.items() if k not in _NOT_FOR_LAYOUT}


def _node(
    node: Node, name: str, direction: str, cards: dict[str, Card], marks: Placeholders, room: Spacing
) -> Node:
    own = _own(node.attrs)
    attrs = {**_NODE, **own}
    # A colour that the author gave to a filled shape is its fill, in Graphviz's way.
    if "fillcolor" not in own and "filled" in own.get("style", "") and "color" in own:
        del attrs["fillcolor"]
    if "xlabel" in own:
        attrs["xlabel"] = _label(own["xlabel"], attrs, EDGE_SIZE, marks)
    if node.icon:
        cards[name] = _card(node, own, room)
        bare = attrs["shape"] in ("none", "plain", "plaintext") and "invis" not in attrs["style"]
        outline = _NO_OUTLINE if bare else {}
        return replace(node, label="", attrs=attrs | outline | _box(cards[name], own, room))
    if "record" in attrs["shape"].lower() and not markup.is_html(node.label):
        size, rounded = _size(attrs, NODE_SIZE), attrs["shape"] == "Mrecord"
        across = direction in ("TB", "BT")
        label = markup.convert_record(node.label, size, marks, across=across, rounded=rounded)
        style = "invis" if "invis" in attrs["style"] else "filled"
        return replace(node, label=label, attrs=attrs | {"shape": "plain", "style": style})
    attrs.setdefault("margin", "0.13,0.09")
    if attrs["shape"] in ("box", "rect", "rectangle", "square"):
        attrs.setdefault("width", "0.5")
        attrs.setdefault("height", "0.4")
    return replace(node, label=_label(node.label, attrs, NODE_SIZE, marks, room.node_wrap), attrs=attrs)


def _card(node: Node, own: Attrs, room: Spacing) -> Card:
    """Icon and label; where the author gave the node a size, the icon takes what the label leaves."""
    style = text.Run("", _size(own, NODE_SIZE), colour=own.get("fontcolor", ""))
    label = markup.measure_label(node.label, style, room.node_wrap)
    width, height = _inches(own.get("width")), _inches(own.get("height"))
    below = label.height + (GAP if label.lines else 0)
    left = min((width or 1e9) - 2 * room.pad, (height or 1e9) - below - 2 * room.pad)
    icon = max(16.0, left) if width or height else room.icon
    return Card(node.icon, icon, label, own.get("labelloc") == "t")


def _box(card: Card, own: Attrs, room: Spacing) -> dict[str, str]:
    """The attributes that make Graphviz reserve exactly what a card needs."""
    below = card.text.height + (GAP if card.text.lines else 0)
    width = _inches(own.get("width")) or max(card.icon_size, card.text.width) + 2 * room.pad
    height = _inches(own.get("height")) or card.icon_size + below + 2 * room.pad
    return {"fixedsize": "true", "width": f"{width / 72:.4f}", "height": f"{height / 72:.4f}"}


def _edge(edge: Edge, painted: str, splines: str, marks: Placeholders, room: Spacing) -> Edge:
    attrs = {**_EDGE, **_own(edge.attrs)}
    for key in ("xlabel", "headlabel", "taillabel"):
        if attrs.get(key):
            attrs[key] = _label(attrs[key], attrs, EDGE_SIZE, marks, room.edge_wrap, AROUND, AROUND / 2)
    label = _label(painted, attrs, EDGE_SIZE, marks, room.edge_wrap, AROUND, AROUND / 2) if painted else ""
    if label and splines in ("ortho", "curved"):
        # Graphviz drops the labels of such edges, but places outer ones.
        attrs["xlabel"], label = label, ""
    return replace(edge, label=label, attrs=attrs)


def _cluster(cluster: Cluster, marks: Placeholders, room: Spacing) -> Cluster:
    own = _own(cluster.attrs)
    attrs = {**_CLUSTER, "margin": room.margin, **own}
    if "bgcolor" in own and "fillcolor" not in own:
        attrs["fillcolor"] = own["bgcolor"]
    if "style" in own and "filled" not in own["style"]:
        attrs["style"] += ",filled"
    if "pencolor" in own:
        attrs["color"] = own["pencolor"]
    beside = ROOMY if cluster.id in room.roomy else room.beside
    return replace(
        cluster,
        label=_label(cluster.label, attrs, CLUSTER_SIZE, marks, room.title_wrap, beside, bold=True),
        attrs=attrs,
    )


def _label(
    label: str,
    attrs: Attrs,
    size: float,
    marks: Placeholders,
    wrap: float = 0,
    beside: float = 0,
    above: float = 0,
    *,
    bold: bool = False,
) -> str:
    """Graphviz's label: a table as large as the measured text, with a mark in it."""
    size = _size(attrs, size)
    colour = attrs.get("fontcolor", INK)
    if markup.is_html(label):
        return markup.convert_html(
            label, replace(text.Run("", size), colour="" if colour == INK else colour), marks
        )
    measured = text.wrap_label(label, size, bold=bold, wrap=wrap, colour="" if colour == INK else colour)
    return f"<{marks.add_table(measured, beside, above)}>" if measured.lines else ""


def _size(attrs: Attrs, default: float) -> float:
    try:
        return min(max(float(attrs.get("fontsize", default)), 4.0), 200.0)
    except ValueError:
        return default


def _inches(value: str | None) -> float:
    """A length that the author gave in inches, in pixels; 0 where there is none."""
    try:
        return max(float(value or 0), 0) * 72
    except ValueError:
        return 0
