"""The store: content-addressed files that survive whatever happens to a build.

An entry is written to a temporary name and renamed, so a reader sees all of it or nothing. It begins
with a digest over its kind, its key and its content: one that was cut short, changed or swapped is
as good as missing. No locks: several builds at once at worst make the same thing twice.
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
"""Seconds after which a temporary file can only be a dead build's."""
_TOUCH_AFTER = 3600.0
"""Seconds after which using an entry marks it as used, for the order of pruning."""


@dataclass(frozen=True)
class StoreSize:
    """How much a store holds."""

    entries: int
    bytes: int


class Store:
    """A folder of entries, each with a kind and a key.

    Nothing here raises for what the disk does: what cannot be read is missing, and what cannot be
    written is not remembered; `problem` then says why.

    Args:
        folder: Where the entries are; made when first needed.
        limit: Bytes that `prune` lets stay.
    """

    def __init__(self, folder: Path, limit: int = 256 * 2**20) -> None:
        self.folder = folder
        self._root = str(folder)
        self.limit = limit
        self.problem = ""
        self.has_written = False

    def get(self, kind: str, key: str) -> bytes | None:
        """The content of an entry, or None where there is none that is whole."""
        path = self._path(kind, key)
        try:
            with open(path, "rb") as file:
                data = file.read()
                used = os.fstat(file.fileno()).st_mtime
            start = len(_MAGIC) + 32
            if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : start] != _seal(kind, key, data[start:]):
                return None
            if time.time() - used > _TOUCH_AFTER:
                with contextlib.suppress(OSError):
                    os.utime(path)
            return zlib.decompress(data[start:])
        except (OSError, zlib.error):
            return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Remember an entry, in place of one of that name."""
        path = Path(self._path(kind, key))
        body = zlib.compress(content, 1)
        data = _MAGIC + _seal(kind, key, body) + body
        try:
            try:
                self._write(path, data)
            except FileNotFoundError:  # another process is clearing the store; it does so only once
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
        """Remember content under its own digest, once, and give that key."""
        key = hashlib.sha256(content).hexdigest()
        if self.get(kind, key) != content:
            self.put(kind, key, content)
        return key

    def measure(self) -> StoreSize:
        """How many entries there are, and how many bytes they take."""
        sizes = [status.st_size for _, status in self._entries()]
        return StoreSize(len(sizes), sum(sizes))

    def clear(self) -> StoreSize:
        """Remove every entry, and give what there was."""
        entries = list(self._entries())
        for path, _ in entries:
            with contextlib.suppress(OSError):
                path.unlink()
        self._remove_temporaries(older_than=0)
        return StoreSize(len(entries), sum(status.st_size for _, status in entries))

    def prune(self) -> int:
        """Remove what was used longest ago until the limit holds; gives how many entries went."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime, reverse=True)
        total = removed = 0
        for path, status in entries:
            total += status.st_size
            if total > self.limit:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        self._remove_temporaries(older_than=_STALE_TEMPORARY)
        return removed

    def _path(self, kind: str, key: str) -> str:
        return os.path.join(self._root, kind, key[:2], key)

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
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


def _seal(kind: str, key: str, body: bytes) -> bytes:
    return hashlib.sha256(f"{kind}/{key}\n".encode() + body).digest()
