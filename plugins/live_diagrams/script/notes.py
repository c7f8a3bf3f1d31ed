"""Notes on a diagram: the values that an author passed to `diagrams`, each with its line."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model.graph.icons import MissingIcon

EDGE_MARK = "_live"
"""The DOT attribute that ties an edge in the source to the `diagrams.Edge` that produced it."""


@dataclass
class PartNote:
    """A note on one node, edge or cluster: its label, own attributes, class and line.

    `is_named` says that the author chose the id. `step` is the number of the step that an edge belongs to.
    """

    label: str
    attrs: dict[str, str]
    line: int
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    missing_icon: MissingIcon | None = None
    is_named: bool = False
    direction: str = "none"
    step: int = 0


@dataclass
class DiagramNotes:
    """Everything that was noted of one `Diagram` while its block ran.

    `explicit` are the graph attributes that the author set.
    """

    line: int
    explicit: frozenset[str]
    nodes: dict[str, PartNote] = field(default_factory=dict)
    edges: list[PartNote] = field(default_factory=list)
    clusters: dict[str, PartNote] = field(default_factory=dict)


def format_attrs(attrs: Mapping[str, Any]) -> dict[str, str]:
    """Return attributes as Graphviz takes them. `None` means "not set", as it does to `diagrams`."""
    return {str(name): str(value) for name, value in attrs.items() if value is not None}


def find_line(filename: str) -> int:
    """Return the line of a file that is being executed, 0 where none is."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == filename:
            return frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return 0
