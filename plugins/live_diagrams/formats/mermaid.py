"""A graph as a Mermaid flowchart, for places that draw Mermaid and nothing else. Pure.

Mermaid has its own layout and no icons: nodes, clusters, edges, labels and the numbers of steps remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..layout.labels import strip_markup
from ..model.graph.graph import Cluster, Edge, Graph, Node, find_filled_clusters

_ENTITIES = {"&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "|": "#124;", "\\": "#92;"}
_LINES = {"dashed": ("-.-", "-.->"), "dotted": ("-.-", "-.->"), "bold": ("===", "==>")}

STYLES: Mapping[str, str] = {
    "added": "fill:#dafbe1,stroke:#1a7f37,color:#116329,stroke-width:3px",
    "removed": "fill:#ffebe9,stroke:#cf222e,color:#82071e,stroke-width:2px,stroke-dasharray:6 4",
    "changed": "fill:#fff8c5,stroke:#9a6700,color:#633c01,stroke-width:3px",
}
"""How marked parts look, by the name of their mark."""


def write_mermaid(graph: Graph, marks: Mapping[str, str] | None = None) -> str:
    """Return the source of a flowchart.

    Args:
        graph: The graph; its invisible parts are left out.
        marks: The name of a style in `STYLES` for the ids of some nodes, edges and clusters.
    """
    visible = graph.without_invisible()
    names = {node.id: f"n{index}" for index, node in enumerate(visible.nodes)}
    # Mermaid takes an empty cluster for a node.
    parents = {cluster.id: cluster.parent for cluster in visible.clusters}
    filled = find_filled_clusters(parents, (node.cluster for node in visible.nodes))
    clusters = {cluster: f"c{index}" for index, cluster in enumerate(parents) if cluster in filled}
    lines = [f"flowchart {visible.direction}"]
    lines += _write_content(visible, "", "  ", names, clusters)
    lines += (f"  {_write_edge(visible, edge, names, clusters)}" for edge in visible.edges)
    marks = marks or {}
    lines += (f"  classDef {mark} {style}" for mark, style in STYLES.items() if mark in marks.values())
    for part_id, mark in marks.items():
        if part := names.get(part_id) or clusters.get(part_id):
            lines.append(f"  class {part} {mark}")
    for index, edge in enumerate(visible.edges):
        edge_mark = marks.get(edge.id)
        if edge_mark:
            stroke = dict(pair.split(":") for pair in STYLES[edge_mark].split(","))["stroke"]
            lines.append(f"  linkStyle {index} stroke:{stroke},stroke-width:3px")
    return "\n".join(lines) + "\n"


def escape_text(text: str) -> str:
    """Return words for a label of Mermaid in quotation marks."""
    plain = strip_markup(text).replace("#", "#35;")
    return re.sub(r'[&"<>`|\\]', lambda match: _ENTITIES[match[0]], plain)


def _write_content(
    graph: Graph, parent: str, indent: str, names: Mapping[str, str], clusters: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines of what is directly inside a cluster, or of the outermost parts."""
    for node in graph.nodes:
        if node.cluster == parent:
            yield f"{indent}{names[node.id]}[{_quote(_name_node(node))}]"
    for cluster in graph.clusters:
        if cluster.parent == parent and cluster.id in clusters:
            yield f"{indent}subgraph {clusters[cluster.id]}[{_quote(_name_cluster(cluster))}]"
            yield from _write_content(graph, cluster.id, f"{indent}  ", names, clusters)
            yield f"{indent}end"


def _write_edge(graph: Graph, edge: Edge, names: Mapping[str, str], clusters: Mapping[str, str]) -> str:
    borders = [edge.attrs.get("ltail", ""), edge.attrs.get("lhead", "")]
    ends = [
        clusters.get(border) or names[node]
        for border, node in zip(borders, (edge.tail, edge.head), strict=True)
    ]
    if edge.direction == "back":
        ends.reverse()
    styles = edge.attrs.get("style", "").split(",")
    plain, arrow = next((_LINES[style] for style in styles if style in _LINES), ("---", "-->"))
    line = {"none": plain, "both": f"<{arrow}"}.get(edge.direction, arrow)
    label = " ".join(
        filter(None, (_list_steps(graph, edge), *(escape_text(text) for text in edge.iterate_labels())))
    )
    return f'{ends[0]} {line}|"{label}"| {ends[1]}' if label else f"{ends[0]} {line} {ends[1]}"


def _list_steps(graph: Graph, edge: Edge) -> str:
    """Return the numbers of the steps along an edge, such as `(1, 4)`."""
    numbers = [str(number) for number, step in enumerate(graph.steps, 1) if edge.id in step.edges]
    return f"({', '.join(numbers)})" if numbers else ""


def _name_node(node: Node) -> str:
    return node.label or node.kind


def _name_cluster(cluster: Cluster) -> str:
    return cluster.label or " "


def _quote(text: str) -> str:
    return f'"{escape_text(text) or " "}"'
