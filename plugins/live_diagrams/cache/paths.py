"""Paths as the cache stores them: an entry stays valid when the project or its environment is moved."""

from __future__ import annotations

import os
import sysconfig
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SITE_PACKAGES = os.path.realpath(sysconfig.get_path("purelib"))
"""The folder that packages are installed in."""


@dataclass(frozen=True)
class PathShortener:
    """Replaces the folders of a project and of its packages by placeholders, and back."""

    root: Path

    def shorten(self, path: str) -> str:
        """Return a path with its folder replaced: `/…/project/data.csv` -> `{root}/data.csv`."""
        for name, folder in self._folders:
            if is_inside(path, folder):
                return f"{{{name}}}{path[len(folder) :]}".replace(os.sep, "/")
        return path

    def expand(self, path: str) -> str:
        """Return the path that `shorten` was called with."""
        for name, folder in self._folders:
            if path.startswith(f"{{{name}}}"):
                return folder + path[len(name) + 2 :].replace("/", os.sep)
        return path

    def is_in_project(self, path: str) -> bool:
        """Whether a shortened path is inside the project."""
        return path.startswith("{root}")

    @cached_property
    def _folders(self) -> tuple[tuple[str, str], ...]:
        return ("site", SITE_PACKAGES), ("root", str(self.root)), ("root", os.path.realpath(self.root))


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is a folder, or is inside it."""
    return path == folder or path.startswith(folder + os.sep)
