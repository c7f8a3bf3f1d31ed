"""The rule on walkthroughs: a request goes from hop to hop without a gap, and its answer comes back. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph import Edge, Step

from .figures import Drawn, is_dashed


def walkthrough(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-walkthrough`: packets do not jump, and a request without a way back is never answered.

    Each hop begins or ends where the one before did. What is read on the way is joined to that place by
    dashed edges. Each hop has one that leads back, or is an edge with two heads.

    Source: https://kubernetes.io/docs/tutorials/services/source-ip/
    """
    edges = {edge.id: edge for edge in figure.graph.edges}
    here: set[str] = set()
    gone: dict[tuple[str, str], tuple[int, int]] = {}
    for number, step in enumerate(figure.graph.steps, 1):
        along = [edges[each] for each in step.edges if each in edges]
        if not along:
            continue
        line = step.line or along[0].line
        ends = {end for edge in along for end in edge.endpoints}
        packets = not all(is_dashed(edge) for edge in along)
        near = here if packets else _read_from(here, figure)
        if here and not ends & near:
            before = " or ".join(f"`{end}`" for end in sorted(here))
            now = " and ".join(f"`{end}`" for end in sorted(ends))
            message = f"step {number} goes on at {now}, but the one before left off at {before}"
            yield figure.problem(line, "figure-walkthrough", message)
        if packets or not here:
            here = ends
        for edge in along if packets else ():
            for hop in _hops(edge, step):
                gone.setdefault(hop, (number, line))
    for (tail, head), (number, line) in gone.items():
        if (head, tail) not in gone:
            message = f"step {number} goes from `{tail}` to `{head}`, and no step comes back"
            yield figure.problem(line, "figure-walkthrough", message)


def _hops(edge: Edge, step: Step) -> Iterator[tuple[str, str]]:
    """The ways that packets take along an edge in a step."""
    tail, head = edge.endpoints
    if not step.back or edge.direction == "both":
        yield tail, head
    if step.back or edge.direction in ("both", "none"):
        yield head, tail


def _read_from(here: set[str], figure: Drawn) -> set[str]:
    """All that is joined by dashed edges to where the packets are."""
    found = set(here)
    dashed = [edge for edge in figure.graph.edges if is_dashed(edge)]
    while more := {end for e in dashed if found & {e.tail, e.head} for end in (e.tail, e.head)} - found:
        found |= more
    return found
