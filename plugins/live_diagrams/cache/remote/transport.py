"""Reading and writing files at an address, by fsspec, which is imported here alone and when it is needed.

A transport is used from several threads. Its methods block for as long as the other side likes; `requests`
sees to it that nobody waits for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ..atomic_files import write_atomically
from .errors import RemoteError

INSTALL = 'pip install "mkdocs-live-diagrams[remote]"'

PACKAGES = {
    "abfs": "adlfs",
    "abfss": "adlfs",
    "adl": "adlfs",
    "az": "adlfs",
    "gcs": "gcsfs",
    "gs": "gcsfs",
    "http": "aiohttp",
    "https": "aiohttp",
    "s3": "s3fs",
    "s3a": "s3fs",
    "sftp": "paramiko",
    "smb": "smbprotocol",
    "ssh": "paramiko",
}
"""The package that fsspec needs for a scheme. `file` needs none."""

_WEB_SCHEMES = {"webdav": "http", "dav": "http", "webdavs": "https", "davs": "https"}


class Transport(Protocol):
    """The files below an address. Paths are relative, with slashes."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the first `limit` bytes of a file, or None where there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, in place of an earlier one. Readers see all of it or nothing, where possible."""

    def has(self, path: str) -> bool:
        """Whether there is such a file."""


def find_transport(url: str) -> Callable[[], Transport]:
    """Return the function that prepares the transport to an address; what it needs is imported here.

    Raises:
        RemoteError: A package is missing, or nothing knows the address.
    """
    scheme, has_scheme, rest = url.partition("://")
    if not has_scheme:
        return partial(FolderTransport, Path(url))
    if scheme == "file":
        from urllib.request import url2pathname

        return partial(FolderTransport, Path(url2pathname(rest.removeprefix("localhost"))))
    try:
        fsspec = import_module("fsspec")
    except ModuleNotFoundError:
        raise RemoteError(f"it needs the package fsspec: {INSTALL}") from None
    scheme = _WEB_SCHEMES.get(scheme, scheme)
    try:
        fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        package = PACKAGES.get(scheme)
        hint = f"pip install fsspec {package}" if package else str(error)
        raise RemoteError(f"`{scheme}://` needs another package: {hint}") from error
    except ValueError as error:
        raise RemoteError(f"fsspec knows no `{scheme}://`") from error
    url = f"{scheme}://{rest}".rstrip("/")
    if scheme in ("http", "https"):
        from .http import HttpTransport

        return partial(HttpTransport, url)
    return partial(FsspecTransport, url)


class FsspecTransport:
    """Files in an object store, or behind whatever else fsspec has a file system for."""

    def __init__(self, url: str) -> None:
        core = import_module("fsspec.core")
        self._system: Any
        self._system, self._root = core.url_to_fs(url)
        if callable(connect := getattr(self._system, "connect", None)):
            connect()  # of S3, whose library takes a second to prepare its first request

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""
        try:
            return bytes(self._system.cat_file(f"{self._root}/{path}", start=0, end=limit))
        except FileNotFoundError:
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file. Object stores need no folders; the others get them."""
        full = f"{self._root}/{path}"
        try:
            self._system.pipe_file(full, data)
        except FileNotFoundError:
            self._system.makedirs(full.rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(full, data)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return bool(self._system.exists(f"{self._root}/{path}"))


class FolderTransport:
    """Files in a folder that machines share: needs no package, and writes as the store does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""
        try:
            with open(self._folder / path, "rb") as file:
                return file.read(limit)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file, all of it or nothing."""
        write_atomically(self._folder / path, data)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return (self._folder / path).is_file()
