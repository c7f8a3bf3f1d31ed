"""Dress a laid-out SVG: stable ids, icons, words, colour variables, `data-*`. Pure.

What Graphviz wrote is read as XML; nothing of it but its ids and the shapes that `painter` knows gets
through, so no label or attribute can become script.

Links and icons are named by `xlink:href`. Material's instant navigation sets the `href` of whatever has
that attribute, which elements of SVG do not let it, and stops there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from ..layout.labels import strip_markup
from ..layout.layout import Layout, drop_unprintable
from ..layout.style import StyledGraph
from ..layout.titles import Title
from ..model.figure import Drawing
from ..model.graph import Edge, Graph, Node
from . import description as words
from .markup import format_attributes, is_safe_link
from .painter import Painter


def paint_drawing(
    laid: Layout,
    graph: Graph,
    look: StyledGraph,
    named: Sequence[Title],
    icon: Callable[[str], tuple[str, int, int]],
) -> Drawing:
    """Make a drawing of what Graphviz laid out.

    Args:
        laid: What Graphviz made of `look.graph`.
        graph: The graph before it was given its look: ids, labels and links come from it.
        look: The cards and texts to paint.
        named: The titles of boxes, as `titles.placed` has them.
        icon: Gives an icon file's key, width and height in pixels.

    Raises:
        ValueError: A label holds a character that XML cannot.
    """
    body, parts = laid.body, laid.groups
    painter = Painter(look, icon)
    painter.own_ink = {f"n{i}" for i, node in enumerate(graph.nodes) if "fontcolor" in node.attrs}
    out: list[str] = []
    for shape in body:
        out += painter.shape(shape)
    # Where a node can be reached by keys, the drawing is no image to a screen reader, but these nodes.
    quiet = {"aria-hidden": "true"} if any(_link(n) or words.read_tooltip(n) for n in graph.nodes) else {}
    for name, cluster in laid.iterate_parts(graph.clusters, "cluster"):
        data = {"data-cluster": strip_markup(cluster.label), **quiet}
        out.append(_open("cluster", f"cluster-{cluster.id}", data, cluster.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    for name, edge in laid.iterate_parts(graph.edges, "e"):
        out.append(_open("edge", edge.id, {**_edge_data(edge, graph), **quiet}, edge.attrs))
        out += painter.part(parts[name], name)
        out.append("</g>")
    # Edges pass over clusters, but not over what clusters are called.
    above = "".join(line for title in named for line in painter.title(title))
    out += [f'<g class="cluster-titles"{format_attributes(quiet)}>{above}</g>'] if above else []
    reading = {node.id: at for at, node in enumerate(graph.sort_by_flow())}
    for name, node in sorted(laid.iterate_parts(graph.nodes, "n"), key=lambda pair: reading[pair[1].id]):
        data = {"data-node": node.id, "data-kind": node.kind, **_said(node, quiet)}
        out.append(_open("node", f"node-{node.id}", data, node.attrs))
        out += _linked(node, painter.part(parts[name], name))
        out.append("</g>")
    transform = _transform(body.get("transform", ""))
    view = laid.view
    if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", transform):
        # Graphviz does not always count the labels of edges within a rank.
        view = view.merge(*(box.shift(float(moved[1]), float(moved[2])) for box in painter.written))
    return Drawing(
        body=drop_unprintable(f'<g transform="{escape(transform)}">{"".join(out)}</g>'),
        view_box=(view.left, view.top, view.width, view.height),
        icons=tuple(dict.fromkeys(painter.used)),
        smallest_text=look.smallest_text,
    )


def _open(kind: str, name: str, data: Mapping[str, str], attrs: Mapping[str, str]) -> str:
    own = "".join(f" {word}" for word in attrs.get("class", "").split())
    # An id holds no white space; the escape character is escaped too, so that ids stay apart.
    safe = re.sub(r"[\s%]", lambda match: f"%{ord(match[0]):02x}", name)
    return f'<g class="{escape(kind + own)}" id="<>-{escape(safe)}"{format_attributes(data)}>'


def _edge_data(edge: Edge, graph: Graph) -> dict[str, str]:
    """The nodes of an edge, and the steps along it: below zero those that go against its path."""
    start, end = edge.endpoints
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
    return href if is_safe_link(href) else ""


def _said(node: Node, quiet: Mapping[str, str]) -> dict[str, str]:
    """What a node tells those who point at it or come to it by keys."""
    tip = words.read_tooltip(node)
    if not tip:
        return {} if _link(node) else dict(quiet)
    if _link(node):
        return {"data-tip": tip}
    return {"data-tip": tip, "tabindex": "0", "role": "img", "aria-label": f"{words.name_node(node)}: {tip}"}


def _linked(node: Node, inside: Iterator[str]) -> Iterator[str]:
    """A node's parts, in a link where it leads somewhere."""
    href = _link(node)
    if not href:
        yield from inside
        return
    label = f"{words.name_node(node)}: {tip}" if (tip := words.read_tooltip(node)) else words.name_node(node)
    yield f'<a xlink:href="{escape(href)}" aria-label="{escape(label)}">'
    yield from inside
    yield "</a>"


def _transform(value: str) -> str:
    """Graphviz's placing of the drawing, without the parts that change nothing."""
    return value.replace("scale(1 1) ", "").replace("rotate(0) ", "")
