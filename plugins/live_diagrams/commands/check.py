"""The command `live-diagrams check`: the diagnostics of a strict build, in the format that is asked for."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ..checks import Diagnostic, Site, registry, report
from ..checks.report import Report
from ..model.errors import CheckError
from . import project
from .terminal import (
    config_option,
    output_option,
    report_errors,
    sandbox_option,
    shorten_path,
    write_file,
)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[FILE]...")
@config_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="text: a line for each diagnostic; json: a list; github: annotations in a GitHub workflow; "
    "sarif: SARIF 2.1.0, for code scanning and editors.",
)
@output_option("Write the diagnostics to a file, and nothing to standard output.")
@click.option("--list-rules", is_flag=True, help="Print every rule with its reason, and check nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Also print what was checked, on standard error.")
@sandbox_option
@report_errors
def check(
    files: tuple[Path, ...],
    config_file: str | None,
    format_name: str,
    output: Path | None,
    list_rules: bool,
    verbose: bool,
) -> None:
    """Check a site's figures and pages, as `mkdocs build --strict` does.

    Builds the site into a temporary folder and prints each diagnostic, by default as
    `file:line: rule: message`. Standard error has their number. A site of the Markdown extension alone,
    such as one of Zensical (`zensical.toml`), is read without MkDocs.

    Where there are FILEs, pages, scripts or folders, only diagnostics of these count.

    \b
    The exit code is
      0  if there is no diagnostic,
      1  if there is one,
      2  if the site could not be checked: it cannot be built, or the command is wrong.

    In the formats text and json, files are relative to the configuration; in github and sarif, to the
    working folder, which has to be the root of the repository for them.

    \b
    Examples:
      live-diagrams check
      live-diagrams check docs/index.md diagram_src/shop.py
      live-diagrams check --format sarif -o checks.sarif
    """
    if list_rules:
        for rule in registry.list_checks():
            click.echo(f"{rule.name}: {rule.why}")
        return
    result = make_report(config_file, files, verbose=verbose)
    content = report.FORMATS[format_name](result)
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content.encode())
    for line in result.details:
        click.echo(line, err=True)
    click.echo(report.summarize(result), err=True)
    sys.exit(1 if any(diagnostic.is_error for diagnostic in result.diagnostics) else 0)


def make_report(
    config_file: str | None = None, files: tuple[Path, ...] = (), *, verbose: bool = False
) -> Report:
    """Build a site into a temporary folder and check it, as `mkdocs build` does at its end.

    Where files are named, the report has the diagnostics of these alone. Errors of the build are logged to
    standard error; its warnings are either diagnostics or not ours.

    Raises:
        CheckError: The site cannot be built at all, does not load the plugin, or a file is no part of it.
    """
    with _log_build_errors():
        build = project.read_site(config_file)
    root = project.find_config(config_file).parent
    diagnostics = _select_diagnostics(build.diagnostics, build.site, root, files)
    others = len(build.diagnostics) - len(diagnostics)
    counts = (f"{others} more in other files.",) if others else ()
    return Report(
        diagnostics,
        tuple(registry.list_checks()),
        build.options.handbook,
        _path_from_here(root),
        (*counts, *registry.collect_counts(build.site)),
        tuple(registry.collect_details(build.site)) if verbose else (),
    )


def _select_diagnostics(
    diagnostics: Iterable[Diagnostic], site: Site, root: Path, files: tuple[Path, ...]
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of some files and folders; all of them where none are named."""
    if not files:
        return tuple(diagnostics)
    wanted = [file.resolve() for file in files]
    pages = {(root / page.path).resolve() for page in site.pages}
    for file in wanted:
        if file.suffix == ".md" and file not in pages:
            raise CheckError(f"{shorten_path(file)} is no page of this site")
    return tuple(d for d in diagnostics if any((root / d.file).resolve().is_relative_to(w) for w in wanted))


@contextlib.contextmanager
def _log_build_errors() -> Iterator[None]:
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _path_from_here(folder: Path) -> str:
    """Return the path from the working folder to another; empty for the working folder itself."""
    try:
        path = Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # on another drive
        return ""
    return "" if path == "." else path
