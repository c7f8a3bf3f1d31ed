"""Note what a script opens, lists and asks for while it runs."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ..cache.dependencies import (
    SITE_PACKAGES,
    PathShortener,
    digest_env,
    digest_file,
    digest_folder,
    is_known_by_version,
)
from ..model.dependency import Dependency, DependencyKind

_STDLIB = os.path.realpath(sysconfig.get_path("stdlib"))


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def _is_of_a_tool(path: str) -> bool:
    """Whether a file comes with Python or with a tool, so that a version says what it holds."""
    return is_known_by_version(path) or (_is_in(path, _STDLIB) and not _is_in(path, SITE_PACKAGES))


@cache
def _real_folder(path: str) -> str:
    return os.path.realpath(path)


def _realpath(path: str) -> str:
    """As `os.path.realpath` of an absolute path, but each folder is looked at once."""
    folder, name = os.path.split(path)
    plain = os.path.join(_real_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain


class Tracer:
    """Notes what is opened, listed and asked for in this process, from `start` on and for good.

    Args:
        places: How to write paths.
        own: The folder for all that the script writes; what lies in it is its own.
        work: The folder in it that the script runs in.
        views: The folders that `work` shows by links, the one that comes first before the others.
    """

    def __init__(self, places: PathShortener, own: str, work: str, views: Iterable[str]) -> None:
        self._places = places
        self._own, self._work = os.path.realpath(own), os.path.realpath(work)
        self._views = tuple(views)
        self._seen: dict[tuple[str, str], str] = {}
        self._written: set[str] = set()
        self._thread = threading.local()
        self._stopped = False

    def start(self) -> None:
        """Begin to note. An audit hook cannot be taken back, so only a script's own process does this."""
        sys.addaudithook(self._hook)
        self._watch_stat()

    def stop(self) -> None:
        """Note nothing more: what follows is not the script's doing."""
        self._stopped = True

    def list_dependencies(self) -> list[Dependency]:
        """What has been noted so far, sorted."""
        return sorted(
            Dependency(
                DependencyKind(kind), name if kind in ("env", "until") else self._places.shorten(name), digest
            )
            for (kind, name), digest in self._seen.items()
        )

    def note_declared(self, kind: str, name: str) -> None:
        """Note one thing that the script's author named; of a folder, all that is in it."""
        if kind == "file" and Path(name).is_dir():
            for folder, _, files in os.walk(name):
                self.note("folder", folder)
                for file in files:
                    self.note("file", os.path.join(folder, file))
        else:
            self.note(kind, name)

    def note(self, kind: str, name: str) -> None:
        """Note one thing, with what it holds now."""
        was_busy, self._thread.busy = getattr(self._thread, "busy", False), True
        try:
            if kind in ("file", "folder"):
                self._note_path(kind, os.path.abspath(name))
            else:
                self._add(kind, name)
        except (OSError, ValueError):
            pass  # a name no file can have; the script gets its own error for it
        finally:
            self._thread.busy = was_busy

    def _add(self, kind: str, name: str) -> None:
        if (kind, name) not in self._seen and name not in self._written:
            digest = {"file": digest_file, "folder": digest_folder, "env": digest_env}.get(kind)
            self._seen[kind, name] = digest(name) if digest else ""

    def _note_path(self, kind: str, path: str) -> None:
        """Note a file or folder, unless it is the script's own, or part of a tool."""
        real = _realpath(path)
        if path == self._work:
            for view in self._views:
                self._add("folder", view)
        elif _is_in(path, self._work):
            self._note_view(kind, path.removeprefix(self._work + os.sep))
        elif not _is_in(real, self._own) and not _is_of_a_tool(real):
            if path.endswith(".pyc"):
                with contextlib.suppress(ValueError):  # one that stands alone
                    path = importlib.util.source_from_cache(path)
            self._add(kind, path)

    def _note_view(self, kind: str, name: str) -> None:
        """Note what a name in the working folder stands for, and what could come to stand before it."""
        top = name.partition(os.sep)[0]
        link = os.path.join(self._work, top)
        if os.path.lexists(link) and not os.path.islink(link):
            return  # the script has made it
        for view in self._views:
            if os.path.lexists(os.path.join(view, top)):
                self._add(kind, os.path.join(view, name))
                return
            self._add("file", os.path.join(view, top))
            self._add("folder", os.path.join(view, top))

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            self._unless_busy(self._see, event, args)

    def _unless_busy(self, see: Callable[..., None], *args: Any) -> None:
        """Call what notes; what that itself opens or asks for is not the script's doing."""
        if self._stopped or getattr(self._thread, "busy", False):
            return
        self._thread.busy = True
        try:
            see(*args)
        except (OSError, ValueError, TypeError):
            pass  # as in `note`
        finally:
            self._thread.busy = False

    def _see(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "import":
            if len(args) > 1 and isinstance(args[1], str):
                self.note("file", args[1])
        elif event == "open":
            path, mode, flags = args
            if not isinstance(path, (str, bytes, os.PathLike)):
                return
            if _overwrites(mode, flags):
                self._overwritten(os.fsdecode(path))
            else:
                self.note("file", os.fsdecode(path))
        elif event == "sqlite3.connect":
            self.note("file", os.fsdecode(args[0]))
        elif not _from_import_system():
            path = args[0] if args and args[0] is not None else "."
            if isinstance(path, (str, bytes, os.PathLike)):
                self.note("folder", os.fsdecode(path))

    def _overwritten(self, path: str) -> None:
        """What a script writes and reads back is its own, wherever it is."""
        path = os.path.abspath(path)
        if ("file", path) not in self._seen:
            self._written.add(path)

    def _watch_stat(self) -> None:
        """Note the files that a script asks for by `os.path.exists` and the like: no event tells of these."""
        original = os.stat

        def see(path: Any) -> None:
            if not isinstance(path, (str, bytes, os.PathLike)):
                return
            name = os.fsdecode(path)
            if not Path(name).is_dir():
                self.note("file", name)
            if not os.path.lexists(name):
                self.note("folder", name)  # it may come as either

        def watched(path: Any, *, dir_fd: Any = None, follow_symlinks: bool = True) -> os.stat_result:
            if dir_fd is None:
                self._unless_busy(see, path)
            return original(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

        for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if original in able:
                able.add(watched)
        os.stat = watched


_EVENTS = frozenset({"open", "import", "os.listdir", "os.scandir", "sqlite3.connect"})


def _overwrites(mode: Any, flags: Any) -> bool:
    """Whether a file is opened without a look at what it held."""
    if isinstance(flags, int) and flags & os.O_TRUNC:
        return True
    only_written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT) and not flags & os.O_RDWR
    return bool(only_written) or mode in ("w", "x", "a")


def _from_import_system() -> bool:
    """Whether it is Python's import system that lists a folder, to remember what is in it."""
    frame = sys._getframe(4)
    return frame.f_code.co_filename.startswith("<frozen importlib")
