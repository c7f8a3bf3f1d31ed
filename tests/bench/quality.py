"""How good a layout is, in numbers: what readers would miss, then what makes it hard to follow. Pure."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from live_diagrams.layout import invariants
from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.layout import Layout
from live_diagrams.layout.styled_graph import StyledGraph


@dataclass(frozen=True)
class Quality:
    """The faults and the size of a layout; lengths in CSS pixels.

    `inversions` are siblings that are not in the order of declaration.
    """

    lost_parts: int
    covered_labels: int
    crossed_titles: int
    crossed_nodes: int
    intruders: int
    crossings: int
    bends: int
    inversions: int
    width: float
    height: float
    smallest_text: float

    @property
    def area(self) -> float:
        """The area of the drawing in square pixels."""
        return self.width * self.height


def measure_quality(candidate: Candidate) -> Quality:
    """Return the numbers of a candidate's layout."""
    layout, styled = candidate.layout, candidate.styled
    return Quality(
        lost_parts=len(invariants.find_lost_nodes(layout, styled))
        + len(invariants.find_lost_edges(layout, styled)),
        covered_labels=len(invariants.find_covered_labels(layout, styled)),
        crossed_titles=len(candidate.crossed_clusters),
        crossed_nodes=len(invariants.find_crossed_nodes(layout, styled)),
        intruders=len(invariants.find_intruders(layout, styled)),
        crossings=candidate.crossings,
        bends=_count_bends(layout),
        inversions=candidate.inversions,
        width=layout.view.width,
        height=layout.view.height,
        smallest_text=styled.smallest_text,
    )


def _count_bends(layout: Layout) -> int:
    """Return the number of curves of all paths beyond one for each."""
    return sum(max(0, path.path.count(" ") // 3 - 1) for path in layout.edge_paths)


def time_invariants(layout: Layout, styled: StyledGraph) -> Mapping[str, float]:
    """Return the microseconds that each invariant takes on a layout, by its name."""
    checks: dict[str, Callable[[], object]] = {
        "lost parts": lambda: (
            invariants.find_lost_nodes(layout, styled),
            invariants.find_lost_edges(layout, styled),
        ),
        "covered labels": lambda: invariants.find_covered_labels(layout, styled),
        "crossed nodes": lambda: invariants.find_crossed_nodes(layout, styled),
        "intruders": lambda: invariants.find_intruders(layout, styled),
        "crossings": lambda: invariants.count_crossings(layout),
    }
    return {name: _time_call(check) for name, check in checks.items()}


def _time_call(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e6
