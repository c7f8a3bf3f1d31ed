"""The inputs of one run of a script: the files, folders and variables that it has read, and their digests."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from ...cache.digests import compute_digest
from ...cache.fingerprints import is_covered
from ...cache.paths import SITE_PACKAGES, PathShortener, is_inside
from ...model.dependency import Dependency, DependencyKind
from .frames import STDLIB

Report = Callable[[DependencyKind, str, str], None]
"""Called with the kind, the name and the digest of each new input."""


class Inputs:
    """Collects inputs, each with its digest when it was first read.

    Args:
        paths: Shortens the paths of dependencies.
        own: The folder for everything that the script writes, which is no input.
        work: The working folder of the script, inside `own`.
        views: The folders whose files `work` contains links to; the first one has precedence.
        report: Called with each new input.
    """

    def __init__(
        self,
        paths: PathShortener,
        own: str,
        work: str,
        views: Iterable[str],
        report: Report = lambda *_: None,
    ) -> None:
        self._paths = paths
        self._own, self._work = os.path.realpath(own), os.path.realpath(work)
        self._views = tuple(views)
        # Where a project and its tools are is no input: they can be moved.
        self._places = (str(paths.root), os.path.realpath(paths.root), self._own, SITE_PACKAGES)
        self._report = report
        self._digests: dict[tuple[DependencyKind, str], str] = {}
        self._written: set[str] = set()
        self._appended: dict[str, str] = {}

    def list_dependencies(self) -> list[Dependency]:
        """Return the inputs so far, sorted."""
        return sorted(
            Dependency(kind, short, digest)
            for (kind, name), digest in self._digests.items()
            for short in (self._paths.list_names(name) if kind.is_path else (name,))
        )

    def add(self, kind: DependencyKind, name: str) -> None:
        """Add an input, unless it is the script's own output, or part of a tool.

        Raises:
            OSError: The path cannot be resolved.
            ValueError: No file can have this name.
        """
        if not kind.is_path:
            self._add(kind, name)
            return
        for located_kind, path in self._locate(kind, os.path.abspath(name)):
            self._add(located_kind, path)

    def add_reported(self, kind: DependencyKind, name: str, digest: str) -> None:
        """Add an input that a fork of the script has read."""
        self._digests.setdefault((kind, name), digest)

    def mark_written(self, path: str, *, keeps_content: bool = False) -> None:
        """Note that the script writes a file: if it reads the file later, that is no input.

        What the file contained before is one, where the script `keeps_content`.
        """
        path = os.path.abspath(path)
        for _, located in (*self._locate(DependencyKind.FILE, path), (DependencyKind.FILE, path)):
            if (DependencyKind.FILE, located) in self._digests:
                continue
            if not keeps_content:
                self._written.add(located)
            elif located not in self._appended and not is_inside(located, self._own):
                self._appended[located] = compute_digest(DependencyKind.FILE, located)

    def is_own_link(self, path: object) -> bool:
        """Whether a path is a link in the working folder to what is in the project, and no link there."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        link = Path(os.path.abspath(os.fsdecode(path)))
        return str(link.parent) == self._work and link.is_symlink() and not link.readlink().is_symlink()

    def _locate(self, kind: DependencyKind, path: str) -> Iterator[tuple[DependencyKind, str]]:
        """Yield what an input at an absolute path really depends on; nothing for what is no input."""
        if path == self._work:
            if kind.is_folder:
                yield from ((kind, view) for view in self._views)
        elif is_inside(path, self._work):
            yield from self._locate_linked(kind, path.removeprefix(self._work + os.sep))
        elif kind is not DependencyKind.LINK or not any(is_inside(place, path) for place in self._places):
            real = _resolve_path(path)
            if not is_inside(real, self._own) and not _is_part_of_tool(real):
                if kind is DependencyKind.FILE and path.endswith(".pyc"):
                    with contextlib.suppress(ValueError):  # bytecode without a source
                        path = importlib.util.source_from_cache(path)
                yield kind, path

    def _locate_linked(self, kind: DependencyKind, name: str) -> Iterator[tuple[DependencyKind, str]]:
        """Yield what a name in the working folder links to, and what could take precedence over it."""
        top = name.partition(os.sep)[0]
        link = os.path.join(self._work, top)
        if os.path.lexists(link) and not os.path.islink(link):
            return  # the script has created it
        for view in self._views:
            if os.path.lexists(os.path.join(view, top)):
                yield kind, os.path.join(view, name)
                return
            yield DependencyKind.LINK, os.path.join(view, top)

    def _add(self, kind: DependencyKind, name: str) -> None:
        if (kind, name) in self._digests or name in self._written:
            return
        kept = self._appended.get(name) if kind is DependencyKind.FILE else None
        digest = self._digests[kind, name] = compute_digest(kind, name) if kept is None else kept
        self._report(kind, name, digest)


def _is_part_of_tool(path: str) -> bool:
    """Whether a file comes with Python or with a tool, so that the fingerprint covers it."""
    return is_covered(path) or (is_inside(path, STDLIB) and not is_inside(path, SITE_PACKAGES))


@cache
def _resolve_folder(path: str) -> str:
    return os.path.realpath(path)


def _resolve_path(path: str) -> str:
    """Return `os.path.realpath` of an absolute path, but resolve each folder only once."""
    folder, name = os.path.split(path)
    plain = os.path.join(_resolve_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain
