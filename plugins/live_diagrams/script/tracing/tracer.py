"""Trace what a script opens, lists and asks for while it runs, as a compiler writes a dependency file.

Python's audit events report most of it; functions that no event reports are replaced (`calls`), and so is the
reading of environment variables (`environment`). What cannot be followed is noticed (`undeclared`), unless
the author declares it with `live_diagrams.depends`.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from ...cache.paths import PathShortener, is_inside
from ...model.dependency import Dependency, DependencyKind, UndeclaredInput
from . import clocks
from .calls import TIME_FIELDS, TIME_FUNCTIONS, Replacements, find_asker, select_kinds
from .children import ChildReports
from .descriptors import resolve_path
from .environment import EnvironmentTracer
from .events import Events
from .frames import STDLIB, AuthorCode, find_package, name_module, reads_attribute
from .inputs import Inputs
from .undeclared import Asked, Undeclared

T = TypeVar("T")

_REPORTS = "inputs-of-forks"
"""The file in a script's folder by which its forks report."""
_PASSING_MODULES = frozenset({"random", "secrets", "uuid", "platform", "getpass", "shutil", "socket"})
"""Modules that only pass on what their caller asks of the system."""


class Tracer:
    """Adds everything that this process reads to a script's `Inputs`, between `start` and `stop`.

    Args:
        paths: Shortens the paths of dependencies.
        own: The folder for everything that the script writes.
        work: The working folder of the script, inside `own`.
        views: The folders whose files `work` contains links to.
        names: The names of the script in its frames.
    """

    def __init__(
        self, paths: PathShortener, own: str, work: str, views: Iterable[str], names: Iterable[str] = ()
    ) -> None:
        self._authors = AuthorCode(str(paths.root), names)
        self._reports = ChildReports(os.path.join(own, _REPORTS))
        report_input = lambda kind, name, digest: self._reports.write("input", kind, name, digest)  # noqa: E731
        self._inputs = Inputs(paths, own, work, views, report_input)
        self._undeclared = Undeclared(self._authors, lambda *values: self._reports.write("asked", *values))
        self._replacements = Replacements(
            self._note_path,
            self._note_asked,
            self._note_attached,
            self.call_quietly,
            self._inputs.is_own_link,
        )
        self._environment = EnvironmentTracer(
            self._authors,
            lambda name: self.note(DependencyKind.ENV, name),
            lambda frame: self._note_asked(Asked.VARIABLES, "os.environ", frame),
        )
        self._events = Events(self._inputs, self._undeclared, self._authors)
        self._thread = threading.local()
        self._is_stopped = False

    def start(self) -> None:
        """Start tracing. An audit hook cannot be removed, so only a script's own process does this."""
        clocks.watch_clocks(lambda call, frame: self._note_asked(Asked.CLOCK, call, frame))
        self._replacements.start()
        self._environment.start()
        sys.addaudithook(self._handle_event)

    def stop(self) -> None:
        """Stop tracing: the script has ended. Take in what its forks have reported."""
        self._is_stopped = True
        self._replacements.stop()
        self._environment.stop()
        for record in self._reports.read():
            self._take_report(record)

    def list_dependencies(self) -> list[Dependency]:
        """Return the inputs so far, sorted."""
        return self._inputs.list_dependencies()

    def list_undeclared(self) -> tuple[UndeclaredInput, ...]:
        """Return what the script has asked so far that cannot be followed, and that it did not declare."""
        return self._undeclared.list_undeclared()

    def note(self, kind: DependencyKind, name: str) -> None:
        """Add one input."""
        with contextlib.suppress(OSError, ValueError):  # no file can have this name; the script gets an error
            self.call_quietly(self._inputs.add, kind, name)

    def note_declared(
        self, files: Iterable[str] | None, env: Iterable[str] | None, max_age: float | None
    ) -> None:
        """Add the inputs that the author declared; None for an argument that was not passed."""
        for argument, value in (("files", files), ("env", env), ("max_age", max_age)):
            if value is not None:
                self._undeclared.declare(argument)
                self._reports.write("declared", argument)
        for name in files or ():
            self._note_declared_file(name)
        for name in env or ():
            self.note(DependencyKind.ENV, name)
        if max_age is not None:
            self.note(DependencyKind.UNTIL, f"{self.call_quietly(time.time) + max_age:.0f}")

    def call_quietly(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a function whose own reading is no input of the script."""
        was_busy, self._thread.is_busy = self._is_busy, True
        try:
            return function(*args, **kwargs)
        finally:
            self._thread.is_busy = was_busy

    @property
    def _is_busy(self) -> bool:
        """Whether this thread is adding an input: what that reads is no input of the script."""
        return getattr(self._thread, "is_busy", False)

    def _note_declared_file(self, name: str) -> None:
        """Add a file; of a folder, everything in it; of a pattern, what it matches now and later."""
        if glob.has_magic(name) and not self.call_quietly(os.path.lexists, name):
            for path in glob.glob(name, recursive=True):  # noqa: PTH207 - it lists folders, and is traced
                self._note_declared_file(path)
        elif self.call_quietly(os.path.isdir, name):
            for folder, _, files in self.call_quietly(lambda: list(os.walk(name))):
                self.note(DependencyKind.FOLDER, folder)
                for file in files:
                    self.note(DependencyKind.FILE, os.path.join(folder, file))
        else:
            self.note(DependencyKind.FILE, name)
            self.note(DependencyKind.TYPE, name)  # a folder may come in its place

    def _handle_event(self, event: str, args: tuple[Any, ...]) -> None:
        handler = self._events.handlers.get(event)
        if handler is not None:
            self._call_untraced(handler, event, args, sys._getframe(1))

    def _call_untraced(self, function: Callable[..., None], *args: Any) -> None:
        """Call a function that adds inputs, unless this thread is already in one."""
        if not self._is_stopped and not self._is_busy:
            with contextlib.suppress(OSError, ValueError, TypeError):  # as in `note`
                self.call_quietly(function, *args)

    def _note_path(self, kinds: tuple[DependencyKind, ...], path: Any, folder: Any, frame: FrameType) -> None:
        self._call_untraced(self._add_path, kinds, path, folder, frame)

    def _add_path(self, kinds: tuple[DependencyKind, ...], path: Any, folder: Any, frame: FrameType) -> None:
        """Add a path whose status was asked for, as far as the caller asked."""
        name = resolve_path(path, folder)
        if name is None:
            return
        function, asker = find_asker(frame)
        for kind in select_kinds(kinds, function):
            self._inputs.add(kind, name)
            if kind is DependencyKind.STATUS and Path(name).is_dir():  # whose times change with its names
                self._inputs.add(DependencyKind.FOLDER, name)
        has_times = DependencyKind.STATUS in kinds and reads_attribute(asker.f_code, TIME_FIELDS)
        if function in TIME_FUNCTIONS or has_times:
            caller = self._authors.find_caller(asker, lambda _: False)
            self._undeclared.add(Asked.FILE_TIME, caller, f"os.path.{function}" if function else "os.stat")

    def _note_attached(self, name: str) -> None:
        self._call_untraced(self._events.add_database, name)

    def _note_asked(self, asked: Asked, call: str, frame: FrameType) -> None:
        self._call_untraced(self._add_asked, asked, call, frame)

    def _add_asked(self, asked: Asked, call: str, frame: FrameType) -> None:
        """Add an inquiry of the author's that cannot be followed; a library asks the clock for itself."""
        is_passed = (lambda _: False) if asked is Asked.CLOCK else _is_passed_on
        self._undeclared.add(asked, self._authors.find_caller(frame, is_passed), call)

    def _take_report(self, record: list[str | int]) -> None:
        """Add what a fork of the script reports."""
        with contextlib.suppress(KeyError, TypeError, ValueError):  # the script has written into the file
            kind, *values = record
            if kind == "input":
                name, digest = str(values[1]), str(values[2])
                self._inputs.add_reported(DependencyKind(str(values[0])), name, digest)
            elif kind == "asked":
                asked, file, line, call = values
                self._undeclared.add_at(Asked[str(asked)], str(file), int(line), str(call))
            elif kind == "declared":
                self._undeclared.declare(str(values[0]))


def _is_passed_on(frame: FrameType) -> bool:
    """Whether a function passes on what its caller asks of the system: a library does, or one for that."""
    filename = frame.f_code.co_filename
    is_own_library = is_inside(filename, STDLIB) and not find_package(filename)
    return not is_own_library or name_module(frame) in _PASSING_MODULES
