"""Record what a script draws with the `diagrams` library.

Nothing is drawn and no Graphviz program is needed: in place of rendering, `Diagram.render` records the
diagram (`patches` makes the library report it). The values that the author passes are noted. The order of the
parts, and every change of the author's to the raw `Diagram.dot`, are read back from the DOT source by
Graphviz's own parser, so that both agree with what plain `diagrams` draws (`graph_builder`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..layout.engines.graphviz import read_dot
from ..model.errors import ErrorKind, FigureError
from ..model.graph.graph import Graph
from ..model.graph.icons import MissingIcon
from .graph_builder import build_graph
from .notes import DiagramNotes, find_line


class Recorder:
    """Collects the diagrams of one script. `open_diagrams` is the number of blocks that have not ended.

    Args:
        script: The script's file name in its frames, by which the author's lines are found.
        find_file: Returns the file that an author means by the path of an icon; raises `FileNotFoundError`
            where there is none.
        dot_program: The program to read DOT with in place of the binding, or empty.
        are_icons_required: Whether a missing icon is an error.
    """

    def __init__(
        self,
        script: str,
        find_file: Callable[[str], Path],
        dot_program: str = "",
        *,
        are_icons_required: bool = False,
    ) -> None:
        self.open_diagrams = 0
        self._diagrams: dict[str, tuple[Any, DiagramNotes, str]] = {}
        self._script = script
        self._find_file = find_file
        self._dot_program = dot_program
        self._are_icons_required = are_icons_required

    def find_line(self) -> int:
        """Return the line of the script that is being executed, 0 where none is."""
        return find_line(self._script)

    def add_diagram(self, diagram: Any) -> None:
        """Record a diagram, in place of an earlier one that plain `diagrams` would overwrite with it."""
        # Neither decides anything in the source, and either may contain what DOT cannot say.
        diagram.dot.name = None
        diagram._live_label = diagram.dot.graph_attr.pop("label", "")
        self._diagrams.pop(diagram.filename, None)
        self._diagrams[diagram.filename] = diagram, diagram._live_notes, diagram.dot.source

    def build_graphs(self) -> list[Graph]:
        """Return the graphs of the diagrams, in the order of the script.

        Raises:
            FigureError: Graphviz cannot read `Diagram.dot` as the script left it, or a step has no edges.
        """
        graphs = []
        for diagram, notes, source in self._diagrams.values():
            try:
                graphs.append(build_graph(diagram, notes, read_dot(source, self._dot_program)))
            except ValueError as error:
                message = f"Graphviz cannot read what the script made of `Diagram.dot`: {error}"
                raise FigureError(message, line=notes.line, kind=ErrorKind.LAYOUT) from error
        return graphs

    def find_icon(self, path: str, line: int) -> tuple[str, MissingIcon | None]:
        """Return the icon file that an author means by a path, or what is missing.

        Raises:
            FigureError: There is no such file, and icons are required.
        """
        try:
            return str(self._find_file(path)), None
        except FileNotFoundError as error:
            if self._are_icons_required:
                raise FigureError(str(error), line=line, kind=ErrorKind.ICON) from error
            return "", MissingIcon(path, line, str(error))
