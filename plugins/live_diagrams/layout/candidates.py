"""The layouts of one graph: as its author wants it, and for narrow columns.

Each is the best of a few candidates: a graph is laid out again where a title would cover the path of an edge,
or where a row would not fit. A layout takes a few milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from ..model.figure import compute_readable_width
from ..model.graph import Graph
from ..model.job import Job
from ..model.parts import part_index
from . import narrow, titles
from .engines.graphviz import lay_out
from .geometry import Box
from .layout import Layout
from .style import style_graph
from .styled_graph import COMPACT, NARROW, WIDE, Spacing, StyledGraph
from .titles import Title

USUAL = 680.0
"""CSS pixels of the column that themes leave for a page beside its navigation; Material's has 688."""


@dataclass(frozen=True)
class TitleRemedy:
    """A change to a title that covers the path of an edge.

    `is_low` moves the title to the lower side of its cluster. `is_roomy` adds space at its sides; all
    titles then get shorter lines.
    """

    is_low: bool
    is_roomy: bool


_WIDE_REMEDIES = TitleRemedy(is_low=True, is_roomy=False), TitleRemedy(is_low=False, is_roomy=True)
_NARROW_REMEDIES = TitleRemedy(is_low=True, is_roomy=False), TitleRemedy(is_low=False, is_roomy=False)
"""The remedy that helps most often comes first; each costs a layout."""


@dataclass(frozen=True)
class Candidate:
    """One layout of a graph, computed when it is needed."""

    graph: Graph
    direction: str = ""
    spacing: Spacing = WIDE
    program: str = ""

    @cached_property
    def styled(self) -> StyledGraph:
        """The graph in the default style."""
        return style_graph(self.graph, self.direction, self.spacing)

    @cached_property
    def layout(self) -> Layout:
        """The layout of the graph.

        Raises:
            ValueError: The engine cannot lay the graph out like this.
        """
        return lay_out(self.styled, self.program)

    @cached_property
    def width(self) -> float:
        """About the least width of the drawing; infinite where the engine cannot lay the graph out."""
        try:
            return compute_readable_width(self.layout.view.width, self.styled.smallest_text)
        except ValueError:
            return inf

    @cached_property
    def titles(self) -> Sequence[Title]:
        """The titles of the clusters, with their places."""
        return titles.place_titles(self.layout, self.styled)

    @cached_property
    def crossed_clusters(self) -> frozenset[str]:
        """The ids of the clusters whose titles cover the path of an edge."""
        names = (title.cluster for title in self.titles if not title.is_clear)
        return frozenset(self.graph.clusters[part_index(name)].id for name in names)

    @cached_property
    def fault_count(self) -> int:
        """The number of titles and labels that cover the path of a foreign edge."""
        return len(self.crossed_clusters) + titles.count_crossed_labels(self.layout, self.styled)

    def locate_nodes(self) -> dict[str, Box]:
        """Return the boxes of the nodes, by their ids."""
        return self.layout.locate_nodes(self.graph) if self.width < inf else {}


def choose_candidates(graph: Graph, job: Job) -> dict[str, Candidate]:
    """Return the best candidates by variant: `wide`, and `narrow` where that needs less width.

    Raises:
        ValueError: The engine cannot lay the graph out as its author wants it.
    """
    first = Candidate(graph, job.direction, WIDE, job.dot_program)
    wide = _clear_titles(_compact(first), _WIDE_REMEDIES)
    if job.narrow == "none" or wide.width <= narrow.COLUMN or first.styled.engine != "dot":
        return {"wide": wide}
    direction = narrow.turn_upright(job.direction or graph.direction) if job.narrow == "auto" else job.narrow
    upright = replace(first, graph=titles.release_titles(graph), direction=direction, spacing=NARROW)
    small = _clear_titles(_narrow(upright), _NARROW_REMEDIES)
    return {"wide": wide, "narrow": small} if small.width < wide.width else {"wide": wide}


def _compact(first: Candidate) -> Candidate:
    """Return the candidate, or a compact one where only that one fits a usual column."""
    if first.layout and first.width > USUAL:
        compact = replace(first, spacing=COMPACT)
        return compact if compact.width <= USUAL else first
    return first


def _narrow(first: Candidate) -> Candidate:
    """Return the first candidate that fits a narrow column, else the narrowest."""
    best = first
    if first.direction in ("TB", "BT"):
        for graph in narrow.iterate_rearranged(first.graph, first.locate_nodes):
            if best.width <= narrow.COLUMN:
                break
            best = min(best, replace(first, graph=graph), key=lambda candidate: candidate.width)
    return best


def _clear_titles(first: Candidate, remedies: Sequence[TitleRemedy]) -> Candidate:
    """Return the candidate, or a similar one in which fewer titles cover the paths of edges.

    A title that is crossed again gets the next remedy.
    """
    best, last, attempts = first, first, Counter[str]()
    widest = max(first.width, narrow.COLUMN)
    for _ in remedies:
        if not best.crossed_clusters:
            break
        attempts.update(last.crossed_clusters)
        chosen = {cluster: remedies[count - 1] for cluster, count in attempts.items()}
        last = _apply_remedies(first, chosen)
        if last == first or last.width == inf:
            break
        best = min(best, last, key=lambda candidate: (candidate.fault_count, max(candidate.width, widest)))
    return best


def _apply_remedies(candidate: Candidate, chosen: dict[str, TitleRemedy]) -> Candidate:
    low = {cluster for cluster, remedy in chosen.items() if remedy.is_low}
    roomy = frozenset(cluster for cluster, remedy in chosen.items() if remedy.is_roomy)
    spacing = candidate.spacing
    return replace(
        candidate,
        graph=titles.lower_titles(candidate.graph, low),
        spacing=replace(spacing, roomy=roomy, title_wrap=spacing.title_wrap / (2 if roomy else 1)),
    )
