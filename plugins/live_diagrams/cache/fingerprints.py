"""The fingerprint of our tools: the digest of everything but a script's own inputs that a figure depends on.

It covers the versions of the libraries that draw, and our own code in the rooms that run in a script's
process. No digest of a file that the fingerprint covers has to be taken.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from ..model import package
from .paths import SITE_PACKAGES

ROOMS = ("model", "cache", "layout", "script", "svg", "runner")
"""The parts of our package that decide what a figure looks like, or when it is stale."""

_LIBRARIES = ("diagrams", "graphlay", "graphviz", "pillow", "pygraphviz", "resvg_py")
"""The distributions that decide what a figure looks like."""

_COVERED = (
    str(package.FOLDER) + os.sep,
    *(
        os.path.join(SITE_PACKAGES, name) + os.sep
        for name in (
            "diagrams",
            "graphlay",
            "resources",
            "graphviz",
            "pygraphviz",
            "PIL",
        )  # `resources`: icons
    ),
)
_NO_FILES = ("/proc/", "/dev/", "/sys/")
_SHARED_MEMORY = "/dev/shm/"  # a folder like others


def is_covered(path: str) -> bool:
    """Whether a file needs no digest: the fingerprint covers it, or it is no file of a disk."""
    return path.startswith((*_COVERED, *_NO_FILES)) and not path.startswith(_SHARED_MEMORY)


@cache
def compute_fingerprint() -> tuple[str, ...]:
    """Return the digest of our own code, the system, and the versions of Python and of libraries that draw.

    It is the same for environments with the same versions, wherever they are.
    """
    return (
        f"live-diagrams {digest_package(package.FOLDER)}",
        f"python {platform.python_version()} {sys.platform} {platform.machine()}",
        *_read_versions(_LIBRARIES),
    )


def digest_package(folder: Path, rooms: Iterable[str] = ROOMS) -> str:
    """Return the SHA-256 of the code in rooms, of what scripts import, and of the fonts' configuration."""
    files = {*folder.glob("*.py"), *folder.glob("assets/*.conf")}
    for room in rooms:
        files.update((folder / room).rglob("*.py"))
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_versions(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the name and the installed version of each distribution, from the name of its metadata folder.

    Reading the metadata itself takes twenty times as long; it is read only for a distribution that is
    installed elsewhere.
    """
    folders = sorted(name for name in os.listdir(SITE_PACKAGES) if name.endswith(".dist-info"))
    versions = {
        name: [
            folder[len(name) + 1 :].removesuffix(".dist-info") for folder in folders if _is_of(name, folder)
        ]
        for name in names
    }
    return tuple(f"{name} {' '.join(versions[name]) or _read_version(name)}" for name in names)


def _is_of(name: str, folder: str) -> bool:
    """Whether a folder has the metadata of a distribution."""
    return folder.lower().startswith(f"{name}-")


def _read_version(name: str) -> str:
    """Return a distribution's version, empty where it is not installed: the program `dot` replaces one."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
