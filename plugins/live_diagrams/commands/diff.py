"""The command `live-diagrams diff`: figures now, and as they were at another revision of the repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ..engine.pipeline import Pipeline
from ..model.errors import CheckError, FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from . import comparison_page, project
from .differences import Outcome, compare_outcomes, name_outcomes
from .terminal import config_option, output_option, report_errors, write_file

_HOOK_VARIABLES = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


@click.command()
@click.argument("revision", default="HEAD")
@config_option
@output_option("Write each figure before and after into an HTML file, to attach to a pull request.")
@report_errors
def diff(revision: str, config_file: str | None, output: Path | None) -> None:
    """Compare every figure with what it was at REVISION, the last commit by default.

    Runs the scripts of both. Exits with 0 whether or not a figure has changed. Needs git.

    \b
    Examples:
      live-diagrams diff
      live-diagrams diff main -o figures.html
    """
    settings = project.load_settings(config_file)
    with check_out(revision, settings) as old_settings:
        differences = compare_outcomes(render_project(old_settings), render_project(settings))
    for difference in differences:
        click.echo(f"{difference.name}: {difference.summarize()}")
        for change in difference.changes:
            click.echo(f"  {change}")
    if not differences:
        click.echo(f"No figure has changed since {revision}.", err=True)
    if output:
        page = comparison_page.write_page(differences, f"Figures changed since {revision}")
        write_file(output, page.encode())


@contextmanager
def check_out(revision: str, settings: Settings) -> Iterator[Settings]:
    """Check out a revision into a temporary folder, and yield the settings of the project there.

    The project keeps its cache, so that figures which have not changed since are not rendered again.

    Raises:
        CheckError: There is no git repository, no git, or no such revision.
    """
    inside = _run_git(settings.root, "rev-parse", "--show-toplevel")
    if inside.returncode:
        reason = _last_line(inside.stderr)
        raise CheckError(f"{settings.root} is in no git repository that can be read: {reason}")
    top = Path(inside.stdout.decode().rstrip("\r\n"))
    commit = _run_git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit.returncode:
        raise CheckError(f"there is no revision `{revision}` in {top}; `git log` lists the revisions")
    with TemporaryDirectory(prefix="live-diagrams-") as folder:
        tree = Path(folder, "tree")
        tree.mkdir()
        # Another index leaves the author's staged changes alone; links and filters are as in a checkout.
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        for arguments in (
            ("read-tree", commit.stdout.decode().strip()),
            ("checkout-index", "--all", "--quiet", f"--prefix={tree.as_posix()}/"),
        ):
            done = _run_git(top, *arguments, env=index)
            if done.returncode:
                raise CheckError(f"`{revision}` cannot be checked out: {_last_line(done.stderr)}")
        root = tree / settings.root.resolve().relative_to(top.resolve())
        yield replace(settings, root=root, cache_dir=str((settings.root / settings.cache_dir).resolve()))


def render_project(settings: Settings) -> dict[str, Outcome]:
    """Return every figure of a project by name, or the error in its place."""
    engine = Pipeline(settings)
    outcomes: dict[str, Outcome] = {}
    try:
        engine.request_all()
        for name in engine.scripts.iterate_names():
            outcome: list[Figure] | FigureError
            try:
                outcome = engine.request_figures(engine.scripts.get_script(name)).result()
            except FigureError as error:
                outcome = error
            outcomes |= name_outcomes(name, outcome)
    finally:
        engine.close()
    return outcomes


def _run_git(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, which alone decides the repository: a hook's environment names another."""
    inherited = {name: value for name, value in os.environ.items() if name not in _HOOK_VARIABLES}
    variables = {**inherited, **(env or {})}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=variables, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise CheckError("comparing with another revision needs the program git; install it") from None


def _last_line(output: bytes) -> str:
    return (output.decode(errors="replace").strip().splitlines() or ["git does not say why"])[-1]
