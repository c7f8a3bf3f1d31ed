"""A shared cache on a server of HTTP that takes PUT: WebDAV, or any cache server of this kind.

fsspec's file system for HTTP reads whole answers, however long; a server must not be able to fill our memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote

_MISSING = (404, 410)
_NO_FOLDER = 409
"""The answer of WebDAV to a file whose folder does not exist."""


class HttpTransport:
    """Files below the address of a server. Passwords come from the address, or from `~/.netrc`."""

    def __init__(self, url: str) -> None:
        self._sync = import_module("fsspec.asyn").sync
        fsspec = import_module("fsspec")
        aiohttp = import_module("aiohttp")
        options = {
            "trust_env": True,
            "timeout": aiohttp.ClientTimeout(total=None),  # whoever waits for an answer has a limit
            "raise_for_status": False,
        }
        self._url = url
        self._system = fsspec.filesystem("http", client_kwargs=options, skip_instance_cache=True)

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""
        content: bytes | None = self._sync(self._system.loop, self._read, self._locate(path), limit)
        return content

    def write(self, path: str, data: bytes) -> None:
        """Write a file, and the folders that it is in where the server asks for them."""
        self._sync(self._system.loop, self._write, path, data)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return bool(self._sync(self._system.loop, self._has, self._locate(path)))

    async def _read(self, url: str, limit: int) -> bytes | None:
        session = await self._system.set_session()
        async with session.get(url) as answer:
            if answer.status in _MISSING:
                return None
            answer.raise_for_status()
            data = bytearray()
            while len(data) < limit and (chunk := await answer.content.read(limit - len(data))):
                data += chunk
            return bytes(data)

    async def _write(self, path: str, data: bytes) -> None:
        session = await self._system.set_session()
        if await self._put(session, path, data) == _NO_FOLDER:
            for folder in _list_folders(path):
                async with session.request("MKCOL", self._locate(folder)):
                    pass  # one that exists is refused
            if await self._put(session, path, data) == _NO_FOLDER:
                raise OSError(f"it has no folder for {path}")

    async def _put(self, session: Any, path: str, data: bytes) -> int:
        async with session.put(self._locate(path), data=data) as answer:
            if answer.status != _NO_FOLDER:
                answer.raise_for_status()
            return int(answer.status)

    async def _has(self, url: str) -> bool:
        session = await self._system.set_session()
        async with session.head(url) as answer:
            if answer.status in _MISSING:
                return False
            answer.raise_for_status()
            return True

    def _locate(self, path: str) -> str:
        return f"{self._url}/{quote(path)}"


def _list_folders(path: str) -> Iterator[str]:
    """Yield the folders that a file is in, the outermost first."""
    parts = path.split("/")[:-1]
    for length in range(1, len(parts) + 1):
        yield "/".join(parts[:length]) + "/"
