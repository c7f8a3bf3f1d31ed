"""From the name in a page to the script that draws: names, scripts, and what they are called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..model.errors import ErrorKind, FigureError


@dataclass(frozen=True)
class Script:
    """Something to run: a file in the source folder, or code that stands in a page.

    `path` is the script's file, or the page's. `shown` is that path as messages have it. `line` is
    the page's line at which inline `code` begins, counted from 1.
    """

    path: Path
    display_path: str
    code: str = ""
    line: int = 1


@dataclass(frozen=True)
class ScriptFolder:
    """The scripts of a project.

    Args:
        root: The project's root, to which shown paths are relative.
        folder: The source folder.
    """

    root: Path
    folder: Path

    def iterate_names(self) -> Iterator[str]:
        """The name of every script, sorted. What begins with `_` or `.` is a helper, not a figure."""
        for path in sorted(self.folder.rglob("*.py")):
            parts = path.relative_to(self.folder).parts
            if not any(part.startswith(("_", ".")) for part in parts) and path.is_file():
                yield "/".join(parts).removesuffix(".py")

    def get_script(self, name: str) -> Script:
        """The script of that exact name.

        Raises:
            FigureError: There is none.
        """
        found = self._file(name)
        if found is None:
            raise FigureError(self._unknown(name), kind=ErrorKind.UNKNOWN)
        return found

    def find_script(self, name: str) -> tuple[Script, str]:
        """A script, and which of its diagrams is meant: `NAME`, or `NAME/filename` of one of several.

        Raises:
            FigureError: No script has that name.
        """
        words = name.split("/")
        for length in range(len(words), 0, -1):  # a file name may hold slashes, as a script's may
            if found := self._file("/".join(words[:length])):
                return found, "/".join(words[length:])
        raise FigureError(self._unknown(name), kind=ErrorKind.UNKNOWN)

    def _file(self, name: str) -> Script | None:
        parts = name.split("/")
        if not all(parts) or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        path = self.folder.joinpath(*parts[:-1], parts[-1] + ".py")
        return Script(path, self.shorten_path(path)) if path.is_file() else None

    def shorten_path(self, path: Path) -> str:
        """A path as messages have it: relative to the root where it lies inside."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def _unknown(self, name: str) -> str:
        folder = self.shorten_path(self.folder)
        names = list(self.iterate_names())
        import difflib  # only needed here, for an error

        close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        if close:
            hint = f"did you mean `{close[0]}`?"
        elif not names:
            hint = f"{folder}{os.sep} holds no script"
        else:
            hint = f"there are {', '.join(names[:8])}{', …' if len(names) > 8 else ''}"
        return f"no script {folder}/{name}.py draws `{name}`; {hint}"
