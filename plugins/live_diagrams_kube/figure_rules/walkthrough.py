"""The rule on walkthroughs: packets go from hop to hop without a gap. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from .figures import FigureView, is_dashed


def check_walkthrough(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the steps of packets that share no node with the step of packets before."""
    edges = {edge.id: edge for edge in figure.graph.edges if not is_dashed(edge)}
    before: set[str] = set()
    for number, step in enumerate(figure.graph.steps, 1):
        along = [edges[id_] for id_ in step.edges if id_ in edges]
        ends = {end for edge in along for end in edge.endpoints}
        if ends and before and not ends & before:
            here, there = _join(ends, "and"), _join(before, "or")
            message = f"step {number} is between {here}, and the one before ended at {there}"
            yield figure.report(step.line or along[0].line, "figure-walkthrough", message)
        before = ends or before


def _join(ids: set[str], word: str) -> str:
    return f" {word} ".join(f"`{id_}`" for id_ in sorted(ids))
