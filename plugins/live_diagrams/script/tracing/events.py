"""What each of Python's audit events says about a script's inputs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from ...model.dependency import DependencyKind
from .calls import TIME_FIELDS
from .databases import list_database_files
from .descriptors import resolve_path
from .frames import AuthorCode, is_import_system, name_module, reads_attribute
from .inputs import Inputs
from .undeclared import MACHINE_EVENTS, NETWORK_EVENTS, PROGRAM_EVENTS, Asked, Undeclared

Handler = Callable[[str, tuple[Any, ...], FrameType], None]
"""Takes an event, its arguments, and the frame that raised it."""

_NAMING_MODULES = frozenset("glob os pathlib pathlib._local pathlib._abc pathlib.types shutil".split())
"""Modules that list a folder for the names and the types of what is in it."""


class Events:
    """Adds to inputs and inquiries what an audit event says."""

    def __init__(self, inputs: Inputs, undeclared: Undeclared, authors: AuthorCode) -> None:
        self._inputs, self._undeclared, self._authors = inputs, undeclared, authors
        self.handlers: Mapping[str, Handler] = {
            "open": self._note_opened,
            "import": self._note_imported,
            "os.listdir": self._note_listed,
            "os.scandir": self._note_listed,
            "os.chdir": self._note_entered,
            "sqlite3.connect": self._note_database,
            "sqlite3.load_extension": self._notice_library,
            "ctypes.dlopen": self._notice_library,
            **dict.fromkeys(PROGRAM_EVENTS | NETWORK_EVENTS | MACHINE_EVENTS, self._notice),
        }

    def _notice(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        self._undeclared.add_event(event, frame)

    def _notice_library(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        self._undeclared.add(Asked.LIBRARY, self._authors.find_caller(frame), event)

    def _note_opened(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        path, _, flags = args
        name = None if isinstance(path, int) else resolve_path(path)
        if name is None:
            return
        if name.startswith(("/proc/", "/sys/", "/dev/")):
            self._undeclared.add_system_file(name, frame)
        flags = flags if isinstance(flags, int) else 0
        if flags & os.O_EXCL:  # fails where there is one
            self._inputs.add(DependencyKind.LINK, name)
        if flags & os.O_TRUNC:
            self._inputs.mark_written(name)
        elif flags & (os.O_WRONLY | os.O_RDWR) == os.O_WRONLY:
            self._inputs.mark_written(name, keeps_content=True)
        else:
            self._inputs.add(DependencyKind.FILE, name)

    def _note_imported(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        module, file = args[0], args[1] if len(args) > 1 and isinstance(args[1], str) else ""
        self._undeclared.add_import(module, file, frame)
        if file:
            self._inputs.add(DependencyKind.FILE, file)

    def _note_listed(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        name = resolve_path(args[0] if args else None)
        if name is None or is_import_system(frame):  # which caches the names in a folder
            return
        is_named = event == "os.listdir" or name_module(frame) in _NAMING_MODULES
        self._inputs.add(DependencyKind.FOLDER if is_named else DependencyKind.ENTRIES, name)
        if not is_named and reads_attribute(frame.f_code, TIME_FIELDS):
            self._undeclared.add(Asked.FILE_TIME, self._authors.find_caller(frame), event)

    def _note_entered(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        name = resolve_path(args[0])
        if name is not None:
            self._inputs.add(DependencyKind.TYPE, name)

    def _note_database(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        self.add_database(os.fsdecode(args[0]))

    def add_database(self, name: str) -> None:
        """Add the files of a database."""
        for path in list_database_files(name):
            self._inputs.add(DependencyKind.FILE, path)
