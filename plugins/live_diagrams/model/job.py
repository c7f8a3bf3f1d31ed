"""What one script's process is asked to do. Plain data that crosses a pipe; imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from .parameters import Combination


@dataclass(frozen=True)
class Job:
    """What to run and how.

    `script` is its path, `shown` that path as messages have it; inline `code` begins at `line` of
    the page that they then name. `direction` is the one to lay the graph out in (empty: the author's),
    `narrow` that of the drawing for narrow columns: `auto`, `none`, or a direction. `program` is the
    `dot` program to use in place of the binding, or empty. `store` is the folder of the cache, where
    icons are kept. `chosen` are the values of the script's parameters, empty for their defaults.
    """

    script: str
    display_path: str
    root: str
    store: str
    code: str = ""
    line: int = 1
    direction: str = ""
    narrow: str = "auto"
    dot_program: str = ""
    combination: Combination = ()
