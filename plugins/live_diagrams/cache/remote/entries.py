"""The entries of a shared cache: sealed, signed and checked as those of the store are."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future

from ...model.graph.icons import make_icon_key
from ..entries import CONTENT_LIMIT, pack_entry, unpack_entry
from .patience import Patience
from .requests import Connection, Requests
from .transport import Transport

_KEYS: Mapping[str, Callable[[bytes], str]] = {
    "figures": lambda content: hashlib.sha256(content).hexdigest(),
    "icons": make_icon_key,
}
"""How the keys of some kinds are made of their content. Such an entry never changes."""

FORMAT = "v1"
"""The folder of all entries below the address; another one for another form of entries."""

_READ_LIMIT = CONTENT_LIMIT + 4096
"""Bytes that are read of an entry; one that is longer is none of ours."""

Entry = tuple[str, str, bytes]
"""The kind, the key and the content of an entry."""


class RemoteEntries:
    """Reads and writes entries at an address, for one build.

    Args:
        url: The address.
        secret: What entries are signed with; empty where they are not.
        folders: Folders below the address that are read, in this order; the first one is written to.
        timeout: Seconds that one request may take.
        patience: How long it pays to wait for answers.
    """

    def __init__(
        self, url: str, secret: bytes, folders: tuple[str, ...], timeout: float, patience: Patience
    ) -> None:
        connection = Connection(url)
        self.writing = Requests(connection, timeout)
        self.reading = Requests(connection, timeout, on_failure=self.writing.close)
        self._secret, self._folders, self._patience = secret, folders, patience
        self._lock = threading.Lock()
        self._present: set[tuple[str, str]] = set()
        self._damaged: set[tuple[str, str]] = set()
        self.uploaded = 0

    def prepare(self) -> None:
        """Import what requests need, before the time is counted that they take."""
        self.reading.submit(lambda transport: None)
        self.reading.wait_until_ready()

    def fetch(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the content of the entries that there are, by key; what is not as ours are is left out.

        Raises:
            RemoteError: The address does not answer.
        """
        missing = list(dict.fromkeys(keys))
        contents: dict[str, bytes] = {}
        for folder in self._folders:
            requests = {key: self._request(folder, kind, key) for key in missing}
            for key, request in requests.items():
                data = self.reading.wait(request, self._patience)
                if data is None:
                    continue
                try:
                    contents[key] = self._unpack(kind, key, data)
                except ValueError:
                    self._note(self._damaged, folder, kind, key)
                else:
                    self._note(self._present, folder, kind, key)
            missing = [key for key in missing if key not in contents]
            if not missing:
                break
        return contents

    def start_upload(self, list_entries: Callable[[], Iterator[Entry]]) -> None:
        """Start to write entries, one after another: those that others name have to be there before them."""
        self.writing.submit(lambda transport: self._upload(transport, list_entries()))

    def _unpack(self, kind: str, key: str, data: bytes) -> bytes:
        content = unpack_entry(kind, key, data, self._secret)
        if kind in _KEYS and _KEYS[kind](content) != key:
            raise ValueError("it has the key of another entry")
        return content

    def _request(self, folder: str, kind: str, key: str) -> Future[bytes | None]:
        path = _make_path(folder, kind, key)
        return self.reading.submit(lambda transport: transport.read(path, _READ_LIMIT))

    def _note(self, entries: set[tuple[str, str]], folder: str, kind: str, key: str) -> None:
        if folder == self._folders[0]:
            with self._lock:
                entries.add((kind, key))

    def _upload(self, transport: Transport, entries: Iterator[Entry]) -> None:
        for kind, key, content in entries:
            if self.writing.is_closed:
                return
            with self._lock:
                if kind in _KEYS and (kind, key) in self._present:
                    continue
                self._present.add((kind, key))
            path = _make_path(self._folders[0], kind, key)
            if kind not in _KEYS or (kind, key) in self._damaged or not transport.has(path):
                transport.write(path, pack_entry(kind, key, content, self._secret))
                with self._lock:
                    self.uploaded += 1


def _make_path(folder: str, kind: str, key: str) -> str:
    return f"{folder}{FORMAT}/{kind}/{key[:2]}/{key}"
