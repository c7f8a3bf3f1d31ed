"""Digests of files and folders, each taken again only where the file system tells of a change.

A server looks at all that its figures depend on after every save. Size, times and inode tell cheaply
that a file is as it was; they are only trusted once the file has rested, since two changes in quick
succession may leave the same times behind.
"""

from __future__ import annotations

import os
import time

from . import dependencies

RESTED = 1_000_000_000
"""Nanoseconds since its last change after which a file's times tell of the next one."""

_Signature = tuple[int, int, int, int, int] | None


class DigestCache:
    """Remembers digests by kind (`file`, `folder` or `env`) and path, or name of a variable."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[_Signature, str]] = {}

    def compute_digest(self, kind: str, name: str) -> str:
        """The digest of what is there now."""
        if kind not in ("file", "folder"):
            return dependencies.digest_env(name)
        signature = _signature(name)
        known = self._known.get((kind, name))
        if known and known[0] == signature:
            return known[1]
        take = dependencies.digest_file if kind == "file" else dependencies.digest_folder
        digest = take(name)
        if signature is None or time.time_ns() - max(signature[3:]) > RESTED:
            self._known[kind, name] = signature, digest
        else:
            self._known.pop((kind, name), None)
        return digest


def _signature(path: str) -> _Signature:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
