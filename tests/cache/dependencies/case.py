"""A way in which a figure can depend on something, as a script and what changes later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Change = Callable[[Path], object]
"""Changes something; takes the folder of the case's script."""


@dataclass(frozen=True)
class Case:
    """A script in a folder for itself, with files beside it, and what changes `later`.

    The script sets `label`, which it draws, or draws itself. A file that reads `-> PATH` is a link.
    `prepare` makes what no text can say, and `change` changes it. `call` is in the message where the
    inquiry is noticed.
    """

    name: str
    script: str
    files: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    prepare: Change = lambda folder: None
    change: Change = lambda folder: None
    call: str = ""


@dataclass(frozen=True)
class Row:
    """What a script asks, as the handbook has it; `outcome` is `followed`, `noticed` or `neither`."""

    title: str
    outcome: str
    cases: tuple[Case, ...]
