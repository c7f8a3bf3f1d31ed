"""Invariants: conditions that every layout meets, whatever its engine reports. Pure."""

from __future__ import annotations

from .layout import Layout
from .styled_graph import StyledGraph


def require_every_part(layout: Layout, styled: StyledGraph) -> None:
    """Require every visible node and edge of a graph in its layout. A strict graph merges edges.

    Raises:
        ValueError: The engine lost a part, as Graphviz does with clusters nested many times.
    """
    visible = {node.name for node in styled.nodes if _is_visible(node.attrs.get("style", ""))}
    nodes = len(visible - layout.groups.keys())
    edges = sum(
        edge.name not in layout.groups
        for edge in styled.edges
        if {edge.tail, edge.head} <= visible and _is_visible(edge.attrs.get("style", ""))
    )
    if nodes or (edges and not styled.strict):
        lost = f"{nodes} nodes" if nodes else f"{edges} edges"
        raise ValueError(f"Graphviz lost {lost}; nest fewer clusters, or choose another `layout` engine")


def _is_visible(style: str) -> bool:
    return "invis" not in style
