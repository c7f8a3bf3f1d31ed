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
    """

    def __init__(
        self,
        message: str,
        script: str = "",
        line: int = 0,
        kind: str = "error",
        trace: tuple[Trace, ...] = (),
        output: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.script = script
        self.line = line
        self.kind = kind
        self.trace = trace
        self.output = output

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
