"""Graphviz behind one interface: the binding that the wheel of `pygraphviz` carries, or the `dot` program.

Both read DOT alike and write the same markup. The machine's fonts are kept from them: Graphviz then measures
by its built-in metrics, and a drawing does not depend on the fonts that are installed.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

from ...model.errors import ErrorKind, FigureError
from ..dot import DotSource, write_dot
from ..invariants import require_every_part
from ..layout import Layout
from ..styled_graph import StyledGraph

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

    def run_engine(self, source: str, engine: str) -> str:
        """Return the layout of a DOT source as an SVG document.

        Raises:
            ValueError: Graphviz refuses the source; the message is Graphviz's own.
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


def lay_out(styled: StyledGraph, program: str = "") -> Layout:
    """Return the layout of a graph by its engine, with every node and edge in it.

    Raises:
        ValueError: Graphviz refuses the graph or its engine, or loses a part of it.
        FigureError: There is no Graphviz.
    """
    if styled.engine not in ENGINES:
        raise ValueError(f"there is no layout engine {styled.engine!r}; there are {', '.join(ENGINES)}")
    layout = Layout(find_graphviz(program).run_engine(write_dot(styled), styled.engine))
    require_every_part(layout, styled)
    return layout


def read_dot(source: str, program: str = "") -> DotSource:
    """Return the graph of a DOT source, by Graphviz's own parser.

    Raises:
        ValueError: Graphviz cannot parse it.
        FigureError: There is no Graphviz.
    """
    return find_graphviz(program).read_dot(source)
