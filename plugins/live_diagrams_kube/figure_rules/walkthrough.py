"""The rule on walkthroughs: packets go from hop to hop without a gap, between the ends they state. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph.walkthrough import Step

from .figures import FigureView, is_dashed

Hops = set[tuple[str, str]]


def check_walkthrough(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the steps of packets that do not go on where the step before ended, or state other ends."""
    edges = {edge.id: edge for edge in figure.graph.edges if not is_dashed(edge)}
    before: set[str] = set()
    for number, step in enumerate(figure.graph.steps, 1):
        along = [edges[id_] for id_ in step.edges if id_ in edges]
        hops = {edge.endpoints[::-1] if step.back else edge.endpoints for edge in along}
        ends = {end for hop in hops for end in hop}
        message = _describe_packet(figure, step, hops) if hops else ""
        if ends and before and not ends & before:
            here, there = _join(ends, "and"), _join(before, "or")
            message = f"is between {here}, and the one before ended at {there}"
        if message:
            yield figure.report(step.line or along[0].line, "figure-walkthrough", f"step {number} {message}")
        before = ends or before


def _describe_packet(figure: FigureView, step: Step, hops: Hops) -> str:
    """Return why no packet on these hops has the ends that a step's state says, or nothing.

    Each packet comes from an address of the hop's start, or goes to one of its end: a kernel or a load
    balancer may keep the other.
    """
    state = dict(step.state)
    source, destination = (state.get(name, "").split(":")[0] for name in ("Source", "Destination"))
    if not source or not destination:
        return ""
    for start, end in hops:
        if source in _list_addresses(figure, start) or destination in _list_addresses(figure, end):
            return ""
    here = " and ".join(f"from `{start}` to `{end}`" for start, end in sorted(hops))
    return f"goes {here}, and its packet from {source} to {destination}"


def _list_addresses(figure: FigureView, id_: str) -> frozenset[str]:
    """Return the values of an entity, and those of the Node whose kernel it is a rule of."""
    entity = figure.index.find(id_)
    node = figure.index.find(f"Node/{entity.node_name}") if entity and entity.kind != "Pod" else None
    return (entity.values if entity else frozenset()) | (node.values if node else frozenset())


def _join(ids: set[str], word: str) -> str:
    return f" {word} ".join(f"`{id_}`" for id_ in sorted(ids))
