"""Trace what a script opens, lists and asks for while it runs, as a compiler writes a dependency file.

Python's audit events report most of it; `os.stat`, which no event reports, is wrapped. An author declares
the rest with `live_diagrams.depends`: the time, the network, environment variables, and files that another
program reads.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from ..cache.paths import PathShortener
from ..model.dependency import Dependency, DependencyKind
from .inputs import Inputs

_EVENTS = frozenset({"open", "import", "os.listdir", "os.scandir", "sqlite3.connect"})


class Tracer:
    """Adds everything that this process reads to a script's `Inputs`, between `start` and `stop`."""

    def __init__(self, paths: PathShortener, own: str, work: str, views: Iterable[str]) -> None:
        self._inputs = Inputs(paths, own, work, views)
        self._thread = threading.local()
        self._is_stopped = False

    def start(self) -> None:
        """Start tracing. An audit hook cannot be removed, so only a script's own process does this."""
        sys.addaudithook(self._handle_event)
        self._wrap_stat()

    def stop(self) -> None:
        """Stop tracing: the script has ended."""
        self._is_stopped = True

    def list_dependencies(self) -> list[Dependency]:
        """Return the inputs so far, sorted."""
        return self._inputs.list_dependencies()

    def note(self, kind: DependencyKind, name: str) -> None:
        """Add one input."""
        was_busy, self._thread.is_busy = self._is_busy, True
        try:
            self._inputs.add(kind, name)
        except (OSError, ValueError):
            pass  # no file can have this name; the script gets an error of its own
        finally:
            self._thread.is_busy = was_busy

    def note_declared(self, kind: DependencyKind, name: str) -> None:
        """Add an input that the author declared; of a folder, everything in it."""
        if kind is DependencyKind.FILE and Path(name).is_dir():
            for folder, _, files in os.walk(name):
                self.note(DependencyKind.FOLDER, folder)
                for file in files:
                    self.note(DependencyKind.FILE, os.path.join(folder, file))
        else:
            self.note(kind, name)

    @property
    def _is_busy(self) -> bool:
        """Whether this thread is adding an input: what that reads is no input of the script."""
        return getattr(self._thread, "is_busy", False)

    def _call_untraced(self, function: Callable[..., None], *args: Any) -> None:
        """Call a function that adds inputs, unless this thread is already in one."""
        if self._is_stopped or self._is_busy:
            return
        self._thread.is_busy = True
        try:
            function(*args)
        except (OSError, ValueError, TypeError):
            pass  # as in `note`
        finally:
            self._thread.is_busy = False

    def _handle_event(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            self._call_untraced(self._note_event, event, args)

    def _note_event(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            self._note_opened(*args)
        elif event == "import":
            if len(args) > 1 and isinstance(args[1], str):
                self.note(DependencyKind.FILE, args[1])
        elif event == "sqlite3.connect":
            self.note(DependencyKind.FILE, os.fsdecode(args[0]))
        elif not _is_import_system(sys._getframe(3)):  # what raised the event
            path = args[0] if args and args[0] is not None else "."
            if _is_path(path):
                self.note(DependencyKind.FOLDER, os.fsdecode(path))

    def _note_opened(self, path: Any, mode: Any, flags: Any) -> None:
        if not _is_path(path):
            return
        if _is_overwriting(mode, flags):
            self._inputs.mark_written(os.fsdecode(path))
        else:
            self.note(DependencyKind.FILE, os.fsdecode(path))

    def _note_asked(self, path: Any) -> None:
        """Add a path whose status was asked for. Where there is none, a file or a folder may appear."""
        if not _is_path(path):
            return
        name = os.fsdecode(path)
        if not Path(name).is_dir():
            self.note(DependencyKind.FILE, name)
        if not os.path.lexists(name):
            self.note(DependencyKind.FOLDER, name)

    def _wrap_stat(self) -> None:
        """Trace `os.stat`, by which `os.path.exists` and the like ask for files."""
        original = os.stat

        def stat(path: Any, *, dir_fd: Any = None, follow_symlinks: bool = True) -> os.stat_result:
            if dir_fd is None:
                self._call_untraced(self._note_asked, path)
            return original(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

        for functions in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if original in functions:
                functions.add(stat)
        os.stat = stat


def _is_path(value: Any) -> bool:
    return isinstance(value, (str, bytes, os.PathLike))


def _is_overwriting(mode: Any, flags: Any) -> bool:
    """Whether a file is opened without reading what it contained."""
    if isinstance(flags, int) and flags & os.O_TRUNC:
        return True
    only_written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT) and not flags & os.O_RDWR
    return bool(only_written) or mode in ("w", "x", "a")


def _is_import_system(caller: FrameType) -> bool:
    """Whether Python's import system lists a folder, which it does to cache the names in it."""
    return caller.f_code.co_filename.startswith("<frozen importlib")
