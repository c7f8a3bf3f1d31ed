"""The scripts of a project: found by the name that a page uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from ..model.errors import ErrorKind, FigureError


@dataclass(frozen=True)
class Script:
    """A file in the source folder, or code inside a page.

    `path` is the script's file, or the page's; `display_path` is the same for messages. `line` is the
    page's line at which inline `code` begins, counted from 1.
    """

    path: Path
    display_path: str
    code: str = ""
    line: int = 1


@dataclass(frozen=True)
class ScriptFolder:
    """The scripts below a folder. Paths in messages are relative to `root`."""

    root: Path
    folder: Path

    def iterate_names(self) -> Iterator[str]:
        """Yield the name of every script, sorted. A name that begins with `_` or `.` is a helper's."""
        for path in sorted(self.folder.rglob("*.py")):
            parts = path.relative_to(self.folder).parts
            if not any(part.startswith(("_", ".")) for part in parts) and path.is_file():
                yield "/".join(parts).removesuffix(".py")

    def get_script(self, name: str) -> Script:
        """Return the script of exactly that name.

        Raises:
            FigureError: There is none.
        """
        script = self._look_up(name)
        if script is None:
            raise FigureError(self._describe_missing(name), kind=ErrorKind.UNKNOWN)
        return script

    def find_script(self, name: str) -> tuple[Script, str]:
        """Return the script for `NAME` or `NAME/filename`, and the file name of its diagram, or "".

        Raises:
            FigureError: No script has that name.
        """
        parts = name.split("/")
        for length in range(len(parts), 0, -1):  # a script's name may contain slashes, and a file name too
            if script := self._look_up("/".join(parts[:length])):
                return script, "/".join(parts[length:])
        raise FigureError(self._describe_missing(name), kind=ErrorKind.UNKNOWN)

    def find_own_file(self, script: Script) -> Path | None:
        """Return the file of a script if it really lies in the folder, links resolved; else None."""
        path = script.path.resolve()
        return path if path.is_relative_to(self.folder.resolve()) else None

    def _look_up(self, name: str) -> Script | None:
        parts = name.split("/")
        if not all(parts) or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        script = self._make_script(name)
        return script if script.path.is_file() else None

    @cached_property
    def _make_script(self) -> Callable[[str], Script]:
        """Returns the script that has a name: embeds ask several times each, and paths take time to make."""

        def make_script(name: str) -> Script:
            path = self.folder / f"{name}.py"
            return Script(path, self.shorten_path(path))

        return cache(make_script)

    def shorten_path(self, path: Path) -> str:
        """Return a path for messages: relative to the root if it lies inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def _describe_missing(self, name: str) -> str:
        folder = self.shorten_path(self.folder)
        names = list(self.iterate_names())
        import difflib  # only needed here, for an error

        close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        if close:
            hint = f"did you mean `{close[0]}`?"
        elif not names:
            hint = f"{folder}{os.sep} contains no script"
        else:
            hint = f"there are {', '.join(names[:8])}{', …' if len(names) > 8 else ''}"
        return f"no script {folder}/{name}.py draws `{name}`; {hint}"
