"""Reports of the forks of a script to it: what they read is an input of the script, too."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator


class ChildReports:
    """A file to which forks of this process append, a line at a time, what they read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._owner = os.getpid()

    def write(self, *record: str | int) -> None:
        """Append a record, if this process is a fork of the one that reads them."""
        if os.getpid() == self._owner:
            return
        line = (json.dumps(record) + "\n").encode()
        with contextlib.suppress(OSError):  # the script has ended, and its folder is gone
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)

    def read(self) -> Iterator[list[str | int]]:
        """Yield the records so far; a script that writes into the file itself only harms its own figure."""
        with contextlib.suppress(OSError, ValueError), open(self._path, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if isinstance(record, list):
                    yield record
