"""The command `live-diagrams`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import checker, checks, report
from .cache import Store
from .errors import CheckError
from .pipeline import Settings
from .version import __version__

_config = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False),
    help="The site's configuration; mkdocs.yml in this folder where it is not given.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="live-diagrams")
def main() -> None:
    """Figures drawn by Python scripts, in documentation."""


class _Unchecked(click.ClickException):
    """Nothing is known of the site, which is another thing than that it has problems."""

    exit_code = 2


@main.command()
@_config
@click.option(
    "--format",
    "form",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="text: a line a problem; json: a list; github: annotations in a GitHub workflow; "
    "sarif: SARIF 2.1.0, for code scanning and editors.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to a file; standard output stays empty then.",
)
@click.option("--list-rules", is_flag=True, help="Print every rule with its reason, and check nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what was looked at, too.")
def check(config_file: str | None, form: str, output: Path | None, list_rules: bool, verbose: bool) -> None:
    """Check a site's figures and pages, as `mkdocs build --strict` does.

    Builds the site into a temporary folder and prints each problem, as `file:line: rule: message`
    where no other format is asked for. How many there are is said on standard error.

    \b
    Ends with
      0  where there is no problem,
      1  where there is one,
      2  where the site could not be checked: it cannot be built, or the command is wrong.

    The formats text and json name files as seen from the configuration, github and sarif as seen from the
    working folder, which has to be the root of the repository for them.
    """
    if list_rules:
        for rule in checks.rules():
            click.echo(f"{rule.id}: {rule.why}")
        return
    try:
        checked = checker.check(config_file, verbose=verbose)
    except CheckError as error:
        raise _Unchecked(str(error)) from error
    said = report.FORMATS[form](checked)
    if output is None:
        click.echo(said, nl=False)
    else:
        try:
            output.write_text(said, encoding="utf-8")
        except OSError as error:
            raise _Unchecked(f"the report cannot be written: {error}") from error
    for line in checked.details:
        click.echo(line, err=True)
    click.echo(report.summary(checked), err=True)
    sys.exit(1 if checked.problems else 0)


@main.group()
def cache() -> None:
    """Look at, or empty, the memory of figures made before."""


def _store(config_file: str | None) -> Store:
    settings = Settings(root=Path(config_file or ".").resolve().parent if config_file else Path.cwd())
    folder = settings.cache_dir
    try:
        from mkdocs.config import load_config

        options = load_config(config_file).plugins.get("live-diagrams")
        folder = options.config["cache_dir"] if options else folder
    except Exception as error:
        click.echo(f"({type(error).__name__} in reading the configuration; using {folder})", err=True)
    return Store(settings.root / folder)


@cache.command()
@_config
def info(config_file: str | None) -> None:
    """Say where the cache is and how much it holds."""
    store = _store(config_file)
    held = store.info()
    click.echo(f"{store.folder}\n{held.entries} entries, {held.bytes / 2**20:.1f} MB")


@cache.command()
@_config
def clear(config_file: str | None) -> None:
    """Forget every figure; the next build makes them again."""
    held = _store(config_file).clear()
    click.echo(f"{held.entries} entries removed, {held.bytes / 2**20:.1f} MB")
