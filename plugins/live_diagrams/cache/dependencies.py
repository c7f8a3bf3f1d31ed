"""What a script's output depended on: the files it opened, the folders it listed.

Seen through Python's audit events and `os.stat` while the script runs, as a compiler writes a
dependency file, and compared by content afterwards. What these do not show (the time, the network,
environment variables, files that a program it started reads) an author declares with
`live_diagrams.depends`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sysconfig
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..model import package

ABSENT = "absent"
"""The digest of what is not there."""


@dataclass(frozen=True)
class PathShortener:
    """Writes paths so that a cache still fits when the project or its environment is moved."""

    root: Path

    def shorten(self, path: str) -> str:
        """`/…/project/data.csv` -> `{root}/data.csv`."""
        for name, place in self._all:
            if path == place or path.startswith(place + os.sep):
                return f"{{{name}}}{path[len(place) :]}".replace(os.sep, "/")
        return path

    def expand(self, path: str) -> str:
        """The inverse of `shorten`."""
        for name, place in self._all:
            if path.startswith(f"{{{name}}}"):
                return place + path[len(name) + 2 :].replace("/", os.sep)
        return path

    @cached_property
    def _all(self) -> tuple[tuple[str, str], ...]:
        return ("site", SITE_PACKAGES), ("root", str(self.root)), ("root", os.path.realpath(self.root))


SITE_PACKAGES = os.path.realpath(sysconfig.get_path("purelib"))
"""Where packages are installed."""
_OURS = str(package.FOLDER)
_KNOWN_BY_VERSION = (
    _OURS + os.sep,
    *(
        os.path.join(SITE_PACKAGES, name) + os.sep
        for name in ("diagrams", "resources", "graphviz", "pygraphviz", "PIL")  # `resources`: its icons
    ),
    "/proc/",
    "/dev/",
    "/sys/",
)
"""What needs no digest: tools whose versions are part of every figure's identity, and no files at all."""


def is_known_by_version(path: str) -> bool:
    """Whether a file is part of a tool whose version is part of every figure's identity."""
    return path.startswith(_KNOWN_BY_VERSION)


def digest_file(path: str) -> str:
    """The SHA-256 of a file's content, or `ABSENT` where there is none to read."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return ABSENT  # to open a pipe would be to wait for its other end
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ABSENT


_CACHES = ("__pycache__/", ".cache/")
"""What comes into a folder by a build, our own by default, and is nobody's data."""


def digest_folder(path: str) -> str:
    """The SHA-256 of the names in a folder, or `ABSENT`."""
    try:
        with os.scandir(path) as entries:
            names = sorted(f"{entry.name}{'/' if entry.is_dir() else ''}" for entry in entries)
    except (OSError, ValueError):
        return ABSENT
    return hashlib.sha256(os.fsencode("\n".join(n for n in names if n not in _CACHES))).hexdigest()


def digest_env(name: str) -> str:
    """The SHA-256 of an environment variable's value, or `ABSENT`."""
    value = os.environ.get(name)
    return ABSENT if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()
