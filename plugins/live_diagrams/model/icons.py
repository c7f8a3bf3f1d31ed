"""An icon that could not be drawn, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MissingIcon:
    """An icon that a placeholder stands for.

    `path` is what the author wrote, `line` the script's line that names it (0 where it is not known), and
    `message` the reason, with how to fix it.
    """

    path: str
    line: int
    message: str
