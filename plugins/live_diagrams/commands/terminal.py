"""What the commands share: options, errors in one line, files to write, names that shells complete."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ..engine.sandbox_policy import MODES as SANDBOX_MODES
from ..engine.sandbox_policy import VARIABLE as SANDBOX_VARIABLE
from ..engine.scripts import ScriptFolder
from ..model.errors import CheckError, FigureError
from . import project

if TYPE_CHECKING:
    from ..engine.pipeline import Pipeline

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False),
    help="The site's configuration.  [default: mkdocs.yml in the working folder]",
)


def _set_sandbox(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        os.environ[SANDBOX_VARIABLE] = value


sandbox_option = click.option(
    "--sandbox",
    type=click.Choice(SANDBOX_MODES),
    expose_value=False,
    callback=_set_sandbox,
    help="Run scripts in a sandbox, whatever the configuration says.",
)


def output_option(help_text: str, *, folders: bool = False) -> Callable[..., Any]:
    """Return the option for the file that a command writes, or also for a folder."""
    kind = click.Path(dir_okay=folders, path_type=Path)
    return click.option("-o", "--output", metavar="FILE", type=kind, help=help_text)


class _CommandError(click.ClickException):
    """The command could not do anything; exit code 1 would mean that a site has diagnostics."""

    exit_code = 2


def report_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Report what an author has to fix in one line, without a traceback."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except (CheckError, FigureError) as error:
            raise _CommandError(str(error)) from error

    return run


class FigureName(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """The name of a script, which shells complete."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names of the site's scripts that begin so; none where there is no site."""
        try:
            settings = project.load_settings(ctx.params.get("config_file"))
        except CheckError:
            return []
        names = ScriptFolder(settings.root, settings.source_folder).iterate_names()
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def close_engine(engine: Pipeline) -> None:
    """End what an engine has started, and print what kept it from sharing figures."""
    engine.close()
    if problem := engine.sharing.describe_problem():
        click.echo(problem, err=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the author has named.

    Raises:
        CheckError: The file cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CheckError(f"{path} cannot be written: {error.strerror or error}") from error


def shorten_path(path: Path) -> str:
    """Return a path relative to the working folder, where it is inside."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
