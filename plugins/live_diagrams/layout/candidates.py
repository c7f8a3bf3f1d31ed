"""The drawings of one graph: as its author wants it, and for narrow columns.

Each is laid out more than once where a title would stand over the line of an edge, or a row would not
fit; a layout takes a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from ..model.figure import Drawing, compute_readable_width
from ..model.graph import Graph
from ..model.job import Job
from ..svg import drawing as svg
from . import dot, narrow, titles
from . import graphviz as layout
from . import style as look
from .geometry import Box
from .layout import Layout
from .style import Spacing, StyledGraph
from .titles import Title

USUAL = 680.0
"""CSS pixels of the column that themes leave for a page beside its navigation; Material's has 688."""
_WIDE = (True, False), (False, True)
_NARROW = (True, False), (False, False)
"""What is tried for a title in the way of edges, what most often helps first; each costs a layout."""

Icon = Callable[[str], tuple[str, int, int]]
"""Gives the key, the width and the height of an icon's file."""


def draw_variants(graph: Graph, job: Job, icon: Icon) -> dict[str, Drawing]:
    """The drawings by variant: `wide`, and `narrow` where that needs less width.

    Raises:
        ValueError: Graphviz cannot lay the graph out as its author wants it.
    """
    first = Candidate(graph, job.direction, look.WIDE, job.dot_program, icon)
    wide = _snug(first).clear(_WIDE)
    if job.narrow == "none" or wide.width <= narrow.COLUMN or first.styled.engine != "dot":
        return {"wide": wide.drawing()}
    direction = narrow.turn_upright(job.direction or graph.direction) if job.narrow == "auto" else job.narrow
    upright = replace(first, graph=titles.release_titles(graph), direction=direction, room=look.NARROW)
    small = _narrowest(upright).clear(_NARROW)
    kept = {"wide": wide, "narrow": small} if small.width < wide.width else {"wide": wide}
    return {variant: attempt.drawing() for variant, attempt in kept.items()}


def _snug(first: Candidate) -> Candidate:
    """The attempt, or one that takes less room where only that one fits a usual column."""
    if first.laid and first.width > USUAL:
        snug = replace(first, room=look.COMPACT)
        return snug if snug.width <= USUAL else first
    return first


def _narrowest(first: Candidate) -> Candidate:
    """The first attempt that fits a narrow column, else the narrowest."""
    best = first
    if first.direction in ("TB", "BT"):
        for graph in narrow.iterate_rearranged(first.graph, first.places):
            if best.width <= narrow.COLUMN:
                break
            best = min(best, replace(first, graph=graph), key=lambda attempt: attempt.width)
    return best


@dataclass(frozen=True)
class Candidate:
    """One way to lay a graph out, done when it is asked for."""

    graph: Graph
    direction: str
    room: Spacing
    program: str
    icon: Icon

    @cached_property
    def styled(self) -> StyledGraph:
        """The graph with the house look."""
        return look.style_graph(self.graph, self.direction, self.room)

    @cached_property
    def laid(self) -> Layout:
        """What Graphviz laid out.

        Raises:
            ValueError: It cannot lay the graph out that way.
        """
        found = Layout(layout.run_engine(dot.write_dot(self.styled.graph), self.styled.engine, self.program))
        found.refuse_loss(self.graph)
        return found

    @cached_property
    def width(self) -> float:
        """About the least width of the drawing; infinite where Graphviz cannot lay the graph out that way."""
        try:
            return compute_readable_width(self.laid.view.width, self.styled.smallest_text)
        except ValueError:
            return inf

    @cached_property
    def titles(self) -> Sequence[Title]:
        """What its boxes are called, and where that stands."""
        return titles.place_titles(self.laid, self.styled)

    @cached_property
    def crossed(self) -> frozenset[str]:
        """The boxes whose titles stand over the line of an edge."""
        names = (title.cluster for title in self.titles if not title.is_clear)
        return frozenset(self.graph.clusters[int(name.removeprefix("cluster"))].id for name in names)

    @cached_property
    def faults(self) -> int:
        """How many titles and labels stand over lines that are not theirs."""
        return len(self.crossed) + titles.count_crossed_labels(self.laid, self.styled)

    def places(self) -> dict[str, Box]:
        """Where the nodes stand."""
        return self.laid.locate_nodes(self.graph) if self.width < inf else {}

    def drawing(self) -> Drawing:
        """The drawing of it."""
        return svg.paint_drawing(self.laid, self.graph, self.styled, self.titles, self.icon)

    def clear(self, ways: Sequence[tuple[bool, bool]]) -> Candidate:
        """This, or a like one in which fewer titles stand over lines.

        Args:
            ways: For a title that still does: whether it goes to the lower side of its box, and whether it
                gets room at its sides. With room all titles get shorter lines.
        """
        best, tried, last = self, Counter[str](), self
        widest = max(self.width, narrow.COLUMN)
        for _ in ways:
            if not best.crossed:
                break
            tried.update(last.crossed)
            chosen = {name: ways[times - 1] for name, times in tried.items()}
            roomy = frozenset(name for name, (_, is_roomy) in chosen.items() if is_roomy)
            last = replace(
                self,
                graph=titles.lower_titles(
                    self.graph, {name for name, (is_below, _) in chosen.items() if is_below}
                ),
                room=replace(self.room, roomy=roomy, title_wrap=self.room.title_wrap / (2 if roomy else 1)),
            )
            if last == self or last.width == inf:
                break
            best = min(best, last, key=lambda attempt: (attempt.faults, max(attempt.width, widest)))
        return best
