"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.printable import strip_controls


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One break of a rule: file and line (from 1), the rule's name, and a message that says how to fix it.

    `level` is `error`, or `warning` for what does not make a check or a strict build fail.
    """

    file: str
    line: int
    rule: str
    message: str
    level: str = "error"

    @property
    def is_error(self) -> bool:
        """Whether it makes a check and a strict build fail."""
        return self.level == "error"

    def __str__(self) -> str:
        return strip_controls(f"{self.file}:{self.line}: {self.rule}: {self.message}")
