"""Every figure of a site as files in a folder, for the commands that have the option `--all`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from ...engine.pipeline import Pipeline
from ...engine.progress import ProgressReporter
from ...model.errors import CheckError, FigureError
from ...model.figure import Figure
from ..terminal import write_file

WriteFigure = Callable[[Figure, str], bytes]
"""Returns the content of a file, from a figure and the name of its script."""

all_option = click.option(
    "--all", "every", is_flag=True, help="Every figure of the site, as files in a folder."
)

choice_option = click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="LABEL=VALUE",
    help="The value of one of the figure's choices; may be given again.  [default: the script's]",
)


def write_figures(
    engine: Pipeline, folder: Path, suffix: str, write: WriteFigure, *, direction: str = ""
) -> None:
    """Write each figure of a site into a folder, under the name that pages embed it by.

    Raises:
        CheckError: A script has failed. The figures of the others are written all the same.
    """
    progress = ProgressReporter()
    engine.monitor.on_progress = progress.update
    names = list(engine.scripts.iterate_names())
    scripts = [engine.scripts.get_script(name) for name in names]
    requests = [engine.request_figures(script, direction) for script in scripts]
    failures: list[str] = []
    count = 0
    for script, request in zip(names, requests, strict=True):
        try:
            figures = request.result()
        except FigureError as error:
            failures.append(str(error))
            continue
        for name, figure in iterate_named(script, figures):
            path = folder / f"{name}{suffix}"
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CheckError(f"{path.parent} cannot be made: {error.strerror or error}") from error
            write_file(path, write(figure, script))
            count += 1
    progress.clear_bar()
    click.echo(f"{folder}: {count} figure{'s' * (count != 1)}", err=True)
    if failures:
        raise CheckError("\n".join(dict.fromkeys(failures)))


def check_selection(name: str | None, every: bool, output: Path | None, choices: tuple[str, ...]) -> None:
    """Check that a command names one figure, or all of them with a folder.

    Raises:
        CheckError: It does not.
    """
    if every == bool(name):
        raise CheckError("name one figure, or say --all; `live-diagrams list` has their names")
    if every and (output is None or choices):
        raise CheckError("--all writes files: name their folder with -o, without --choice")


def name_script(engine: Pipeline, name: str) -> str:
    """Return the name of a figure's script, which a diagram's own name may follow."""
    filename = engine.scripts.find_script(name)[1]
    return name.removesuffix(f"/{filename}") if filename else name


def iterate_named(script: str, figures: list[Figure]) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of a script by the names that pages embed them by."""
    for figure in figures:
        yield (script if len(figures) == 1 else f"{script}/{figure.filename}"), figure
