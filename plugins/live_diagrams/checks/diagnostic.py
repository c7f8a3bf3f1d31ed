"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.printable import strip_controls


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One break of a rule: file and line (from 1), the rule's name, and a message that says how to fix it."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return strip_controls(f"{self.file}:{self.line}: {self.rule}: {self.message}")
