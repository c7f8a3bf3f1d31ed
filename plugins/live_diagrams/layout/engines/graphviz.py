"""Graphviz behind one interface: the binding that the wheel of `pygraphviz` carries, or the `dot` program.

Both read DOT alike and write the same markup. The machine's fonts are kept from them: Graphviz then measures
by its built-in metrics, and a drawing does not depend on the fonts that are installed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import Protocol

from ...model.errors import ErrorKind, FigureError
from .. import lost_edges
from ..dot import DotSource, write_dot
from ..invariants import find_lost_edges, require_every_part
from ..layout import Layout
from ..styled_graph import StyledGraph
from . import graphlay, isolated

ENGINES = ("dot", "neato", "fdp", "sfdp", "twopi", "circo", "osage", "patchwork")
"""Graphviz's layout engines, named by the graph attribute `layout`."""

MISSING = (
    "Graphviz is not installed. Install its wheel (`pip install pygraphviz`); where there is none for this "
    "platform, install Graphviz itself and name its program in the option `dot`, such as `dot: /usr/bin/dot`"
)


class Graphviz(Protocol):
    """One installation of Graphviz."""

    def read_dot(self, source: str) -> DotSource:
        """Return the graph of a DOT source.

        Raises:
            ValueError: Graphviz cannot parse it.
        """

    def run_engine(self, source: str, engine: str, seconds: float | None = None) -> str:
        """Return the layout of a DOT source as an SVG document.

        With a number of `seconds`, the run is stopped after these.

        Raises:
            ValueError: Graphviz refuses the source, or takes too long.
        """


def is_binding_installed() -> bool:
    """Return whether `pygraphviz` can be imported."""
    return _find_binding() is not None


def find_graphviz(program: str = "") -> Graphviz:
    """Return the Graphviz to use: `program`, a path or a name on the PATH, or the binding where it is empty.

    Raises:
        FigureError: No program is named, and there is no binding.
    """
    if program:
        from .program import Program

        return Program(program)
    binding = _find_binding()
    if binding is None:
        raise FigureError(MISSING, kind=ErrorKind.LAYOUT)
    return binding


@cache
def _find_binding() -> Graphviz | None:
    """Return the binding; the only place that asks for `pygraphviz`."""
    try:
        from .binding import Binding
    except ImportError:
        return None
    return Binding()


_ROUTE = 1.0
"""Seconds for the routes of lost edges."""
LARGE = 50
"""The number of nodes and edges from which a layout may take long, or make Graphviz abort."""


def is_large(styled: StyledGraph) -> bool:
    """Return whether the layout of a graph may take long, or make Graphviz abort."""
    bends = styled.attrs.get("splines") in ("curved", "ortho")
    return len(styled.nodes) + len(styled.edges) > (LARGE / 5 if bends else LARGE)


def lay_out(
    styled: StyledGraph, program: str = "", seconds: float | None = None, *, restores: bool = False
) -> Layout:
    """Return the layout of a graph by its engine, with every node and edge in it.

    A large graph is laid out in a separate process, and only for a number of `seconds` where one is given.
    With `restores`, edges that Graphviz loses are added to its layout.

    Raises:
        ValueError: Graphviz refuses the graph or its engine, loses a part of it, or takes too long.
        FigureError: There is no Graphviz.
    """
    if styled.engine not in ENGINES:
        raise ValueError(f"there is no layout engine {styled.engine!r}; there are {', '.join(ENGINES)}")
    layout = Layout(_run(write_dot(styled), styled, program, seconds))
    if restores and (lost := find_lost_edges(layout, styled)):
        _restore_edges(layout, styled, lost, find_graphviz(program))
    require_every_part(layout, styled)
    return layout


def _restore_edges(layout: Layout, styled: StyledGraph, lost: Collection[str], graphviz: Graphviz) -> None:
    """Add the edges that Graphviz lost, around the nodes if it finds a way between them."""
    routed: Layout | None = None
    with contextlib.suppress(ValueError):
        source = write_dot(lost_edges.create_request(layout, styled, lost))
        routed = Layout(graphviz.run_engine(source, "nop2", _ROUTE))
    lost_edges.add_edges(layout, styled, lost, routed)
    if still_lost := find_lost_edges(layout, styled):
        lost_edges.add_edges(layout, styled, still_lost)


def _run(source: str, styled: StyledGraph, program: str, seconds: float | None) -> str:
    graphviz = find_graphviz(program)
    if seconds is not None and (seconds <= 0 or is_large(styled)):
        return graphviz.run_engine(source, styled.engine, seconds)
    return graphviz.run_engine(source, styled.engine)


def lay_out_by_graphlay(styled: StyledGraph, program: str = "", seconds: float | None = None) -> Layout:
    """Return the layout of a graph by graphlay, as Graphviz writes it.

    Raises:
        ValueError: graphlay or Graphviz refuses the graph, or loses a part of it, or there is no time left.
        FigureError: There is no Graphviz.
    """
    if seconds is not None and seconds <= 0:
        raise ValueError(isolated.TOOK_TOO_LONG)
    graphviz = find_graphviz(program)
    pinned = tuple(replace(node, attrs={**node.attrs, "pos": "0,0"}) for node in styled.nodes)
    alone = replace(styled, nodes=pinned, edges=(), clusters=(), groups=())
    measured = Layout(graphviz.run_engine(write_dot(alone), "nop2"))
    layout = Layout(graphviz.run_engine(write_dot(graphlay.place_parts(styled, measured)), "nop2"))
    require_every_part(layout, styled)
    return layout


def read_dot(source: str, program: str = "") -> DotSource:
    """Return the graph of a DOT source, by Graphviz's own parser.

    Raises:
        ValueError: Graphviz cannot parse it.
        FigureError: There is no Graphviz.
    """
    return find_graphviz(program).read_dot(source)
