"""Following the environment variables that a script reads.

Python's own library reads some for itself (`HOME`, `PATH`, `LANG`), and other libraries read some that name
the machine, its user or its terminal. Those say nothing about a figure, and a cache is shared by machines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from ...cache.fingerprints import is_covered
from ...cache.paths import is_inside
from .frames import STDLIB, AuthorCode, find_package, iterate_outwards

_OURS = frozenset("LIVE_DIAGRAMS_RUN PYTHONHASHSEED PYTHONPATH TEMP TMP TMPDIR".split())
"""Variables that a build sets for its scripts."""
_MACHINE = frozenset(
    """COLORTERM COLUMNS CONDA_PREFIX DISPLAY EDITOR FORCE_COLOR HOME HOSTNAME LANG LANGUAGE LINES LOGNAME
    NO_COLOR OLDPWD PATH PWD SHELL SHLVL SSH_AUTH_SOCK TERM TZ USER USERNAME USERPROFILE
    VIRTUAL_ENV""".split()
)
_MACHINE_PREFIXES = ("LC_", "XDG_", "WAYLAND_")
_PASSED = frozenset(
    "copy expandvars getenv getenvb repl setdefault sub __or__ __ror__ __repr__ __contains__".split()
)
"""Functions of `os` and `os.path` that read a variable for their caller."""


class EnvironmentTracer:
    """Calls back for each variable that is read in this process, between `start` and `stop`.

    Args:
        authors: Tells the author's code.
        on_read: Called with the name of a variable.
        on_list: Called with the frame of the author's that asks for all of them.
    """

    def __init__(
        self, authors: AuthorCode, on_read: Callable[[str], None], on_list: Callable[[FrameType], None]
    ) -> None:
        self._authors, self._on_read, self._on_list = authors, on_read, on_list
        self._written: set[str] = set()
        self._listed: tuple[object, int] = (None, 0)
        self._class: Any = type(os.environ)
        self._originals = {
            name: getattr(self._class, name)
            for name in ("__getitem__", "__iter__", "__setitem__", "__delitem__")
        }

    def start(self) -> None:
        """Start to follow."""
        originals = self._originals

        def get(environ: Any, name: Any) -> Any:
            self._note_read(name, sys._getframe(1))
            return originals["__getitem__"](environ, name)

        def iterate(environ: Any) -> Iterator[Any]:
            self._note_listed(sys._getframe(1))
            names: Iterator[Any] = originals["__iter__"](environ)
            return names

        def set_(environ: Any, name: Any, value: Any) -> None:
            originals["__setitem__"](environ, name, value)
            self._written.add(os.fsdecode(name))

        def delete(environ: Any, name: Any) -> None:
            originals["__delitem__"](environ, name)
            self._written.add(os.fsdecode(name))

        replacements = {"__getitem__": get, "__iter__": iterate, "__setitem__": set_, "__delitem__": delete}
        for name, replacement in replacements.items():
            setattr(self._class, name, replacement)

    def stop(self) -> None:
        """Stop following."""
        for name, original in self._originals.items():
            setattr(self._class, name, original)

    def _note_read(self, name: Any, frame: FrameType) -> None:
        if not isinstance(name, (str, bytes)):
            return
        text = os.fsdecode(name)
        caller = _find_reader(frame)
        if caller is None or text in self._written or text in _OURS:
            return
        if self._authors.is_author(caller.f_code.co_filename):
            if self._listed != (caller.f_code, caller.f_lasti):  # part of `dict(os.environ)`
                self._on_read(text)
        elif _is_for_figure(text, caller.f_code.co_filename):
            self._on_read(text)

    def _note_listed(self, frame: FrameType) -> None:
        caller = _find_reader(frame)
        if caller and self._authors.is_author(caller.f_code.co_filename):
            self._listed = caller.f_code, caller.f_lasti
            self._on_list(caller)


def _find_reader(frame: FrameType) -> FrameType | None:
    """Return the frame that reads a variable, without functions that read it for their caller."""
    for outer in iterate_outwards(frame):
        name = outer.f_globals.get("__name__")
        is_mapping = name in ("_collections_abc", "collections.abc")
        is_passed = name in ("os", "posixpath", "ntpath", "re") and outer.f_code.co_name in _PASSED
        if not is_mapping and not is_passed:
            return outer
    return None


def _is_for_figure(name: str, filename: str) -> bool:
    """Whether a variable that a library reads may show in a figure."""
    if is_covered(filename) or (is_inside(filename, STDLIB) and not find_package(filename)):
        return False
    return not filename.startswith("<") and name not in _MACHINE and not name.startswith(_MACHINE_PREFIXES)
