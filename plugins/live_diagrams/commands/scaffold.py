"""The commands `live-diagrams new` and `add`: new sites and new figures, from templates of the package."""

from __future__ import annotations

import re
import shlex
import string
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from ..model.errors import CheckError
from . import project
from .terminal import config_option, report_errors, shorten_path

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*")
_RENAMED = {"gitignore.txt": ".gitignore"}
_SHADOWED = sys.stdlib_module_names | {"diagrams", "graphviz", "jinja2", "live_diagrams", "markupsafe"}
"""Modules that scripts import, directly or not: a script of such a name would be imported in their place."""


@click.command()
@click.argument("folder", metavar="SITE", type=click.Path(path_type=Path))
@report_errors
def new(folder: Path) -> None:
    """Write a small complete site into the folder SITE, which must be new or empty.

    \b
    Example:
      live-diagrams new handbook && cd handbook && mkdocs serve
    """
    for path in write_site(folder):
        click.echo(folder / path)
    click.echo(f"\nNow: cd {shlex.quote(str(folder))} && mkdocs serve", err=True)


@click.command()
@click.argument("name")
@config_option
@report_errors
def add(name: str, config_file: str | None) -> None:
    """Write a script for a new figure NAME, and print the line that embeds it in a page.

    \b
    Example:
      live-diagrams add net/hosts
    """
    path, embed = write_script(project.load_settings(config_file).source_folder, name)
    click.echo(f"{shorten_path(path)} is written. To embed it, add this line to a page:\n", err=True)
    click.echo(embed)


def write_site(folder: Path) -> list[Path]:
    """Write a small site that builds at once; return its files, relative to the folder.

    Raises:
        CheckError: The folder is not empty, or cannot be written.
    """
    title = make_title(folder.resolve().name) or "Site"
    written = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            reason = "exists and is not empty" if folder.is_dir() else "is a file"
            raise CheckError(f"{folder} {reason}; nothing was written. Name a new folder, or an empty one")
        for path, text in _iterate_templates(_find_templates() / "site"):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace("{title}", title), encoding="utf-8")
            written.append(Path(path))
    except OSError as error:
        raise CheckError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from error
    return written


def write_script(folder: Path, name: str) -> tuple[Path, str]:
    """Write a script for a new figure; return its path, and the line that embeds it in a page.

    Raises:
        CheckError: No figure can have the name, or there is such a script.
    """
    name = name.removesuffix(".py")
    _check_name(name)
    path = folder.joinpath(*name.split("/")).with_suffix(".py")
    if path.exists():
        raise CheckError(f"{path} exists; nothing was written. Take another name, or edit that script")
    title = make_title(name.rpartition("/")[2])
    text = (_find_templates() / "figure.py.txt").read_text(encoding="utf-8").replace("{title}", title)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CheckError(f"{path} cannot be written: {error.strerror or error}") from error
    return path, f'![A user asks a server](diagram:{name} "{title}")'


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise CheckError(
            f"`{name}` cannot be the name of a figure: use small letters, digits, `-` and `_`, "
            "and `/` between folders, as in `net/hosts`"
        )
    module = name.rpartition("/")[2]
    if module in _SHADOWED:
        raise CheckError(
            f"`{name}` cannot be the name of a figure: a script {module}.py would be imported in place of "
            f"Python's module `{module}`; take another name, such as `{name}-figure`"
        )


def make_title(name: str) -> str:
    """Return the name of a folder or script as words without special characters of YAML, Markdown or HTML."""
    special = set(string.punctuation) - {"."}
    words = "".join(char if char.isprintable() and char not in special else " " for char in name)
    return " ".join(words.split()).capitalize()


def _find_templates() -> Traversable:
    return files(__package__) / "templates"


def _iterate_templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the templates below a folder: the path in the new site, and the text."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _iterate_templates(entry, f"{prefix}{entry.name}/")
        else:
            # A template whose name ended with .py would be linted and type-checked as our own module.
            name = _RENAMED.get(entry.name, entry.name.removesuffix(".txt"))
            yield prefix + name, entry.read_text(encoding="utf-8")
