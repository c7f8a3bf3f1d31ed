"""The store: content-addressed files that survive whatever happens to a build.

An entry is written under a temporary name and renamed, so a reader sees all of it or nothing. It begins
with a digest of its kind, its key and its content: an entry that was cut short, changed or swapped is a
miss. There are no locks: two builds at once render the same figure twice at worst.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"live-diagrams-1\n"
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
    """

    def __init__(self, folder: Path, limit: int = 256 * 2**20) -> None:
        self.folder = folder
        self._root = str(folder)
        self.limit = limit
        self.problem = ""
        self.has_written = False

    def get(self, kind: str, key: str) -> bytes | None:
        """Return the content of an entry, or None where there is none or it is damaged."""
        path = self._find_path(kind, key)
        try:
            with open(path, "rb") as file:
                data = file.read()
                used = os.fstat(file.fileno()).st_mtime
            start = len(_MAGIC) + hashlib.sha256().digest_size
            magic, seal, body = data[: len(_MAGIC)], data[len(_MAGIC) : start], data[start:]
            if magic != _MAGIC or seal != _compute_seal(kind, key, body):
                return None
            if time.time() - used > _TOUCH_AFTER:
                with contextlib.suppress(OSError):
                    os.utime(path)
            return zlib.decompress(body)
        except (OSError, zlib.error):
            return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Write an entry, in place of an earlier one of the same kind and key."""
        path = Path(self._find_path(kind, key))
        body = zlib.compress(content, 1)
        data = _MAGIC + _compute_seal(kind, key, body) + body
        try:
            try:
                self._write(path, data)
            except FileNotFoundError:  # another process is clearing the store, which it does once
                self._write(path, data)
            self.has_written = True
        except OSError as error:
            self.problem = f"cannot write to {path.parent}: {error.strerror}"

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name[:16]}.{os.getpid()}.{time.monotonic_ns()}.tmp")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def add(self, kind: str, content: bytes) -> str:
        """Write content under its own digest, unless it is there, and return that key."""
        key = hashlib.sha256(content).hexdigest()
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


def _compute_seal(kind: str, key: str, body: bytes) -> bytes:
    return hashlib.sha256(f"{kind}/{key}\n".encode() + body).digest()
