"""What a script's output depended on: the files it opened, the folders it listed.

Seen through Python's audit events while the script runs, as a compiler writes a dependency file, and
compared by content afterwards. What audit events do not show (the time, the network, environment
variables, files that a program it started reads) an author declares with `live_diagrams.depends`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import sysconfig
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ABSENT = "absent"
"""The digest of what is not there."""


@dataclass(frozen=True, order=True)
class Dependency:
    """One thing an output depended on: `kind` is `file`, `folder`, `env` or `until`.

    `name` is a path as `Places` shortens it, a variable's name, or a time in seconds since the
    epoch; `digest` is what it held.
    """

    kind: str
    name: str
    digest: str


@dataclass(frozen=True)
class Places:
    """Writes paths so that a cache still fits when the project or its environment is moved."""

    root: Path

    def shorten(self, path: str) -> str:
        """`/…/project/data.csv` -> `{root}/data.csv`."""
        for name, place in self._all():
            if path == place or path.startswith(place + os.sep):
                return f"{{{name}}}{path[len(place) :]}".replace(os.sep, "/")
        return path

    def expand(self, path: str) -> str:
        """The inverse of `shorten`."""
        for name, place in self._all():
            if path.startswith(f"{{{name}}}"):
                return place + path[len(name) + 2 :].replace("/", os.sep)
        return path

    def _all(self) -> tuple[tuple[str, str], ...]:
        return ("site", SITE), ("root", str(self.root))


SITE = os.path.realpath(sysconfig.get_path("purelib"))
"""Where packages are installed."""
_STDLIB = os.path.realpath(sysconfig.get_path("stdlib"))
_OURS = os.path.realpath(Path(__file__).parent)
_KNOWN_BY_VERSION = (
    _OURS + os.sep,
    *(
        os.path.join(SITE, name) + os.sep
        for name in ("diagrams", "resources", "graphviz", "pygraphviz", "PIL")  # `resources`: its icons
    ),
    "/proc/",
    "/dev/",
    "/sys/",
)
"""What needs no digest: tools whose versions are part of every figure's identity, and no files at all."""


def known_by_version(path: str) -> bool:
    """Whether a file is part of a tool whose version is part of every figure's identity."""
    return path.startswith(_KNOWN_BY_VERSION)


def digest_file(path: str) -> str:
    """The SHA-256 of a file's content, or `ABSENT` where there is none to read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ABSENT


def digest_folder(path: str) -> str:
    """The SHA-256 of the names in a folder, or `ABSENT`."""
    try:
        with os.scandir(path) as entries:
            names = sorted(f"{entry.name}{'/' if entry.is_dir() else ''}" for entry in entries)
    except OSError:
        return ABSENT
    return hashlib.sha256("\n".join(n for n in names if n != "__pycache__/").encode()).hexdigest()


def digest_env(name: str) -> str:
    """The SHA-256 of an environment variable's value, or `ABSENT`."""
    value = os.environ.get(name)
    return ABSENT if value is None else hashlib.sha256(value.encode()).hexdigest()


@cache
def _real_folder(path: str) -> str:
    return os.path.realpath(path)


def _realpath(path: str) -> str:
    """As `os.path.realpath`, but each folder is looked at once."""
    folder, name = os.path.split(os.path.abspath(path))
    plain = os.path.join(_real_folder(folder), name)
    return os.path.realpath(plain) if os.path.islink(plain) else plain


class Watch:
    """Notes what is opened and listed in this process, from `start` on and for good.

    Args:
        places: How to write paths.
        work: The script's working folder: what lies in it is the script's own.
        views: The folders that the working folder shows by links.
    """

    def __init__(self, places: Places, work: str, views: Iterable[str]) -> None:
        self._places = places
        self._work = os.path.realpath(work)
        self._views = tuple(views)
        self._seen: dict[tuple[str, str], str] = {}
        self._thread = threading.local()
        self._stopped = False

    def start(self) -> None:
        """Begin to note. An audit hook cannot be taken back, so only a script's own process does this."""
        sys.addaudithook(self._hook)

    def stop(self) -> None:
        """Note nothing more: what follows is not the script's doing."""
        self._stopped = True

    def found(self) -> list[Dependency]:
        """What has been noted so far, sorted."""
        return sorted(
            Dependency(kind, name if kind in ("env", "until") else self._places.shorten(name), digest)
            for (kind, name), digest in self._seen.items()
        )

    def note(self, kind: str, name: str) -> None:
        """Note one thing, with what it holds now."""
        if kind == "file":
            name = self._real(name)
            if not name or name.startswith(_KNOWN_BY_VERSION):
                return
            if name.endswith(".pyc"):
                try:
                    name = importlib.util.source_from_cache(name)
                except ValueError:
                    return
            if name.startswith(_STDLIB + os.sep) and not name.startswith(SITE + os.sep):
                return
        elif kind == "folder":
            name = os.path.realpath(name)
            if name == self._work:
                for view in self._views:
                    self.note("folder", view)
                return
            if not self._real(name) or name.startswith((_STDLIB, *_KNOWN_BY_VERSION)):
                return
        if (kind, name) not in self._seen:
            digest = {"file": digest_file, "folder": digest_folder, "env": digest_env}.get(kind)
            self._seen[kind, name] = digest(name) if digest else ""

    def _real(self, name: str) -> str:
        """The file meant, or nothing where it is the script's own."""
        real = _realpath(name)
        return "" if real == self._work or real.startswith(self._work + os.sep) else real

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in _EVENTS or self._stopped or getattr(self._thread, "busy", False):
            return
        self._thread.busy = True
        try:
            self._see(event, args)
        except (OSError, ValueError, TypeError):
            pass  # a name no file can have; the script gets its own error for it
        finally:
            self._thread.busy = False

    def _see(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "import":
            if len(args) > 1 and isinstance(args[1], str):
                self.note("file", args[1])
        elif event == "open":
            path, mode, flags = args
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT) and not flags & os.O_RDWR
            if isinstance(path, (str, bytes, os.PathLike)) and not writes and mode not in ("w", "x", "a"):
                self.note("file", os.fsdecode(path))
        elif not _from_import_system():
            path = args[0] if args and args[0] is not None else "."
            if isinstance(path, (str, bytes, os.PathLike)):
                self.note("folder", os.fsdecode(path))


_EVENTS = frozenset({"open", "import", "os.listdir", "os.scandir"})


def _from_import_system() -> bool:
    """Whether it is Python's import system that lists a folder, to remember what is in it."""
    frame = sys._getframe(3)
    return frame.f_code.co_filename.startswith("<frozen importlib")
