"""What the commands have in common: the option for the configuration, errors in a line, files, names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..engine.scripts import ScriptFolder
from ..model.errors import CheckError, FigureError
from . import project

configured = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False),
    help="The site's configuration; mkdocs.yml in this folder where it is not given.",
)


def written(what: str) -> Callable[..., Any]:
    """The option for the file that a command writes."""
    return click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=what)


class _Unchecked(click.ClickException):
    """Nothing could be done, which is another thing than that a site has problems."""

    exit_code = 2


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Say what an author has to mend in a line, not in a traceback."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except (CheckError, FigureError) as error:
            raise _Unchecked(str(error)) from error

    return run


class FigureName(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """The name of a script, which shells complete."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The scripts of the site whose names begin so; none where there is no site."""
        try:
            settings = project.settings(ctx.params.get("config_file"))
        except CheckError:
            return []
        names = ScriptFolder(settings.root, settings.source_folder).iterate_names()
        return [CompletionItem(each) for each in names if each.startswith(incomplete)]


def write(path: Path, content: bytes) -> None:
    """Write a file that was asked for.

    Raises:
        CheckError: It cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CheckError(f"{path} cannot be written: {error.strerror or error}") from error


def short(path: Path) -> str:
    """A path as seen from the working folder, where it lies below that."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
