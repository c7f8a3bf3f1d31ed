"""Dress a laid-out SVG: stable ids, icons, words, colour variables, `data-*`. Pure.

What Graphviz wrote is read as XML and written anew from a short list of known elements and
attributes; anything else does not get through, so no label or attribute can become script.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, TypeVar

from . import contrast, words
from .colour import css
from .contrast import Schemes
from .figure import Drawing
from .geometry import Box
from .graph import Edge, Graph, Node
from .look import CLUSTER, GAP, INK, LINE, NODE_SIZE, SURFACE, Card, Look
from .markup import plain
from .tags import attributes, number
from .text import Line, Run, Text

_COLOURS = {
    LINE: "var(--ld-line,#5b6b7b)",
    INK: "var(--ld-ink,#1f2933)",
    SURFACE: "var(--ld-surface,#fff)",
    CLUSTER: "var(--ld-cluster,#eef3fb)",
}
GROUND = "var(--ld-ground,none)"
"""What an icon stands on: icons are drawn for white, and a dark scheme has to give them a light ground."""

_HALO = {"paint-order": "stroke", "stroke": "var(--ld-halo,#fff)", "stroke-width": "3"}

RADIUS = "8"
"""Of the corners of cards and clusters, in CSS pixels."""

_SHAPES = {
    "path": ("d",),
    "polygon": ("points",),
    "polyline": ("points",),
    "ellipse": ("cx", "cy", "rx", "ry"),
}
_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity")
_LINK = re.compile(r"(?:https?:|mailto:|#|/|\.{0,2}/|[\w%.-]+(?:[/?#]|$))", re.IGNORECASE)


def dress(
    svg: str,
    graph: Graph,
    look: Look,
    icon: Callable[[str], tuple[str, int, int]],
) -> Drawing:
    """Make a drawing of what Graphviz laid out.

    Args:
        svg: Graphviz's output for `look.graph`.
        graph: The graph before it was given its look: ids, labels and links come from it.
        look: The cards and texts to paint.
        icon: Gives an icon file's key, width and height in pixels.

    Raises:
        ValueError: A label holds a character that XML cannot.
    """
    root = ET.fromstring(_valid(svg))
    body = next(g for g in root if _tag(g) == "g")
    parts = {g.get("id", ""): g for g in body if _tag(g) == "g"}
    painter = _Painter(look, icon)
    nodes = {n.id: n for n in graph.nodes}
    painter.own_ink = {f"n{i}" for i, node in enumerate(graph.nodes) if "fontcolor" in node.attrs}
    out: list[str] = []
    for shape in body:
        out += painter.shape(shape)
    _refuse_loss(graph, parts)
    # Where a node can be reached by keys, the drawing is no image to a screen reader, but these nodes.
    quiet = {"aria-hidden": "true"} if any(_link(n) or words.tip(n) for n in graph.nodes) else {}
    for name, cluster in _drawn(graph.clusters, "cluster", parts):
        data = {"data-cluster": plain(cluster.label), **quiet}
        out.append(_open("cluster", f"cluster-{cluster.id}", data, cluster.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    titles, painter.titles = painter.titles, []
    for name, edge in _drawn(graph.edges, "e", parts):
        out.append(_open("edge", edge.id, {**_edge_data(edge, nodes), **quiet}, edge.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    # Edges pass over clusters, but not over what clusters are called.
    out += [f'<g class="cluster-titles"{attributes(quiet)}>{"".join(titles)}</g>'] if titles else []
    reading = {node.id: at for at, node in enumerate(graph.flow())}
    for name, node in sorted(_drawn(graph.nodes, "n", parts), key=lambda pair: reading[pair[1].id]):
        data = {"data-node": node.id, "data-kind": node.kind, **_said(node, quiet)}
        out.append(_open("node", f"node-{node.id}", data, node.attrs))
        out += _linked(node, painter.part(parts[name], name))
        out.append("</g>")
    transform = _transform(body.get("transform", ""))
    view = Box.of_view(root.get("viewBox", "0 0 0 0"))
    if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", transform):
        # Graphviz does not always count the labels of edges within a rank.
        view = view.around(*(box.moved(float(moved[1]), float(moved[2])) for box in painter.written))
    return Drawing(
        body=_valid(f'<g transform="{escape(transform)}">{"".join(out)}</g>'),
        box=(view.left, view.top, view.width, view.height),
        icons=tuple(dict.fromkeys(painter.used)),
        smallest=_smallest(look),
    )


def places(svg: str, graph: Graph) -> dict[str, Box]:
    """Where the nodes of a graph stand in what Graphviz laid out, by their ids."""
    body = next(g for g in ET.fromstring(_valid(svg)) if _tag(g) == "g")
    found: dict[str, Box] = {}
    for name, node in _drawn(graph.nodes, "n", {g.get("id", ""): g for g in body}):
        group = next(g for g in body if g.get("id") == name)
        boxes = [_box(shape) for shape in group.iter() if _tag(shape) in _SHAPES]
        if boxes:
            found[node.id] = boxes[0].around(*boxes)
    return found


def _smallest(look: Look) -> float:
    """The size of the smallest text to be painted; that of the house where there is none."""
    texts = [*look.marks.texts, *(card.text for card in look.cards.values())]
    sizes = [run.size for text in texts for line in text.lines for run in line.runs if run.text.strip()]
    return min(sizes, default=NODE_SIZE)


_Part = TypeVar("_Part")


def _refuse_loss(graph: Graph, parts: Mapping[str, Any]) -> None:
    """Graphviz leaves out what is invisible, and merges edges (`strict`); anything else is a fault of it.

    Raises:
        ValueError: It lost a node or an edge, as it does with clusters nested many times.
    """
    visible = graph.visible()
    seen = {node.id for node in visible.nodes}, {edge.id for edge in visible.edges}
    nodes = sum(node.id in seen[0] and f"n{i}" not in parts for i, node in enumerate(graph.nodes))
    edges = sum(edge.id in seen[1] and f"e{i}" not in parts for i, edge in enumerate(graph.edges))
    if nodes or (edges and not graph.strict):
        lost = f"{nodes} nodes" if nodes else f"{edges} edges"
        raise ValueError(f"Graphviz lost {lost}; nest fewer clusters, or choose another `layout` engine")


def _drawn(things: Sequence[_Part], name: str, parts: Mapping[str, Any]) -> Iterator[tuple[str, _Part]]:
    """The things that Graphviz drew, each with the name of its group."""
    named = ((f"{name}{i}", thing) for i, thing in enumerate(things))
    return (pair for pair in named if pair[0] in parts)


class _Painter:
    """Writes the inside of one group after another, and notes the icons it used."""

    def __init__(self, look: Look, icon: Callable[[str], tuple[str, int, int]]) -> None:
        self.look = look
        self.icon = icon
        self.used: list[str] = []
        self.titles: list[str] = []
        self.written: list[Box] = []
        self.own_ink: set[str] = set()
        self.filled: list[tuple[Box, Schemes]] = []

    def part(self, group: ET.Element, name: str) -> Iterator[str]:
        """Everything inside the group of one node, edge or cluster."""
        card = self.look.cards.get(name)
        is_round = name in self.look.round
        for child in group.iter():
            yield from self.shape(child, name, is_round=is_round)
            is_round = is_round and _tag(child) not in _SHAPES
            if card and _tag(child) in _SHAPES:
                yield from self.card(card, _box(child))
                card = None

    def shape(self, element: ET.Element, name: str = "", *, is_round: bool = False) -> Iterator[str]:
        """One shape of Graphviz's: as it is, or the words or the icon whose place it kept."""
        tag = _tag(element)
        in_node, in_cluster = name.startswith("n"), name.startswith("cluster")
        if tag == "image":
            yield self.image(element)
        text = self.look.marks.find(element.get("fill"))
        if text:
            box = _box(element)
            self.written.append(box)
            middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            lines = _words(text, *middle, self.below(*middle, in_node=in_node), halo=not in_node)
            if in_cluster:
                self.titles += lines
            else:
                yield from lines
        if tag not in _SHAPES or text:
            return
        if tag == "path" and not re.search(r"\d", element.get("d", "")):
            return  # a cluster's, of an engine that knows no clusters
        attrs = {key: element.get(key, "") for key in _SHAPES[tag]}
        if is_round and tag == "path":
            left, top, right, bottom = _box(element)
            tag, place = "rect", {"x": left, "y": top, "width": right - left, "height": bottom - top}
            attrs = {key: number(value) for key, value in place.items()} | {"rx": RADIUS}
        elif "points" in attrs:
            attrs["points"] = " ".join(
                ",".join(number(float(v)) for v in p.split(",")) for p in attrs["points"].split()
            )
        elif "d" in attrs:
            attrs["d"] = re.sub(r"-?\d+(?:\.\d+)?", lambda m: number(float(m[0])), attrs["d"])
        for key in _PAINT:
            if value := element.get(key):
                attrs[key] = _COLOURS.get(value) or (
                    css(value, "none") if key in ("fill", "stroke") else value
                )
        if attrs.get("fill") == attrs.get("stroke") == "none":
            return
        style = self.adapted(element, attrs, name)
        yield f"<{tag}{attributes(attrs | ({'style': style} if style else {}))}/>"

    def adapted(self, element: ET.Element, attrs: Mapping[str, str], name: str) -> str:
        """The style that keeps an author's colours legible in both schemes, where they need one."""
        is_edge = re.fullmatch(r"e\d+", name)
        found = {}
        fill = contrast.rgb(attrs.get("fill", "")) if "fill-opacity" not in attrs else None
        if fill and is_edge:
            found["fill"] = contrast.legible(fill, contrast.PAGE, contrast.LINE)
        elif fill:
            found["fill"] = None if name in self.own_ink else contrast.ground(fill)
            self.filled.append((_box(element), found["fill"] or Schemes(fill, fill)))
        if line := contrast.rgb(attrs.get("stroke", "")):
            found["stroke"] = contrast.legible(line, contrast.PAGE, contrast.LINE)
        return ";".join(f"{key}:{schemes.css()}" for key, schemes in found.items() if schemes)

    def below(self, x: float, y: float, *, in_node: bool) -> Schemes:
        """What an author painted at a point, else what the house has there."""
        filled = (schemes for box, schemes in reversed(self.filled) if box.holds(x, y))
        return next(filled, contrast.SURFACE if in_node else contrast.PAGE)

    def image(self, element: ET.Element) -> str:
        """An image in an HTML-like label."""
        path = element.get("{http://www.w3.org/1999/xlink}href", "")
        x, y, width, height = (
            float((element.get(key) or "0").removesuffix("px")) for key in ("x", "y", "width", "height")
        )
        return self.use(path, x + width / 2, y + height / 2, width, height)

    def card(self, card: Card, box: Box) -> Iterator[str]:
        left, top, right, bottom = box
        gap = GAP if card.text.lines else 0
        middle = (left + right) / 2
        y = (top + bottom) / 2 - (card.icon_size + gap + card.text.height) / 2
        text_y, icon_y = y + card.icon_size + gap, y
        if card.label_first:
            text_y, icon_y = y, y + card.text.height + gap
        yield self.use(card.icon, middle, icon_y + card.icon_size / 2, card.icon_size, card.icon_size)
        text_y += card.text.height / 2
        yield from _words(card.text, middle, text_y, self.below(middle, text_y, in_node=True))

    def use(self, path: str, x: float, y: float, width: float, height: float) -> str:
        """An icon centred at a point, as large as fits the box."""
        key, real_width, real_height = self.icon(path)
        scale = min(width / real_width, height / real_height)
        w, h = real_width * scale, real_height * scale
        self.used.append(key)
        return (
            f'<rect{attributes(_place(x, y, w + 4, h + 4))} rx="6" fill="{GROUND}"/>'
            f'<use href="#ld-icon-{key}"{attributes(_place(x, y, w, h))}/>'
        )


def _place(x: float, y: float, width: float, height: float) -> dict[str, str]:
    """The attributes of a box centred at a point."""
    return {
        "x": number(x - width / 2),
        "y": number(y - height / 2),
        "width": number(width),
        "height": number(height),
    }


def _words(text: Text, x: float, y: float, ground: Schemes, *, halo: bool = False) -> Iterator[str]:
    """Lines of text centred at a point; with a halo, a line that passes behind does not touch them."""
    top = y - text.height / 2
    for line in text.lines:
        shift = {"l": -text.width / 2, "r": text.width / 2}.get(line.align, 0.0)
        size = max(run.size for run in line.runs)
        place = {"x": number(x + shift), "y": number(top + line.height / 2 + size * 0.35)}
        if any(run.text.strip() for run in line.runs):
            yield _line(line, place | (_HALO if halo else {}), ground)
        top += line.height


def _line(line: Line, place: dict[str, str], ground: Schemes) -> str:
    attrs = place | {"text-anchor": {"l": "start", "r": "end"}.get(line.align, "middle")}
    if len(line.runs) == 1:
        return f"<text{attributes(attrs | _style(line.runs[0], ground))}>{escape(line.runs[0].text)}</text>"
    runs = "".join(f"<tspan{attributes(_style(run, ground))}>{escape(run.text)}</tspan>" for run in line.runs)
    return f"<text{attributes(attrs)}>{runs}</text>"


def _style(run: Run, ground: Schemes) -> dict[str, str]:
    attrs = {"fill": css(run.colour, _COLOURS[INK])}
    if (own := contrast.rgb(attrs["fill"])) and (both := contrast.legible(own, ground, contrast.TEXT)):
        attrs["style"] = f"fill:{both.css()}"
    if run.size != 13:
        attrs["font-size"] = number(run.size)
    if run.bold:
        attrs["font-weight"] = "bold"
    if run.italic:
        attrs["font-style"] = "italic"
    return attrs


def _open(kind: str, name: str, data: Mapping[str, str], attrs: Mapping[str, str]) -> str:
    own = "".join(f" {word}" for word in attrs.get("class", "").split())
    # An id holds no white space; the escape character is escaped too, so that ids stay apart.
    safe = re.sub(r"[\s%]", lambda match: f"%{ord(match[0]):02x}", name)
    return f'<g class="{escape(kind + own)}" id="<>-{escape(safe)}"{attributes(data)}>'


def _edge_data(edge: Edge, nodes: Mapping[str, Node]) -> dict[str, str]:
    start, end = edge.ends()
    return {"data-from": nodes[start].id, "data-to": nodes[end].id}


def _link(node: Node) -> str:
    """Where a node leads, if the author gave it a harmless address."""
    href = node.attrs.get("href") or node.attrs.get("URL") or ""
    return href if _LINK.match(href) else ""


def _said(node: Node, quiet: Mapping[str, str]) -> dict[str, str]:
    """What a node tells those who point at it or come to it by keys."""
    tip = words.tip(node)
    if not tip:
        return {} if _link(node) else dict(quiet)
    if _link(node):
        return {"data-tip": tip}
    return {"data-tip": tip, "tabindex": "0", "role": "img", "aria-label": f"{words.name(node)}: {tip}"}


def _linked(node: Node, inside: Iterator[str]) -> Iterator[str]:
    """A node's parts, in a link where it leads somewhere."""
    href = _link(node)
    if not href:
        yield from inside
        return
    label = f"{words.name(node)}: {tip}" if (tip := words.tip(node)) else words.name(node)
    yield f'<a href="{escape(href)}" aria-label="{escape(label)}">'
    yield from inside
    yield "</a>"


def _box(element: ET.Element) -> Box:
    """Left, top, right and bottom of a node's outline."""
    if _tag(element) == "ellipse":
        cx, cy, rx, ry = (float(element.get(key, 0)) for key in ("cx", "cy", "rx", "ry"))
        return Box(cx - rx, cy - ry, cx + rx, cy + ry)
    outline = element.get("points") or element.get("d") or ""
    numbers = [float(v) for v in re.findall(r"-?\d+(?:\.\d+)?", outline)]
    if not numbers:
        raise ValueError("Graphviz gave a shape no place; choose another `layout` engine")
    xs, ys = numbers[0::2], numbers[1::2]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _transform(value: str) -> str:
    """Graphviz's placing of the drawing, without the parts that change nothing."""
    return value.replace("scale(1 1) ", "").replace("rotate(0) ", "")


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _valid(svg: str) -> str:
    """Without the control characters that a label may hold but XML may not."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", svg)
