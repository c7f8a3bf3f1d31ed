"""Functions that Python's audit events do not report, replaced by ones that report and do the same.

Each calls back before the original with the frame that calls it. What they ask of a path depends on who
calls: `os.path.exists` only looks for a type, `os.stat` itself for everything.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import Any

from ...model.dependency import DependencyKind
from .databases import watch_attached
from .frames import name_module
from .undeclared import Asked

NotePath = Callable[[tuple[DependencyKind, ...], Any, Any, FrameType], None]
"""Called with the kinds of what is asked, a path or a descriptor, the descriptor of the folder that the path
starts in, and the frame that asks."""
NoteAsked = Callable[[Asked, str, FrameType], None]
"""Called with a kind of inquiry, the name of the call, and the frame that asks."""

_PATH_MODULES = frozenset(
    """genericpath glob ntpath os pathlib pathlib._abc pathlib._local pathlib._os pathlib.types
    posixpath""".split()
)
_ASKING_ALL = frozenset("getsize stat lstat fstat samefile sameopenfile owner group".split())
"""Functions of these modules that ask for more than a type."""
_FOLLOWED = (DependencyKind.STATUS,)
_NOT_FOLLOWED = (DependencyKind.LINK, DependencyKind.STATUS)
TIME_FUNCTIONS = frozenset("getmtime getatime getctime".split())
TIME_FIELDS = frozenset(f"st_{letter}time{unit}" for letter in "mac" for unit in ("", "_ns"))


_OPTIONAL_ARGUMENTS = (
    os.supports_dir_fd,
    os.supports_fd,
    os.supports_follow_symlinks,
    os.supports_effective_ids,
)
"""The functions of `os` that take an argument on this system."""


class Replacements:
    """Functions in the place of others, between `start` and `stop`."""

    def __init__(
        self,
        note_path: NotePath,
        note_asked: NoteAsked,
        note_attached: Callable[[str], None],
        call_quietly: Callable[..., Any],
        is_own_link: Callable[[Any], bool],
    ) -> None:
        self._originals: list[tuple[ModuleType | type, str, Any]] = []
        self._note_path, self._note_asked = note_path, note_asked
        self._note_attached, self._call_quietly = note_attached, call_quietly
        self._is_own_link = is_own_link

    def start(self) -> None:
        """Replace all functions."""
        self._replace_stat()
        self._replace_link_functions()
        self._replace_open()
        self._replace_connect()
        for name, arguments in (("time", 0), ("time_ns", 0), ("localtime", 1), ("gmtime", 1), ("ctime", 1)):
            self._replace_inquiry(time, name, Asked.CLOCK, arguments)
        for name in ("strftime", "asctime"):
            self._replace_inquiry(time, name, Asked.CLOCK, 2 if name == "strftime" else 1)
        for module, name in ((os, "urandom"), (os, "getrandom"), (random, "_urandom")):
            self._replace_inquiry(module, name, Asked.RANDOM)
        for name in ("uname", "getlogin", "getloadavg", "statvfs"):
            self._replace_inquiry(os, name, Asked.MACHINE)
        self._replace_seed()

    def stop(self) -> None:
        """Put the originals back."""
        for owner, name, original in reversed(self._originals):
            setattr(owner, name, original)

    def _replace(self, owner: ModuleType | type, name: str, replacement: Any) -> None:
        original = getattr(owner, name)
        for functions in _OPTIONAL_ARGUMENTS:
            if original in functions:
                functions.add(replacement)
        self._originals.append((owner, name, original))
        setattr(owner, name, replacement)

    def _replace_stat(self) -> None:
        note, stat_, lstat_, fstat_ = self._note_path, os.stat, os.lstat, os.fstat

        def stat(path: Any, *, dir_fd: Any = None, follow_symlinks: bool = True) -> os.stat_result:
            frame = sys._getframe(1)
            note(_FOLLOWED if follow_symlinks else _NOT_FOLLOWED, path, dir_fd, frame)
            if not follow_symlinks and find_asker(frame)[0] == "fwalk" and self._is_own_link(path):
                follow_symlinks = True  # it is no link in the project, and `fwalk` follows none
            return stat_(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

        def lstat(path: Any, *, dir_fd: Any = None) -> os.stat_result:
            note(_NOT_FOLLOWED, path, dir_fd, sys._getframe(1))
            return lstat_(path, dir_fd=dir_fd)

        def fstat(fd: Any) -> os.stat_result:
            note(_FOLLOWED, fd, None, sys._getframe(1))
            return fstat_(fd)

        self._replace(os, "stat", stat)
        self._replace(os, "lstat", lstat)
        self._replace(os, "fstat", fstat)

    def _replace_link_functions(self) -> None:
        note, readlink_, access_ = self._note_path, os.readlink, os.access

        def readlink(path: Any, *, dir_fd: Any = None) -> Any:
            note((DependencyKind.LINK,), path, dir_fd, sys._getframe(1))
            return readlink_(path, dir_fd=dir_fd)

        def access(path: Any, mode: int, **options: Any) -> bool:
            note((DependencyKind.ACCESS,), path, options.get("dir_fd"), sys._getframe(1))
            return access_(path, mode, **options)

        self._replace(os, "readlink", readlink)
        self._replace(os, "access", access)

    def _replace_open(self) -> None:
        note, call_quietly, open_ = self._note_path, self._call_quietly, os.open

        def open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None) -> int:
            if dir_fd is None:
                return open_(path, flags, mode)  # which an audit event reports
            if not flags & os.O_TRUNC:
                note((DependencyKind.FILE,), path, dir_fd, sys._getframe(1))
            descriptor: int = call_quietly(open_, path, flags, mode, dir_fd=dir_fd)
            return descriptor

        self._replace(os, "open", open)

    def _replace_connect(self) -> None:
        """Watch what a connection to a database attaches; the server has loaded the library."""
        try:
            import sqlite3
        except ImportError:  # Python can be built without it
            return
        connect_, note_asked = sqlite3.connect, self._note_asked

        def connect(*args: Any, **kwargs: Any) -> Any:
            connection, frame = connect_(*args, **kwargs), sys._getframe(1)
            notice = lambda: note_asked(Asked.LIBRARY, "ATTACH ?", frame)  # noqa: E731
            watch_attached(sqlite3, connection, self._note_attached, notice)
            return connection

        for module in (sqlite3, sqlite3.dbapi2):
            self._replace(module, "connect", connect)

    def _replace_inquiry(self, module: ModuleType, name: str, asked: Asked, arguments: int = -1) -> None:
        """Replace a function whose result cannot be followed, if called with fewer than so many arguments."""
        original = getattr(module, name, None)
        if original is not None:
            call = f"{'os' if name == '_urandom' else module.__name__}.{name.lstrip('_')}"
            self._replace(module, name, _WatchedCall(original, self._note_asked, asked, call, arguments))

    def _replace_seed(self) -> None:
        """Notice a generator of random numbers without a seed; `random` itself has one in every build."""
        note_asked, seed_ = self._note_asked, random.Random.seed

        def seed(generator: Any, a: Any = None, *args: Any, **kwargs: Any) -> None:
            if a is None and not isinstance(generator, random.SystemRandom):
                note_asked(Asked.RANDOM, "random.Random", sys._getframe(1))
            seed_(generator, a, *args, **kwargs)

        self._replace(random.Random, "seed", seed)
        self._replace(random, "seed", random._inst.seed)


class _WatchedCall:
    """A function that reports its calls. As an object, it does not become a method where a class has it."""

    def __init__(
        self, original: Callable[..., Any], note: NoteAsked, asked: Asked, call: str, arguments: int
    ) -> None:
        self._original, self._note = original, note
        self._asked, self._call, self._arguments = asked, call, arguments
        self.__name__, self.__doc__ = call.rpartition(".")[2], original.__doc__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._arguments < 1 or len(args) < self._arguments or args[self._arguments - 1] is None:
            self._note(self._asked, self._call, sys._getframe(1))
        return self._original(*args, **kwargs)


def find_asker(frame: FrameType) -> tuple[str, FrameType]:
    """Return the outermost of Python's functions on paths that leads to a frame, and what calls it.

    The function is empty where there is none.
    """
    function = ""
    while name_module(frame) in _PATH_MODULES and frame.f_back is not None:
        function, frame = frame.f_code.co_name, frame.f_back
    return function, frame


def select_kinds(kinds: tuple[DependencyKind, ...], function: str) -> tuple[DependencyKind, ...]:
    """Return what a function on paths really asks for, of what it reads."""
    if DependencyKind.STATUS not in kinds or not function or function in _ASKING_ALL:
        return kinds
    return (DependencyKind.LINK,) if DependencyKind.LINK in kinds else (DependencyKind.TYPE,)
