"""Who asks: the author's own code, a library, or Python itself. Found in the frames of the running call."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import CodeType, FrameType

from ...cache.fingerprints import is_covered
from ...cache.paths import SITE_PACKAGES, is_inside

STDLIB = os.path.realpath(sysconfig.get_path("stdlib"))
"""The folder of Python's own library."""

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_IMPORT_SYSTEM = "<frozen importlib"


@dataclass(frozen=True)
class Caller:
    """A line of the author's, and the frame of what it calls; none where it calls what is written in C."""

    frame: FrameType
    callee: FrameType | None

    @property
    def file(self) -> str:
        """The file of the line."""
        return self.frame.f_code.co_filename

    @property
    def line(self) -> int:
        """The number of the line."""
        return self.frame.f_lineno or 1

    def name_call(self, default: str) -> str:
        """Return the name of the function that the line calls, `default` where that is written in C."""
        if self.callee is None:
            return default
        module = self.callee.f_globals.get("__name__", "")
        name = self.callee.f_code.co_qualname if hasattr(self.callee.f_code, "co_qualname") else ""
        name = (name or self.callee.f_code.co_name).removesuffix(".__init__")
        return default if "<" in name else f"{module}.{name}"


class AuthorCode:
    """Tells the files of an author's: the script, and everything in its project that is not installed there.

    Args:
        root: The folder of the project.
        names: The names of the script itself in its frames.
    """

    def __init__(self, root: str, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._roots = tuple({root, os.path.realpath(root)})
        self._own_files: dict[str, bool] = {}

    def is_author(self, filename: str) -> bool:
        """Whether a file is the author's."""
        is_own = self._own_files.get(filename)
        if is_own is None:
            is_own = self._own_files[filename] = filename in self._names or self._is_in_project(filename)
        return is_own

    def name_file(self, filename: str) -> str:
        """Return a file of the author's relative to the project; empty for the script itself."""
        if filename in self._names:
            return ""
        root = next(root for root in self._roots if is_inside(filename, root))
        return os.path.relpath(filename, root).replace(os.sep, "/")

    def find_caller(
        self,
        frame: FrameType | None,
        is_passed: Callable[[FrameType], bool] = lambda frame: True,
        *,
        is_import: bool = False,
    ) -> Caller | None:
        """Return the author's line that leads to a frame; none where something else asks for itself.

        That is a library that is being imported, this package, or one that draws.

        Args:
            frame: The frame that asks.
            is_passed: Whether a frame only passes on what its caller asks.
            is_import: Whether an import is what is asked.
        """
        callee = None
        for outer in iterate_outwards(frame):
            filename = outer.f_code.co_filename
            if self.is_author(filename):
                return Caller(outer, callee)
            is_importing = filename.startswith(_IMPORT_SYSTEM)
            if is_covered(filename) or (is_importing and not is_import):
                return None
            if not is_importing and not is_passed(outer):
                return None
            callee = outer
        return None

    def _is_in_project(self, filename: str) -> bool:
        if "site-packages" in filename or is_covered(filename) or is_inside(filename, STDLIB):
            return False
        return any(is_inside(filename, root) for root in self._roots)


def iterate_outwards(frame: FrameType | None) -> Iterator[FrameType]:
    """Yield a frame and those around it, without those of this folder at the start."""
    while frame is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    while frame is not None:
        yield frame
        frame = frame.f_back


@cache
def reads_attribute(code: CodeType, names: frozenset[str]) -> bool:
    """Whether code, or code inside it, names one of some attributes."""
    if not names.isdisjoint(code.co_names):
        return True
    return any(isinstance(const, CodeType) and reads_attribute(const, names) for const in code.co_consts)


def is_import_system(frame: FrameType) -> bool:
    """Whether a frame is of Python's import system."""
    return frame.f_code.co_filename.startswith(_IMPORT_SYSTEM)


def name_module(frame: FrameType) -> str:
    """Return the name of the module that a frame's code belongs to."""
    return str(frame.f_globals.get("__name__", ""))


def find_package(path: str) -> str:
    """Return the name of the installed package that a file belongs to; empty where it is not installed."""
    if not is_inside(path, SITE_PACKAGES):
        return ""
    return path[len(SITE_PACKAGES) + 1 :].partition(os.sep)[0].partition(".")[0]
