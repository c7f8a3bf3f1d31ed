"""The inputs of one run of a script: the files, folders and variables that it has read, and their digests."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sysconfig
from collections.abc import Iterable
from functools import cache

from ..cache.digests import compute_digest
from ..cache.fingerprints import is_covered
from ..cache.paths import SITE_PACKAGES, PathShortener, is_inside
from ..model.dependency import Dependency, DependencyKind

_STDLIB = os.path.realpath(sysconfig.get_path("stdlib"))


class Inputs:
    """Collects inputs, each with its digest when it was first read.

    Args:
        paths: Shortens the paths of dependencies.
        own: The folder for everything that the script writes, which is no input.
        work: The working folder of the script, inside `own`.
        views: The folders whose files `work` contains links to; the first one has precedence.
    """

    def __init__(self, paths: PathShortener, own: str, work: str, views: Iterable[str]) -> None:
        self._paths = paths
        self._own, self._work = os.path.realpath(own), os.path.realpath(work)
        self._views = tuple(views)
        self._digests: dict[tuple[DependencyKind, str], str] = {}
        self._written: set[str] = set()

    def list_dependencies(self) -> list[Dependency]:
        """Return the inputs so far, sorted."""
        return sorted(
            Dependency(kind, self._paths.shorten(name) if _is_path(kind) else name, digest)
            for (kind, name), digest in self._digests.items()
        )

    def add(self, kind: DependencyKind, name: str) -> None:
        """Add an input, unless it is the script's own output, or part of a tool.

        Raises:
            OSError: The path cannot be resolved.
            ValueError: No file can have this name.
        """
        if not _is_path(kind):
            self._add(kind, name)
            return
        path = os.path.abspath(name)
        real = _resolve_path(path)
        if path == self._work:
            for view in self._views:
                self._add(DependencyKind.FOLDER, view)
        elif is_inside(path, self._work):
            self._add_linked(kind, path.removeprefix(self._work + os.sep))
        elif not is_inside(real, self._own) and not _is_part_of_tool(real):
            if path.endswith(".pyc"):
                with contextlib.suppress(ValueError):  # bytecode without a source
                    path = importlib.util.source_from_cache(path)
            self._add(kind, path)

    def mark_written(self, path: str) -> None:
        """Note that the script has written a file: if it reads the file later, that is no input."""
        path = os.path.abspath(path)
        if (DependencyKind.FILE, path) not in self._digests:
            self._written.add(path)

    def _add(self, kind: DependencyKind, name: str) -> None:
        if (kind, name) not in self._digests and name not in self._written:
            self._digests[kind, name] = compute_digest(kind, name)

    def _add_linked(self, kind: DependencyKind, name: str) -> None:
        """Add what a name in the working folder links to, and what could take precedence over it."""
        top = name.partition(os.sep)[0]
        link = os.path.join(self._work, top)
        if os.path.lexists(link) and not os.path.islink(link):
            return  # the script has created it
        for view in self._views:
            if os.path.lexists(os.path.join(view, top)):
                self._add(kind, os.path.join(view, name))
                return
            self._add(DependencyKind.FILE, os.path.join(view, top))
            self._add(DependencyKind.FOLDER, os.path.join(view, top))


def _is_path(kind: DependencyKind) -> bool:
    return kind in (DependencyKind.FILE, DependencyKind.FOLDER)


def _is_part_of_tool(path: str) -> bool:
    """Whether a file comes with Python or with a tool, so that the fingerprint covers it."""
    return is_covered(path) or (is_inside(path, _STDLIB) and not is_inside(path, SITE_PACKAGES))


@cache
def _resolve_folder(path: str) -> str:
    return os.path.realpath(path)


def _resolve_path(path: str) -> str:
    """Return `os.path.realpath` of an absolute path, but resolve each folder only once."""
    folder, name = os.path.split(path)
    plain = os.path.join(_resolve_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain
