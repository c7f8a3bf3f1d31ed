"""The rule on walkthroughs: a request goes from hop to hop without a gap, and its answer comes back. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph import Edge, Step

from .figures import FigureView, is_dashed


def check_walkthrough(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the steps that begin elsewhere than the one before ended, and the hops without a way back."""
    edges = {edge.id: edge for edge in figure.graph.edges}
    current: set[str] = set()
    hops: dict[tuple[str, str], tuple[int, int]] = {}
    for number, step in enumerate(figure.graph.steps, 1):
        along = [edges[id_] for id_ in step.edges if id_ in edges]
        if not along:
            continue
        line = step.line or along[0].line
        ends = {end for edge in along for end in edge.endpoints}
        carries_packets = not all(map(is_dashed, along))
        reach = current if carries_packets else _follow_dashed(current, figure)
        if current and not ends & reach:
            here, there = _join(ends, "and"), _join(current, "or")
            message = f"step {number} begins at {here}, and the one before ended at {there}"
            yield figure.report(line, "figure-walkthrough", message)
        if carries_packets or not current:
            current = ends
        for edge in along if carries_packets else ():
            for hop in _iterate_hops(edge, step):
                hops.setdefault(hop, (number, line))
    for (tail, head), (number, line) in hops.items():
        if (head, tail) not in hops:
            message = f"step {number} goes from `{tail}` to `{head}`, and no step comes back"
            yield figure.report(line, "figure-walkthrough", message)


def _iterate_hops(edge: Edge, step: Step) -> Iterator[tuple[str, str]]:
    tail, head = edge.endpoints
    if not step.back or edge.direction == "both":
        yield tail, head
    if step.back or edge.direction in ("both", "none"):
        yield head, tail


def _follow_dashed(start: set[str], figure: FigureView) -> set[str]:
    """Return all nodes that dashed edges join to some."""
    reached = set(start)
    dashed = [{edge.tail, edge.head} for edge in figure.graph.edges if is_dashed(edge)]
    while more := {end for ends in dashed if ends & reached for end in ends} - reached:
        reached |= more
    return reached


def _join(ids: set[str], word: str) -> str:
    return f" {word} ".join(f"`{id_}`" for id_ in sorted(ids))
