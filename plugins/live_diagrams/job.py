"""What one script's process is asked to do. Plain data that crosses a pipe; imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    """What to run and how.

    `script` is its path, `shown` that path as messages have it; inline `code` begins at `line` of
    the page that they then name. `variants` maps the name of each drawing to the direction it is
    laid out in (empty: the author's). `program` is the `dot` program to use in place of the
    binding, or empty. `store` is the folder of the cache, where icons are kept.
    """

    script: str
    shown: str
    root: str
    store: str
    code: str = ""
    line: int = 1
    variants: Mapping[str, str] = field(default_factory=lambda: {"wide": ""})
    program: str = ""
