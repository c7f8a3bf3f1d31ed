"""What a script can say of itself: dependencies that cannot be seen. Imports nothing heavy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

on_dependency: Callable[[str, str], None] = lambda kind, name: None  # noqa: E731
"""Called with each declared dependency; replaced while the engine runs a script."""


def depends(
    files: Iterable[str] = (),
    env: Iterable[str] = (),
    max_age: float | None = None,
) -> None:
    """Say what this script's figure depends on that the engine cannot see.

    Files that Python opens and folders that it lists are seen anyway. Run plainly
    (`python script.py`), this does nothing.

    Args:
        files: Paths of files that another program reads for the script.
        env: Names of environment variables.
        max_age: Seconds after which the figure is drawn again, for what comes from a clock or a network.
    """
    for path in files:
        on_dependency("file", str(path))
    for name in env:
        on_dependency("env", name)
    if max_age is not None:
        on_dependency("until", f"{time.time() + max_age:.0f}")
