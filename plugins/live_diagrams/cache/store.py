"""The store: content-addressed files that survive whatever happens to a build.

An entry is written under a temporary name and renamed, so a reader sees all of it or nothing. Anything else
in its place is a miss (see `entries`). There are no locks: two builds at once render the same figure twice at
worst.

Where the environment has a secret, entries are signed with it, and those without a valid signature are
misses. Where it has none, signatures are ignored: such a build can use what others have signed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .atomic_files import write_atomically
from .entries import pack_entry, read_entry, unpack_entry

SECRET_VARIABLE = "LIVE_DIAGRAMS_CACHE_KEY"
"""The environment variable with the secret that entries are signed with."""

_KEY = re.compile("[0-9a-f]{2,64}")
_STALE_TEMPORARY = 3600.0
"""Seconds after which a temporary file must have been left by a build that ended early."""
_TOUCH_AFTER = 3600.0
"""Seconds after which reading an entry marks it as used, which decides the order of pruning."""


@dataclass(frozen=True)
class StoreSize:
    """The number of entries in a store, and their size in bytes."""

    entries: int
    bytes: int


class Store:
    """A folder of entries, each with a kind and a key.

    No error of the disk is raised: an entry that cannot be read is a miss, and one that cannot be written
    is left out; `problem` then says why.

    Args:
        folder: The folder of the entries; created by the first one.
        limit: The size in bytes that `prune` reduces the store to.
        secret: What entries are signed with; empty for that of the environment.
    """

    def __init__(self, folder: Path, limit: int = 256 * 2**20, secret: bytes = b"") -> None:
        self.folder = folder
        self._root = str(folder)
        self.limit = limit
        self._secret = secret or os.environ.get(SECRET_VARIABLE, "").encode()
        self.problem = ""
        self.has_written = False

    def get(self, kind: str, key: str) -> bytes | None:
        """Return the content of an entry, or None where there is none, or something else than we wrote."""
        if not _KEY.fullmatch(key):
            return None
        path = self._find_path(kind, key)
        try:
            data, used = read_entry(path)
            content = unpack_entry(kind, key, data, self._secret)
        except (OSError, ValueError):
            return None
        if time.time() - used > _TOUCH_AFTER:
            with contextlib.suppress(OSError):
                os.utime(path)
        return content

    def find_content(self, kind: str, key: str) -> bytes | None:
        """Return content that `add` wrote, or None; the key is its digest."""
        content = self.get(kind, key)
        return content if content is not None and _compute_key(content) == key else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Write an entry, in place of an earlier one of the same kind and key."""
        path = Path(self._find_path(kind, key))
        try:
            data = pack_entry(kind, key, content, self._secret)
            try:
                write_atomically(path, data)
            except FileNotFoundError:  # another process is clearing the store, which it does once
                write_atomically(path, data)
            self.has_written = True
        except ValueError as error:
            self.problem = str(error)
        except OSError as error:
            self.problem = f"cannot write to {path.parent}: {error.strerror}"

    def add(self, kind: str, content: bytes) -> str:
        """Write content under its own digest, unless it is there, and return that key."""
        key = _compute_key(content)
        if self.get(kind, key) != content:
            self.put(kind, key, content)
        return key

    def measure(self) -> StoreSize:
        """Return the number of entries and their size."""
        sizes = [status.st_size for _, status in self._iterate_entries()]
        return StoreSize(len(sizes), sum(sizes))

    def clear(self) -> StoreSize:
        """Remove every entry; return what was removed."""
        entries = list(self._iterate_entries())
        for path, _ in entries:
            with contextlib.suppress(OSError):
                path.unlink()
        self._remove_temporaries(older_than=0)
        return StoreSize(len(entries), sum(status.st_size for _, status in entries))

    def prune(self) -> int:
        """Remove the entries used longest ago until the store is within its limit; return how many."""
        entries = sorted(self._iterate_entries(), key=lambda entry: entry[1].st_mtime, reverse=True)
        total = removed = 0
        for path, status in entries:
            total += status.st_size
            if total > self.limit:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        self._remove_temporaries(older_than=_STALE_TEMPORARY)
        return removed

    def _find_path(self, kind: str, key: str) -> str:
        return os.path.join(self._root, kind, key[:2], key)

    def _iterate_entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.folder.glob("*/??/*"):
            with contextlib.suppress(OSError):
                if not path.name.startswith("."):
                    yield path, path.stat()

    def _remove_temporaries(self, older_than: float) -> None:
        now = time.time()
        for path in self.folder.glob("*/??/.*.tmp"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime >= older_than:
                    path.unlink()


def _compute_key(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
