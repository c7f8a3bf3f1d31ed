"""The command `live-diagrams`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from .cache import Store
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


@main.command()
@_config
def check(config_file: str | None) -> None:
    """Check a site's figures and pages, as `mkdocs build --strict` does.

    Prints each problem as `file:line: rule: message`, and exits with 1 where there are any.
    """
    try:
        from mkdocs.exceptions import MkDocsException

        from . import plugin
    except ImportError:
        raise click.ClickException("checking a site needs mkdocs: pip install mkdocs") from None
    # What ends the build is said; what the build only warns of is either a problem below or not ours.
    errors = logging.StreamHandler()
    errors.setLevel(logging.ERROR)
    logging.getLogger("mkdocs").addHandler(errors)
    try:
        problems = plugin.check(config_file)
    except (KeyError, IndexError):
        raise  # a fault of ours, though a `LookupError` too
    except (MkDocsException, LookupError, SystemExit) as error:
        raise click.ClickException(
            str(error) or "the site cannot be built; `mkdocs build` says why"
        ) from error
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problem{'s' * (len(problems) != 1)} found.", err=True)
        sys.exit(1)
    click.echo("No problem found.", err=True)


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
