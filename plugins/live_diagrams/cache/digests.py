"""Digests of files, folders and environment variables.

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
from pathlib import Path

from ..model.dependency import DependencyKind

ABSENT = "absent"
"""The digest of an input that does not exist."""

_SETTLED = 1_000_000_000
"""Nanoseconds since its last change after which the times of a file are trusted."""

_IGNORED = ("__pycache__/", ".cache/")
"""Folders that a build creates (our cache's default folder among them), which no script reads."""

_Signature = tuple[int, int, int, int, int] | None


def compute_digest(kind: DependencyKind, name: str) -> str:
    """Return the digest of an input as it is now; empty for a time, which has no content."""
    if kind is DependencyKind.FILE:
        return digest_file(name)
    if kind is DependencyKind.FOLDER:
        return digest_folder(name)
    return digest_env(name) if kind is DependencyKind.ENV else ""


def digest_file(path: str) -> str:
    """Return the SHA-256 of a file's content, or `ABSENT` where there is none to read."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return ABSENT  # opening a pipe would wait for its other end
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ABSENT


def digest_folder(path: str) -> str:
    """Return the SHA-256 of the names in a folder, or `ABSENT`."""
    try:
        with os.scandir(path) as entries:
            names = sorted(f"{entry.name}{'/' if entry.is_dir() else ''}" for entry in entries)
    except (OSError, ValueError):
        return ABSENT
    return hashlib.sha256(os.fsencode("\n".join(name for name in names if name not in _IGNORED))).hexdigest()


def digest_env(name: str) -> str:
    """Return the SHA-256 of an environment variable's value, or `ABSENT`."""
    value = os.environ.get(name)
    return ABSENT if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


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
