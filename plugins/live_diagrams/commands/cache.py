"""The command `live-diagrams cache`: where the cache is, how large, and how to empty it."""

from __future__ import annotations

from pathlib import Path

import click

from ..cache.store import Store
from ..model.errors import CheckError
from ..model.settings import Settings
from . import project
from .terminal import config_option


@click.group()
def cache() -> None:
    """Show or empty the cache of rendered figures."""


@cache.command()
@config_option
def info(config_file: str | None) -> None:
    """Print where the cache is, and its size.

    \b
    Example:
      live-diagrams cache info -f docs/mkdocs.yml
    """
    store = _open_store(config_file)
    usage = store.measure()
    click.echo(f"{store.folder}\n{usage.entries} entries, {usage.bytes / 2**20:.1f} MB")


@cache.command()
@config_option
def clear(config_file: str | None) -> None:
    """Remove every figure from the cache; the next build renders them again.

    \b
    Example:
      live-diagrams cache clear
    """
    removed = _open_store(config_file).clear()
    click.echo(f"{removed.entries} entries removed, {removed.bytes / 2**20:.1f} MB")


def _open_store(config_file: str | None) -> Store:
    """Return the store of a project; that of the default settings where its own cannot be read."""
    try:
        settings = project.load_settings(config_file)
    except CheckError as error:
        settings = Settings(root=Path(config_file).resolve().parent if config_file else Path.cwd())
        click.echo(f"({error}; using {settings.cache_dir})", err=True)
    return Store(settings.root / settings.cache_dir)
