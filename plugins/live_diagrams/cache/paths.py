"""Paths as the cache stores them: an entry stays valid when the project or its environment is moved.

That holds for another machine, too, whose folders have other names.
"""

from __future__ import annotations

import os
import site
import sysconfig
from collections.abc import Iterator
from pathlib import Path

SITE_PACKAGES = os.path.realpath(sysconfig.get_path("purelib"))
"""The folder that packages are installed in."""

_ABOVE = "{root}/.."
"""The folder that the project is in. Paths that begin so are in its repository, or in folders around it."""


class PathShortener:
    """Replaces the folders of a project and of its packages by placeholders, and back.

    A project may be a part of a repository, and read the rest of it: those paths are relative to the project.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = os.path.realpath(root)
        self._repository = _find_repository(self._real)
        places = ("root", str(root)), ("root", self._real)
        self._folders = (*_PACKAGE_FOLDERS, *places)

    def shorten(self, path: str) -> str:
        """Return a path with its folder replaced: `/…/project/data.csv` -> `{root}/data.csv`."""
        for name, folder in self._folders:
            if is_inside(path, folder):
                return f"{{{name}}}{path[len(folder) :]}".replace(os.sep, "/")
        return self._relate(path) if is_inside(path, self._repository) else path

    def list_names(self, path: str) -> Iterator[str]:
        """Yield the names of a path that have to lead to the same on another machine.

        What a script asks about the folders around the project is recorded by both: it may have found the
        way from the project, or from the root of the system.
        """
        shortened = self.shorten(path)
        if shortened == path and path != os.path.dirname(path):
            if is_inside(self._real, path):
                yield self._relate(path)
                return
            if is_inside(self._real, os.path.dirname(path)):
                yield self._relate(path)
        yield shortened

    def expand(self, path: str) -> str:
        """Return the path that a name is for on this machine."""
        if path == _ABOVE or path.startswith(f"{_ABOVE}/"):
            return os.path.normpath(self._real + path.removeprefix("{root}").replace("/", os.sep))
        for name, folder in self._folders:
            if path.startswith(f"{{{name}}}"):
                return folder + path[len(name) + 2 :].replace("/", os.sep)
        return path

    def is_in_project(self, path: str) -> bool:
        """Whether a shortened path is inside the project."""
        return path.startswith("{root}") and path != _ABOVE and not path.startswith(f"{_ABOVE}/")

    def _relate(self, path: str) -> str:
        return "{root}/" + os.path.relpath(path, self._real).replace(os.sep, "/")


def _find_repository(root: str) -> str:
    """Return the folder of the repository that a folder is in, or the folder itself."""
    folder = root
    while folder != os.path.dirname(folder):
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        folder = os.path.dirname(folder)
    return root


def _list_package_folders() -> tuple[tuple[str, str], ...]:
    """Return the folders that packages are installed in, each once: the environment's, and the user's."""
    folders = {SITE_PACKAGES: "site", os.path.realpath(sysconfig.get_path("platlib")): "platform"}
    folders = {os.path.realpath(site.getusersitepackages()): "user", **folders, SITE_PACKAGES: "site"}
    return tuple((name, folder) for folder, name in folders.items())


_PACKAGE_FOLDERS = _list_package_folders()


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is a folder, or is inside it."""
    return path == folder or path.startswith(folder + os.sep)
