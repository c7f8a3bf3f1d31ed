"""One layout of a graph, computed when it is needed, with what decides whether it is a good one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

from ...model.figure import compute_readable_width
from ...model.graph.graph import Graph
from ...model.graph.parts import part_index
from ...model.job import Job
from .. import invariants
from ..engines import graphlay
from ..engines.graphviz import lay_out, lay_out_by_graphlay
from ..geometry import Box
from ..layout import Layout
from ..style import style_graph
from ..styled_graph import WIDE, Spacing, StyledGraph
from . import order, titles
from .budget import Budget
from .edge_labels import clear_labels
from .titles import Title

TALLEST = 2.2
"""The height of a drawing as a multiple of its width, from which it is a ribbon: too tall to read."""

_MOST_NODES = 75
"""Nodes of the largest graph for which every candidate is tried."""
_SAME_AREA = 1.02
"""What a layout may be larger and still counts as equal."""


@dataclass(frozen=True)
class Candidate:
    """One layout of a graph, by Graphviz or by graphlay.

    With `restores`, edges that Graphviz loses are added to its layout. `slots` says which nodes change places
    in the source, so that siblings are in order. With a `budget`, a large graph is laid out only as long as
    there is time left.
    """

    graph: Graph
    direction: str = ""
    spacing: Spacing = WIDE
    program: str = ""
    engine: str = "graphviz"
    restores: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)
    budget: Budget | None = field(default=None, compare=False, repr=False)

    @cached_property
    def styled(self) -> StyledGraph:
        """The graph in the default style."""
        styled = style_graph(self.graph, self.direction, self.spacing)
        return order.arrange_parts(styled, self.graph, self.slots) if self.slots else styled

    @cached_property
    def layout(self) -> Layout:
        """The layout of the graph, with its labels where nothing covers them.

        Raises:
            ValueError: The engine cannot lay the graph out like this, or not in time.
        """
        layout = self._raw_layout
        clear_labels(layout, self.styled, self.titles)
        return layout

    @property
    def _raw_layout(self) -> Layout:
        """The layout as the engine made it, which is enough to measure it."""
        if isinstance(self._outcome, ValueError):
            raise self._outcome
        return self._outcome

    @cached_property
    def _outcome(self) -> Layout | ValueError:
        """The layout, or why there is none: an engine is never asked twice."""
        seconds = self.budget.remaining if self.budget else None
        try:
            if self.engine != "graphlay":
                return lay_out(self.styled, self.program, seconds, restores=self.restores)
            if not graphlay.can_lay_out(self.styled):
                return ValueError("graphlay cannot place all parts of this graph")
            return lay_out_by_graphlay(self.styled, self.program, seconds)
        except ValueError as error:
            return error

    @cached_property
    def width(self) -> float:
        """About the least width of the drawing; infinite where the engine cannot lay the graph out."""
        try:
            return compute_readable_width(self._raw_layout.view.width, self.styled.smallest_text)
        except ValueError:
            return inf

    @cached_property
    def titles(self) -> Sequence[Title]:
        """The titles of the clusters, with their places."""
        return titles.place_titles(self._raw_layout, self.styled)

    @cached_property
    def crossed_clusters(self) -> frozenset[str]:
        """The ids of the clusters whose titles cover the path of an edge."""
        names = (title.cluster for title in self.titles if not title.is_clear)
        return frozenset(self.graph.clusters[part_index(name)].id for name in names)

    @cached_property
    def fault_count(self) -> int:
        """The number of titles and labels that cover the path of a foreign edge."""
        return len(self.crossed_clusters) + titles.count_crossed_labels(self._raw_layout, self.styled)

    @cached_property
    def faults(self) -> tuple[int, int]:
        """The numbers of covered labels, and of nodes that a foreign edge or cluster crosses."""
        layout, styled = self.layout, self.styled
        covered = invariants.find_covered_labels(layout, styled)
        crossed = invariants.find_crossed_nodes(layout, styled)
        return len(covered), len(crossed) + len(invariants.find_intruders(layout, styled))

    @cached_property
    def crossings(self) -> int:
        """The number of points in which two edges cross."""
        return invariants.count_crossings(self._raw_layout)

    @cached_property
    def inversions(self) -> int:
        """The number of siblings that are not in the order of declaration."""
        return order.count_inversions(self.graph, self.styled.attrs["rankdir"], self.locate_nodes())

    def vary(self, direction: str, spacing: Spacing) -> Candidate:
        """Return the candidate in a direction, with a spacing; the same object for the same ones."""
        if (direction, spacing) == (self.styled.attrs["rankdir"], self.spacing):
            return self
        return self._variations.setdefault(
            (direction, spacing), replace(self, direction=direction, spacing=spacing)
        )

    @cached_property
    def _variations(self) -> dict[tuple[str, Spacing], Candidate]:
        return {}

    def order_siblings(self) -> Candidate:
        """Return the candidate, or a similar one in which more siblings are in the order of declaration.

        Nothing else may be worse in it: neither crossings, nor what is covered, nor the size.
        """
        if not self.inversions or self.is_late():
            return self
        direction = self.styled.attrs["rankdir"]
        slots = order.exchange_siblings(self.graph, direction, self.locate_nodes())
        other = replace(self, slots=slots)
        if other.width < inf and other.inversions < self.inversions and other.is_as_good_as(self):
            return other
        return self

    def is_as_good_as(self, other: Candidate) -> bool:
        """Return whether nothing is covered, crosses, or takes space that does not in another candidate."""
        return (
            self.fault_count <= other.fault_count
            and self.faults <= other.faults
            and self.crossings <= other.crossings
            and self.width <= other.width * _SAME_AREA
            and self.area <= other.area * _SAME_AREA
        )

    @property
    def area(self) -> float:
        """The area of the drawing in square pixels."""
        return self.layout.view.width * self.layout.view.height

    def is_clean(self) -> bool:
        """Return whether it can be laid out, with every label free and no node crossed."""
        return self.width < inf and not self.layout.added and self.faults == (0, 0)

    def can_use_graphlay(self, job: Job) -> bool:
        """Return whether graphlay may replace Graphviz, with all that the author asks for."""
        is_allowed = job.engine == "auto" and self.engine != "graphlay" and graphlay.is_installed()
        return is_allowed and graphlay.can_lay_out(self.styled) and graphlay.respects_author(self.styled)

    def is_large(self) -> bool:
        """Return whether a layout takes so long that only the likely ones are tried."""
        return len(self.graph.nodes) > _MOST_NODES

    def is_late(self) -> bool:
        """Return whether there is no time left for it."""
        return self.budget is not None and self.budget.remaining <= 0

    def is_intact(self) -> bool:
        """Return whether the engine lost no edge, and placed no node in a foreign cluster.

        Raises:
            ValueError: The engine cannot lay the graph out like this, or not in time.
        """
        layout = self._raw_layout
        return not layout.added and not invariants.find_intruders(layout, self.styled)

    def measure_excess(self, column: float) -> float:
        """Return by what part of its column a drawing is too wide, and of its width too tall."""
        return max(0.0, self.width / column - 1) + max(0.0, self._measure_height(column) - 1)

    def is_too_tall(self, column: float) -> bool:
        """Return whether a drawing in a column is a ribbon."""
        return self.width < inf and self._measure_height(column) > 1

    def _measure_height(self, column: float) -> float:
        """Return the height as a part of the greatest that a drawing of this width may have in a column."""
        view = self._raw_layout.view
        return view.height / (TALLEST * max(view.width, column / 2))

    def rank(self, column: float) -> tuple[float, ...]:
        """Return a key by which the better of two candidates for a column comes first."""
        if self.width == inf:
            return (inf,)
        tangle = len(self.crossed_clusters) + self.crossings
        return (*self.faults, round(self.measure_excess(column), 1), tangle, self.area)

    def locate_nodes(self) -> dict[str, Box]:
        """Return the boxes of the nodes, by their ids."""
        return self._raw_layout.locate_nodes(self.graph) if self.width < inf else {}
