"""The drawing of a layout: ids, icons, text, variables for colours, `data-*`. Pure.

The SVG of the engine is read as XML. Only its ids and the shapes that `painter` lists get through, so no
label or attribute can become script.

Links and icons are named by `xlink:href`. Material's instant navigation sets the `href` of every element that
has that attribute, which elements of SVG do not allow, and fails there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ..layout.candidates.candidate import Candidate
from ..layout.candidates.titles import Title
from ..layout.geometry import Box
from ..layout.labels import strip_markup
from ..layout.layout import Layout
from ..layout.styled_graph import StyledGraph
from ..layout.text import drop_unprintable
from ..model.figure import Drawing
from ..model.graph.graph import Edge, Graph, Node
from ..model.graph.parts import PartKind, name_part
from .description import name_node, read_tooltip
from .markup import format_attributes, is_safe_link
from .painter import LoadIcon, Painter

_QUIET = {"aria-hidden": "true"}


def paint_candidate(candidate: Candidate, load_icon: LoadIcon) -> Drawing:
    """Return the drawing of a candidate's layout; see `paint_drawing`."""
    return paint_drawing(candidate.layout, candidate.graph, candidate.styled, candidate.titles, load_icon)


def paint_drawing(
    layout: Layout, graph: Graph, styled: StyledGraph, titles: Sequence[Title], load_icon: LoadIcon
) -> Drawing:
    """Return the drawing of a layout.

    Args:
        layout: The layout of `styled`.
        graph: The author's graph: ids, labels and links come from it.
        styled: The same graph with its style: cards and texts come from it.
        titles: The titles of clusters, from `place_titles`.
        load_icon: Returns the key, width and height in pixels of the icon of an image file.

    Raises:
        ValueError: A shape of the layout has no place.
    """
    own_ink = {
        name_part(PartKind.NODE, index) for index, node in enumerate(graph.nodes) if "fontcolor" in node.attrs
    }
    painter = Painter(layout, styled, load_icon, own_ink)
    # Where nodes can be focused, the drawing is no image to a screen reader, and only those nodes are read.
    is_interactive = any(_find_link(node) or read_tooltip(node) for node in graph.nodes)
    quiet = _QUIET if is_interactive else {}
    painted = [
        *(markup for element in layout.body for markup in painter.paint_element(element)),
        *_paint_clusters(layout, graph, painter, quiet),
        *_paint_edges(layout, graph, painter, quiet),
        *_paint_titles(titles, painter, quiet),
        *_paint_nodes(layout, graph, painter, quiet),
    ]
    transform = _simplify_transform(layout.body.get("transform", ""))
    view = _extend_view(layout.view, transform, painter.text_boxes)
    return Drawing(
        body=drop_unprintable(f'<g transform="{escape(transform)}">{"".join(painted)}</g>'),
        view_box=(view.left, view.top, view.width, view.height),
        icons=tuple(dict.fromkeys(painter.icons)),
        smallest_text=styled.smallest_text,
    )


def _paint_clusters(
    layout: Layout, graph: Graph, painter: Painter, quiet: Mapping[str, str]
) -> Iterator[str]:
    for name, cluster in layout.iterate_parts(graph.clusters, PartKind.CLUSTER):
        data = {"data-cluster": strip_markup(cluster.label), **quiet}
        yield _open_group("cluster", f"cluster-{cluster.id}", data, cluster.attrs)
        yield from painter.paint_part(layout.groups[name], name)
        yield "</g>"


def _paint_edges(layout: Layout, graph: Graph, painter: Painter, quiet: Mapping[str, str]) -> Iterator[str]:
    for name, edge in layout.iterate_parts(graph.edges, PartKind.EDGE):
        yield _open_group("edge", edge.id, {**_describe_edge(edge, graph), **quiet}, edge.attrs)
        yield from painter.paint_part(layout.groups[name], name)
        yield "</g>"


def _paint_titles(titles: Sequence[Title], painter: Painter, quiet: Mapping[str, str]) -> Iterator[str]:
    """Yield the titles of clusters in one group, above the edges that pass over the clusters."""
    painted = "".join(line for title in titles for line in painter.paint_title(title))
    if painted:
        yield f'<g class="cluster-titles"{format_attributes(quiet)}>{painted}</g>'


def _paint_nodes(layout: Layout, graph: Graph, painter: Painter, quiet: Mapping[str, str]) -> Iterator[str]:
    """Yield the nodes in the order of the flow, in which they are reached by keys."""
    order = {node.id: index for index, node in enumerate(graph.sort_by_flow())}
    nodes = layout.iterate_parts(graph.nodes, PartKind.NODE)
    for name, node in sorted(nodes, key=lambda named: order[named[1].id]):
        data = {"data-node": node.id, "data-kind": node.kind, **_describe_node(node, quiet)}
        yield _open_group("node", f"node-{node.id}", data, node.attrs)
        yield from _link_node(node, painter.paint_part(layout.groups[name], name))
        yield "</g>"


def _open_group(kind: str, name: str, data: Mapping[str, str], attrs: Mapping[str, str]) -> str:
    """Return the start tag of a part's group. Its id begins with `<>`, which a page replaces."""
    own = "".join(f" {word}" for word in attrs.get("class", "").split())
    return f'<g class="{escape(kind + own)}" id="<>-{escape(escape_id(name))}"{format_attributes(data)}>'


def escape_id(name: str) -> str:
    """Return a name as an element's id, which has no white space.

    The escape character is escaped too, so that different names stay different.
    """
    return re.sub(r"[\s%]", lambda match: f"%{ord(match[0]):02x}", name)


def _describe_edge(edge: Edge, graph: Graph) -> dict[str, str]:
    """Return the nodes of an edge, and the numbers of its steps, negative against the path of the edge."""
    start, end = edge.endpoints
    against = edge.direction == "back"
    steps = [
        -number if step.back != against else number
        for number, step in enumerate(graph.steps, 1)
        if edge.id in step.edges
    ]
    data = {"data-steps": " ".join(map(str, steps))} if steps else {}
    return {"data-from": start, "data-to": end, **data}


def _describe_node(node: Node, quiet: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes for readers who point at a node or focus it."""
    tooltip, link = read_tooltip(node), _find_link(node)
    if not tooltip:
        return {} if link else dict(quiet)
    if link:
        return {"data-tip": tooltip}
    label = f"{name_node(node)}: {tooltip}"
    return {"data-tip": tooltip, "tabindex": "0", "role": "img", "aria-label": label}


def _find_link(node: Node) -> str:
    """Return the address that a node links to, if the author gave a safe one."""
    href = node.attrs.get("href") or node.attrs.get("URL") or ""
    return href if is_safe_link(href) else ""


def _link_node(node: Node, content: Iterator[str]) -> Iterator[str]:
    """Yield a node's content, inside a link where the node has one."""
    href = _find_link(node)
    if not href:
        yield from content
        return
    tooltip = read_tooltip(node)
    label = f"{name_node(node)}: {tooltip}" if tooltip else name_node(node)
    yield f'<a xlink:href="{escape(href)}" aria-label="{escape(label)}">'
    yield from content
    yield "</a>"


def _simplify_transform(value: str) -> str:
    """Return Graphviz's placing of the drawing, without the parts that change nothing."""
    return value.replace("scale(1 1) ", "").replace("rotate(0) ", "")


def _extend_view(view: Box, transform: str, boxes: Sequence[Box]) -> Box:
    """Return the view with all text in it: Graphviz does not always count the labels of edges in a rank."""
    moved = re.fullmatch(r"translate\((\S+) (\S+)\)", transform)
    if not moved:
        return view
    x, y = float(moved[1]), float(moved[2])
    return view.merge(*(box.shift(x, y) for box in boxes))
