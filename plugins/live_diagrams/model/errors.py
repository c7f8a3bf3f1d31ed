"""Why a figure could not be rendered, in words by which its author can fix it.

A `FigureError` names a file and, where it is known, a line. Every mistake that an author can make ends as
a `FigureError`; any other exception that escapes the engine is a fault of this package.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .dependency import Dependency
from .printable import strip_controls


@dataclass(frozen=True)
class TraceFrame:
    """One frame of the author's own code on the way to an error."""

    file: str
    line: int
    function: str
    text: str


class ErrorKind(StrEnum):
    """The kind of fault that kept a figure from being rendered."""

    ERROR = "error"
    """A fault of no other kind."""
    UNKNOWN = "unknown"
    """There is no script or diagram of that name."""
    SYNTAX = "syntax"
    """The script cannot be read or compiled."""
    EXCEPTION = "exception"
    """The script raised an exception."""
    EXIT = "exit"
    """The script ended its process."""
    EMPTY = "empty"
    """The script drew nothing."""
    CHOICES = "choices"
    """The script's choices are too many, or differ from run to run."""
    ICON = "icon"
    """An icon is missing or cannot be read."""
    LAYOUT = "layout"
    """Graphviz cannot lay the graph out."""
    TIMEOUT = "timeout"
    """The script took too long."""
    MEMORY = "memory"
    """The script needed too much memory."""
    OUTPUT = "output"
    """The script printed too much, or its result is too large."""
    LEFT = "left"
    """The script left a thread or a process running."""
    CRASH = "crash"
    """The script's process was ended by a signal."""
    STATE = "state"
    """The script left Python in a state in which no figure can be rendered."""
    START = "start"
    """The script's process could not be started."""
    ELSEWHERE = "elsewhere"
    """Another machine renders the figure."""
    ENDED = "ended"
    """The build was ended before the figure was rendered."""
    REPLACED = "replaced"
    """A file has changed that the script depends on; its newer version runs in its place."""
    PENDING = "pending"
    """The figure is being rendered. Only a site that is being served shows this."""
    FAULT = "fault"
    """A fault of this package."""


@dataclass(unsafe_hash=True)
class FigureError(Exception):
    """A figure could not be rendered. It crosses pipes as the data that it carries.

    Terminals show its words, so these cannot control one.

    `message` is one sentence that says what is wrong and, where it is known, how to fix it. `script` is the
    file with the fault, relative to the project root where it is inside, and `line` the line in that file,
    counted from 1; 0 where it is not known. `trace` has the author's frames, outermost first. `output` is
    what the script printed, cut to its last few kilobytes. `excerpt` has the lines around `line`, each with
    its number. `dependencies` are what the script had read by then; empty where it is not known.
    """

    message: str
    script: str = ""
    line: int = 0
    kind: ErrorKind = ErrorKind.ERROR
    trace: tuple[TraceFrame, ...] = ()
    output: str = ""
    excerpt: tuple[tuple[int, str], ...] = ()
    dependencies: tuple[Dependency, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        self.message = strip_controls(self.message)
        super().__init__(self.message)
        self.script = strip_controls(self.script)
        self.kind = ErrorKind(self.kind)
        self.trace = tuple(
            dataclasses.replace(frame, text=strip_controls(frame.text)) for frame in self.trace
        )
        self.output = strip_controls(self.output)
        self.excerpt = tuple((number, strip_controls(text)) for number, text in self.excerpt)

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.script else self.message

    @property
    def location(self) -> str:
        """`file:line`, or `file` where no line is known."""
        return f"{self.script}:{self.line}" if self.line else self.script

    def replace(self, **changes: Any) -> FigureError:
        """Return a copy of this error with some of its values changed."""
        return dataclasses.replace(self, **changes)


class CheckError(Exception):
    """A site could not be checked at all; the message says why."""


CONTEXT_LINES = 3
"""Lines of an excerpt before and after the one with the fault."""


def extract_excerpt(text: str, line: int, first: int = 1) -> tuple[tuple[int, str], ...]:
    """Return the lines of a text around one line, each with its number; none if there is no such line.

    Args:
        text: The whole text.
        line: The line in the middle, counted from 1.
        first: The first line that an excerpt may contain.
    """
    lines = text.split("\n")
    if not first <= line <= len(lines):
        return ()
    numbers = range(max(first, line - CONTEXT_LINES), min(len(lines), line + CONTEXT_LINES) + 1)
    excerpt = [(number, lines[number - 1].rstrip("\r")) for number in numbers]
    while excerpt[-1][0] > line and not excerpt[-1][1].strip():
        excerpt.pop()
    return tuple(excerpt)
