"""Digests of files, folders, their status, and environment variables.

A server compares everything that its figures depend on after every save, so `DigestCache` reads a file
again only where the file system reports a change. Size, times and inode are enough to tell that a file is
unchanged once some time has passed since its last change: two changes in quick succession may leave the
same times behind.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Mapping
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES
from pathlib import Path

from ..model.dependency import DependencyKind
from .paths import SITE_PACKAGES, is_inside

ABSENT = "absent"
"""The digest of an input that does not exist."""

_SETTLED = 1_000_000_000
"""Nanoseconds since its last change after which the times of a file are trusted."""

_LARGEST = 2**40
"""Bytes of a file that a recipe may name. The kernel has files that are larger, and so has a forger."""

_IGNORED = ("__pycache__/", ".cache/")
"""Folders that a build creates (our cache's default folder among them), which no script reads."""

_Signature = tuple[int, int, int, int, int] | None


def compute_digest(kind: DependencyKind, name: str) -> str:
    """Return the digest of an input as it is now; empty for a time, which has no content."""
    digest = _DIGESTS.get(kind)
    return digest(name) if digest else ""


def digest_file(path: str) -> str:
    """Return the SHA-256 of a file's content, or `ABSENT` where there is none to read."""
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return ABSENT  # opening a pipe would wait for its other end
        if not status.st_size:
            return hashlib.sha256().hexdigest()  # reading a file of the kernel's might wait
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ABSENT


def digest_folder(path: str) -> str:
    """Return the SHA-256 of the names in a folder, or `ABSENT`."""
    return _digest_entries(path, lambda entry: "")


def digest_entries(path: str) -> str:
    """Return the SHA-256 of the names in a folder and the status of each, or `ABSENT`."""
    return _digest_entries(path, lambda entry: f" {read_status(entry.path)}")


def _digest_entries(path: str, describe: Callable[[os.DirEntry[str]], str]) -> str:
    try:
        with os.scandir(path) as entries:
            lines = sorted(f"{_name_entry(entry)}{describe(entry)}" for entry in entries)
    except (OSError, ValueError):
        return ABSENT
    kept = (line for line in lines if not line.startswith(_IGNORED))
    return hashlib.sha256(os.fsencode("\n".join(kept))).hexdigest()


def _name_entry(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}{'/' if entry.is_dir() else ''}{'@' if entry.is_symlink() else ''}"


def read_type(path: str) -> str:
    """Return what a path leads to: `ABSENT`, `file`, `folder` or `other`."""
    try:
        return _name_type(os.stat(path).st_mode)
    except (OSError, ValueError):
        return ABSENT


def read_link(path: str) -> str:
    """Return what is at a path: as `read_type`, or `link to` and the SHA-256 of its target."""
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISLNK(mode):
            return _name_type(mode)
        return f"link to {hashlib.sha256(os.fsencode(Path(path).readlink())).hexdigest()}"
    except (OSError, ValueError):
        return ABSENT


def read_status(path: str) -> str:
    """Return what a path leads to with its mode, and of a file its size and its number of links.

    Links of installed packages are not counted: installers share their files between environments.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ABSENT
    text = f"{_name_type(status.st_mode)} {stat.S_IMODE(status.st_mode):o}"
    if not stat.S_ISREG(status.st_mode):
        return text
    links = "" if is_inside(path, SITE_PACKAGES) else f" {status.st_nlink}"
    return f"{text} {status.st_size}{links}"


def read_access(path: str) -> str:
    """Return what this process may do with a path, in letters."""
    modes = {"f": os.F_OK, "r": os.R_OK, "w": os.W_OK, "x": os.X_OK}
    try:
        return "".join(letter for letter, mode in modes.items() if os.access(path, mode)) or ABSENT
    except (OSError, ValueError):
        return ABSENT


def list_module_files(path: str) -> str:
    """Return the endings of the files and the folder that can be the module at a path without one."""
    endings = [ending for ending in (*SOURCE_SUFFIXES, *EXTENSION_SUFFIXES) if Path(path + ending).is_file()]
    if Path(path).is_dir():
        endings.append("/__init__.py" if Path(path, "__init__.py").is_file() else "/")
    return " ".join(endings) or ABSENT


def _name_type(mode: int) -> str:
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def digest_env(name: str) -> str:
    """Return the SHA-256 of an environment variable's value, or `ABSENT`."""
    value = os.environ.get(name)
    return ABSENT if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


_DIGESTS: Mapping[DependencyKind, Callable[[str], str]] = {
    DependencyKind.FILE: digest_file,
    DependencyKind.FOLDER: digest_folder,
    DependencyKind.ENTRIES: digest_entries,
    DependencyKind.TYPE: read_type,
    DependencyKind.LINK: read_link,
    DependencyKind.STATUS: read_status,
    DependencyKind.ACCESS: read_access,
    DependencyKind.MODULE: list_module_files,
    DependencyKind.ENV: digest_env,
}


class DigestCache:
    """Remembers the digests of files and folders until the file system reports a change."""

    def __init__(self) -> None:
        self._entries: dict[tuple[DependencyKind, str], tuple[_Signature, str]] = {}

    def compute_digest(self, kind: DependencyKind, name: str) -> str:
        """Return the digest of an input as it is now."""
        if kind not in (DependencyKind.FILE, DependencyKind.FOLDER):
            return compute_digest(kind, name)
        signature = _read_signature(name)
        entry = self._entries.get((kind, name))
        if entry and entry[0] == signature:
            return entry[1]
        digest = compute_digest(kind, name)
        if signature is None or time.time_ns() - max(signature[3:]) > _SETTLED:
            self._entries[kind, name] = signature, digest
        else:
            self._entries.pop((kind, name), None)
        return digest


def _read_signature(path: str) -> _Signature:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
