"""New sites and new figures, from the templates that come with the package."""

from __future__ import annotations

import re
import string
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..model.errors import CheckError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_RENAMED = {"gitignore.txt": ".gitignore"}
_IMPORTED = sys.stdlib_module_names | {"diagrams", "graphviz", "jinja2", "live_diagrams", "markupsafe"}
"""What scripts import, and what that imports: a script of such a name would be found in its place."""


def site(folder: Path) -> list[Path]:
    """Write a small site that builds at once; gives the files, relative to its folder.

    Raises:
        CheckError: The folder is there and holds something, or cannot be written.
    """
    title = titled(folder.resolve().name) or "Site"
    written = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "is there already and not empty" if folder.is_dir() else "is a file"
            raise CheckError(f"{folder} {what}; nothing was written. Name a new folder, or an empty one")
        for path, text in _files(_templates() / "site"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("{title}", title), encoding="utf-8")
            written.append(Path(path))
    except OSError as error:
        raise CheckError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from error
    return written


def figure(sources: Path, name: str) -> tuple[Path, str]:
    """Write a script for a new figure; gives its path, and the line that embeds it in a page.

    Args:
        sources: The folder of the scripts.
        name: The figure's, as a page says it after `diagram:`.

    Raises:
        CheckError: The name cannot be one, or there is such a script.
    """
    plain = name.removesuffix(".py")
    if not _NAME.fullmatch(plain):
        raise CheckError(
            f"`{name}` cannot be the name of a figure: use small letters, digits, `-` and `_`, "
            "and `/` between folders, as in `net/hosts`"
        )
    last = plain.rpartition("/")[2]
    if last in _IMPORTED:
        raise CheckError(
            f"`{name}` cannot be the name of a figure: a script {last}.py would be imported in place of "
            f"Python's module `{last}`; take another name, such as `{plain}-figure`"
        )
    path = sources.joinpath(*plain.split("/")).with_suffix(".py")
    if path.exists():
        raise CheckError(
            f"{path} is there already; nothing was written. Take another name, or edit that script"
        )
    title = titled(last)
    text = (_templates() / "figure.py.txt").read_text(encoding="utf-8").replace("{title}", title)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CheckError(f"{path} cannot be written: {error.strerror or error}") from error
    return path, f'![A user asks a server](diagram:{plain} "{title}")'


def titled(name: str) -> str:
    """The name of a folder or a script as words that mean nothing to YAML in quotes, Markdown or HTML."""
    marks = set(string.punctuation) - {"."}
    words = "".join(one if one.isprintable() and one not in marks else " " for one in name)
    return " ".join(words.split()).capitalize()


def _templates() -> Traversable:
    return files(__package__) / "templates"


def _files(folder: Traversable, below: str = "") -> list[tuple[str, str]]:
    """Every template below a folder: the path that it has in a site, and its text."""
    found = []
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            found += _files(one, f"{below}{one.name}/")
        else:
            # A template that ended with .py would be linted and type-checked as our own.
            name = _RENAMED.get(one.name, one.name.removesuffix(".txt"))
            found.append((below + name, one.read_text(encoding="utf-8")))
    return found
