"""The command `live-diagrams diff`: figures now, and as they were at another revision of the repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ...engine.pipeline import Pipeline
from ...model.errors import CheckError, FigureError
from ...model.figure import Figure
from ...model.settings import Settings
from .. import project
from ..terminal import close_engine, config_option, output_option, report_errors, write_file
from . import markdown, page
from .differences import Difference, Outcome, compare_outcomes, name_outcomes

_HOOK_VARIABLES = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


@click.command()
@click.argument("revision", default="HEAD")
@config_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "html", "markdown"]),
    help="html: each figure before and after, with its changes marked; markdown: a comment for a pull "
    "request, with each change as Mermaid.  [default: that of FILE's ending, else text]",
)
@output_option("Write to a file, to attach to a pull request.")
@report_errors
def diff(revision: str, config_file: str | None, format_name: str | None, output: Path | None) -> None:
    """Compare every figure with what it was at REVISION, the last commit by default.

    Runs the scripts of both. Exits with 0 whether or not a figure has changed. Needs git.

    \b
    Examples:
      live-diagrams diff
      live-diagrams diff main -o figures.html
      live-diagrams diff main --format markdown | gh pr comment --body-file -
    """
    settings = project.load_settings(config_file)
    with check_out(revision, settings) as old_settings:
        differences = compare_outcomes(render_project(old_settings), render_project(settings))
    format_name = format_name or _FORMAT_OF_SUFFIX.get(output.suffix.lower() if output else "", "text")
    content = _FORMATS[format_name](differences, f"Figures changed since {revision}")
    if output:
        write_file(output, content.encode())
    if not output or format_name == "html":
        click.echo(format_text(differences) if format_name == "html" else content, nl=False)
    if not differences:
        click.echo(f"No figure has changed since {revision}.", err=True)


def format_text(differences: Sequence[Difference]) -> str:
    """Return a line for each figure, with the changes of its parts below."""
    lines = []
    for difference in differences:
        lines.append(f"{difference.name}: {difference.summarize()}")
        lines += (f"  {change}" for change in difference.changes)
    return "".join(f"{line}\n" for line in lines)


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
    with TemporaryDirectory(prefix="revision-of-live-diagrams-") as folder:
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
        close_engine(engine)
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


_FORMATS: Mapping[str, Callable[[Sequence[Difference], str], str]] = {
    "text": lambda differences, title: format_text(differences),
    "html": page.write_page,
    "markdown": markdown.write_comment,
}
_FORMAT_OF_SUFFIX = {".html": "html", ".htm": "html", ".md": "markdown"}
