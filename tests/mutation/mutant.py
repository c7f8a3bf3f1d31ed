"""One fact of the guide, changed so that the guide is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DERIVED = ("script-failed", "checked-answer", "walkthrough-table")
"""Rules that find a wrong fact which figures derive: by a script that misses it, an answer, or the text."""


@dataclass(frozen=True)
class Mutant:
    """A change in one line of one file.

    `path` is below the project's root. `old` is the first of its kind in the line, and `new` takes
    its place. `rules` are those that are right to find it, any one of them. `what` is the kind of fact.
    """

    path: str
    line: int
    old: str
    new: str
    rules: tuple[str, ...]
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}: {self.old!r} → {self.new!r}"

    def apply_to(self, text: str) -> str:
        """Return the file's text with the change.

        Raises:
            ValueError: The line does not hold what is to be changed.
        """
        lines = text.split("\n")
        before = lines[self.line - 1]
        if self.old not in before:
            raise ValueError(f"{self}: the line reads {before!r}")
        lines[self.line - 1] = before.replace(self.old, self.new, 1)
        return "\n".join(lines)

    def read(self, root: Path) -> str:
        """Return the text of its file."""
        return (root / self.path).read_text(encoding="utf-8")
