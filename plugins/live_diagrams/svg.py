"""Dress a laid-out SVG: stable ids, icons, words, colour variables, `data-*`. Pure.

What Graphviz wrote is read as XML; nothing of it but its ids and the shapes that `painter` knows gets
through, so no label or attribute can become script.

Links and icons are named by `xlink:href`. Material's instant navigation sets the `href` of whatever has
that attribute, which elements of SVG do not let it, and stops there.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, TypeVar

from . import words
from .figure import Drawing
from .geometry import Box
from .graph import Edge, Graph, Node
from .look import Look
from .markup import plain
from .painter import SHAPES, Painter, outline, tag_of
from .tags import attributes, is_harmless

_GROUP = re.compile(r'<g id="(\w+)"')
"""The name of a group, as Graphviz writes it; words cannot hold a `<`."""


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
    body = next(g for g in root if tag_of(g) == "g")
    parts = {g.get("id", ""): g for g in body if tag_of(g) == "g"}
    painter = Painter(look, icon)
    painter.own_ink = {f"n{i}" for i, node in enumerate(graph.nodes) if "fontcolor" in node.attrs}
    out: list[str] = []
    for shape in body:
        out += painter.shape(shape)
    # Where a node can be reached by keys, the drawing is no image to a screen reader, but these nodes.
    quiet = {"aria-hidden": "true"} if any(_link(n) or words.tip(n) for n in graph.nodes) else {}
    for name, cluster in _drawn(graph.clusters, "cluster", parts):
        data = {"data-cluster": plain(cluster.label), **quiet}
        out.append(_open("cluster", f"cluster-{cluster.id}", data, cluster.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    for name, edge in _drawn(graph.edges, "e", parts):
        out.append(_open("edge", edge.id, {**_edge_data(edge, graph), **quiet}, edge.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    # Edges pass over clusters, but not over what clusters are called.
    if titles := "".join(painter.titles()):
        out.append(f'<g class="cluster-titles"{attributes(quiet)}>{titles}</g>')
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
        smallest=look.smallest,
        crossed=frozenset(graph.clusters[int(name.removeprefix("cluster"))].id for name in painter.crossed),
    )


def width(svg: str) -> float:
    """How wide Graphviz says that its drawing is, in CSS pixels."""
    found = re.search(r'viewBox="\S+ \S+ (\S+) ', svg)
    return float(found[1]) if found else 0.0


def places(svg: str, graph: Graph) -> dict[str, Box]:
    """Where the nodes of a graph stand in what Graphviz laid out, by their ids."""
    body = next(g for g in ET.fromstring(_valid(svg)) if tag_of(g) == "g")
    found: dict[str, Box] = {}
    for name, node in _drawn(graph.nodes, "n", {g.get("id", ""): g for g in body}):
        group = next(g for g in body if g.get("id") == name)
        boxes = [outline(shape) for shape in group.iter() if tag_of(shape) in SHAPES]
        if boxes:
            found[node.id] = boxes[0].around(*boxes)
    return found


_Part = TypeVar("_Part")


def refuse_loss(svg: str, graph: Graph) -> None:
    """Graphviz leaves out what is invisible, and merges edges (`strict`); anything else is a fault of it.

    Raises:
        ValueError: It lost a node or an edge, as it does with clusters nested many times.
    """
    parts = set(_GROUP.findall(svg))
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


def _open(kind: str, name: str, data: Mapping[str, str], attrs: Mapping[str, str]) -> str:
    own = "".join(f" {word}" for word in attrs.get("class", "").split())
    # An id holds no white space; the escape character is escaped too, so that ids stay apart.
    safe = re.sub(r"[\s%]", lambda match: f"%{ord(match[0]):02x}", name)
    return f'<g class="{escape(kind + own)}" id="<>-{escape(safe)}"{attributes(data)}>'


def _edge_data(edge: Edge, graph: Graph) -> dict[str, str]:
    """The nodes of an edge, and the steps along it: below zero those that go against its path."""
    start, end = edge.ends()
    against = edge.direction == "back"
    steps = [
        -number if step.back != against else number
        for number, step in enumerate(graph.steps, 1)
        if edge.id in step.edges
    ]
    found = {"data-steps": " ".join(map(str, steps))} if steps else {}
    return {"data-from": start, "data-to": end, **found}


def _link(node: Node) -> str:
    """Where a node leads, if the author gave it a harmless address."""
    href = node.attrs.get("href") or node.attrs.get("URL") or ""
    return href if is_harmless(href) else ""


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
    yield f'<a xlink:href="{escape(href)}" aria-label="{escape(label)}">'
    yield from inside
    yield "</a>"


def _transform(value: str) -> str:
    """Graphviz's placing of the drawing, without the parts that change nothing."""
    return value.replace("scale(1 1) ", "").replace("rotate(0) ", "")


def _valid(svg: str) -> str:
    """Without the control characters that a label may hold but XML may not."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", svg)
