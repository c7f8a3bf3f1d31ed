"""The dependencies that a script declares, since the engine cannot see them. Imports nothing heavy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from ..model.dependency import DependencyKind

on_dependency: Callable[[DependencyKind, str], None] = lambda kind, name: None  # noqa: E731
"""Called with each dependency that is declared; replaced while the engine runs a script."""


def depends(
    files: Iterable[str] = (),
    env: Iterable[str] = (),
    max_age: float | None = None,
) -> None:
    """Declare what this script's figure depends on that the engine cannot see.

    Files that Python opens and folders that it lists are seen anyway. Run plainly
    (`python script.py`), this does nothing.

    Args:
        files: Paths of files that another program reads for the script.
        env: Names of environment variables.
        max_age: Seconds after which the figure is rendered again, for data from a clock or a network.
    """
    for path in files:
        on_dependency(DependencyKind.FILE, str(path))
    for name in env:
        on_dependency(DependencyKind.ENV, name)
    if max_age is not None:
        on_dependency(DependencyKind.UNTIL, f"{time.time() + max_age:.0f}")
