"""A graph as DOT that any Graphviz reads: what the author described, without a style. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..layout.labels import is_html
from ..model.graph.graph import Graph

_FROM_SCRIPT = frozenset(["label", "image", "shape", "fixedsize", "width", "height", "imagescale"])
"""Attributes that `diagrams` sets for its icons, or that are written from the graph itself."""


def write_plain_dot(graph: Graph) -> str:
    """Return the DOT source of a graph. Nodes have the author's ids as names."""
    kind = "strict digraph" if graph.strict else "digraph"
    attrs = {**graph.attrs, "rankdir": graph.direction}
    lines = [f"{kind} {quote(graph.name)} {{"]
    lines += [f"  {key}={quote_label(value)}" for key, value in attrs.items()]
    lines += _write_content(graph, "", "  ")
    for group in graph.groups:
        pairs = [f"{key}={quote(value)}" for key, value in group.attrs.items()]
        lines.append(f"  {{{'; '.join([*pairs, *map(quote, group.nodes)])}}}")
    names = {cluster.id: f"cluster_{cluster.id}" for cluster in graph.clusters}
    for edge in graph.edges:
        borders = {key: names[edge.attrs[key]] for key in ("ltail", "lhead") if edge.attrs.get(key) in names}
        label = graph.format_edge_label(edge)
        own = {**edge.attrs, **borders, "dir": edge.direction, **({"label": label} if label else {})}
        lines.append(f"  {quote(edge.tail)} -> {quote(edge.head)}{_write_attributes(own)}")
    return "\n".join([*lines, "}"]) + "\n"


def quote(text: str) -> str:
    """Return a DOT string of plain text, in which no character has a meaning."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def quote_label(text: str) -> str:
    r"""Return a DOT string of a label: HTML-like markup, or text with Graphviz's escapes such as `\n`."""
    if is_html(text):
        return text
    escaped = text.replace('"', '\\"').replace("\n", "\\n")
    if (len(escaped) - len(escaped.rstrip("\\"))) % 2:
        escaped += "\\"  # a lone one at the end would escape the quotation mark
    return f'"{escaped}"'


def _write_content(graph: Graph, parent: str, indent: str) -> Iterator[str]:
    """Yield the lines of what is directly inside a cluster, or of the outermost parts."""
    for node in graph.nodes:
        if node.cluster == parent:
            own = {key: value for key, value in node.attrs.items() if key not in _FROM_SCRIPT}
            yield f"{indent}{quote(node.id)}{_write_attributes({'label': node.label, **own})}"
    for cluster in graph.clusters:
        if cluster.parent == parent:
            yield f"{indent}subgraph {quote(f'cluster_{cluster.id}')} {{"
            for key, value in {"label": cluster.label, **cluster.attrs}.items():
                yield f"{indent}  {key}={quote_label(value)}"
            yield from _write_content(graph, cluster.id, f"{indent}  ")
            yield f"{indent}}}"


def _write_attributes(attrs: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{key}={quote_label(value)}" for key, value in attrs.items())
    return f" [{pairs}]" if pairs else ""
