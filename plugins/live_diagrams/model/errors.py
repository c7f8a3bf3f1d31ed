"""What can go wrong with one figure, said so that its author can mend it.

A `FigureError` always names a file and, where one is known, a line. Everything that an author may
get wrong ends as one of these; any other exception that escapes the engine is a fault of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trace:
    """One frame of the author's own code on the way to an error."""

    file: str
    line: int
    function: str
    text: str


class FigureError(Exception):
    """A figure could not be made.

    Args:
        message: One sentence that says what is wrong, and how to mend it where that is known.
        script: The file to look in, relative to the project root where it lies inside it.
        line: The line in that file, counted from 1; 0 where none is known.
        kind: A word for the kind of fault (`syntax`, `exception`, `timeout`, `memory`, ...).
        trace: The author's frames, outermost first.
        output: What the script printed, cut to its last few kilobytes.
        excerpt: The lines around `line`, each with its number.
        dependencies: What the script had read by then, as plain data; empty where that is not known.
    """

    def __init__(
        self,
        message: str,
        script: str = "",
        line: int = 0,
        kind: str = "error",
        trace: tuple[Trace, ...] = (),
        output: str = "",
        excerpt: tuple[tuple[int, str], ...] = (),
        dependencies: tuple[dict[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.script = script
        self.line = line
        self.kind = kind
        self.trace = trace
        self.output = output
        self.excerpt = excerpt
        self.dependencies = dependencies

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.script else self.message

    @property
    def place(self) -> str:
        """`file:line`, or `file` where no line is known."""
        return f"{self.script}:{self.line}" if self.line else self.script

    def to_json(self) -> dict[str, Any]:
        """As plain data, to cross a pipe."""
        return {
            "message": self.message,
            "script": self.script,
            "line": self.line,
            "kind": self.kind,
            "trace": [[t.file, t.line, t.function, t.text] for t in self.trace],
            "output": self.output,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> FigureError:
        """The inverse of `to_json`."""
        trace = tuple(Trace(*frame) for frame in data.pop("trace", ()))
        return cls(**data, trace=trace)


class CheckError(Exception):
    """A site could not be checked at all; the message says why."""


AROUND = 3
"""Lines before and after the one that is meant."""


def excerpt(text: str, line: int, first: int = 1) -> tuple[tuple[int, str], ...]:
    """The lines of a text around one of them, each with its number; none if it has no such line.

    Args:
        text: The whole text.
        line: The line that is meant, counted from 1.
        first: The first line that may be shown.
    """
    lines = text.split("\n")
    if not first <= line <= len(lines):
        return ()
    numbers = range(max(first, line - AROUND), min(len(lines), line + AROUND) + 1)
    found = [(number, lines[number - 1].rstrip("\r")) for number in numbers]
    while found[-1][0] > line and not found[-1][1].strip():
        found.pop()
    return tuple(found)
