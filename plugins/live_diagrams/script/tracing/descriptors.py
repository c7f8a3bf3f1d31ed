"""The paths behind what functions of `os` take: names, paths, descriptors, and names below a descriptor."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_F_GETPATH = 50
"""Of `fcntl(2)` on macOS."""


def resolve_path(path: Any, folder: Any = None) -> str | None:
    """Return the path that a function of `os` is called with; None where it is none.

    Args:
        path: A name, a path object, a descriptor, or None for the working folder.
        folder: The descriptor of the folder that a relative path starts in.
    """
    if path is None:
        return "."
    if isinstance(path, int):
        return _find_path(path)
    if not isinstance(path, (str, bytes, os.PathLike)):
        return None
    name = os.fsdecode(path)
    if folder is None or Path(name).is_absolute():
        return name
    start = _find_path(folder) if isinstance(folder, int) else None
    return None if start is None else os.path.join(start, name)


def _find_path(descriptor: int) -> str | None:
    """Return the path of what is open; None where it has none, or the system does not tell."""
    try:
        if sys.platform == "darwin":
            import fcntl

            path = os.fsdecode(fcntl.fcntl(descriptor, _F_GETPATH, bytes(1024)).rstrip(b"\0"))
        else:
            path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except (OSError, OverflowError):
        return None
    return path if Path(path).is_absolute() else None
