"""The files of databases that a script opens with `sqlite3`: by name, by URI, by ATTACH, and their logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit


def list_database_files(name: str) -> Iterator[str]:
    """Yield the files that a database of that name, or URI, consists of."""
    if name in ("", ":memory:"):
        return
    path = unquote(urlsplit(name).path) if name.startswith("file:") else name
    if path not in ("", ":memory:"):
        yield from (path, f"{path}-wal", f"{path}-journal")


def watch_attached(
    sqlite: ModuleType, connection: Any, note: Callable[[str], None], notice: Callable[[], None]
) -> None:
    """Call `note` with the name of each database that a connection attaches.

    `notice` is called where it cannot be known, since it is a parameter of the statement.
    """

    def authorize(action: int, name: str | None, *_: Any) -> int:
        if action == sqlite.SQLITE_ATTACH:
            if name is None:
                notice()
            else:
                note(name)
        return int(sqlite.SQLITE_OK)

    connection.set_authorizer(authorize)
