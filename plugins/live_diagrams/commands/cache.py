"""The command `live-diagrams cache`: where the cache is, how large, how to empty it, and who shares it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ..cache.remote.errors import RemoteError
from ..cache.store import Store
from ..engine.sharing.policy import RemoteCache, find_remote
from ..engine.sharing.shared_cache import open_entries, read_times
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
    """Print where the cache is, its size, and whether a shared cache answers.

    \b
    Example:
      live-diagrams cache info -f docs/mkdocs.yml
    """
    settings = _read_settings(config_file)
    store = _open_store(settings)
    usage = store.measure()
    click.echo(f"{store.folder}\n{usage.entries} entries, {usage.bytes / 2**20:.1f} MB")
    if remote := find_remote(settings):
        click.echo(f"shared: {remote.name}, {_try_remote(remote, settings.remote_cache_timeout)}")


@cache.command()
@config_option
def clear(config_file: str | None) -> None:
    """Remove every figure from the cache; the next build renders them again. A shared cache keeps them.

    \b
    Example:
      live-diagrams cache clear
    """
    settings = _read_settings(config_file)
    removed = _open_store(settings).clear()
    click.echo(f"{removed.entries} entries removed, {removed.bytes / 2**20:.1f} MB")
    if remote := find_remote(settings):
        click.echo(f"The shared cache {remote.name} keeps its entries.", err=True)


def _read_settings(config_file: str | None) -> Settings:
    """Return the settings of a project; the default ones where its own cannot be read."""
    try:
        return project.load_settings(config_file)
    except CheckError as error:
        settings = Settings(root=Path(config_file).resolve().parent if config_file else Path.cwd())
        click.echo(f"({error}; using {settings.cache_dir})", err=True)
        return settings


def _open_store(settings: Settings) -> Store:
    return Store(settings.root / settings.cache_dir)


def _try_remote(remote: RemoteCache, timeout: float) -> str:
    """Return what may be done with a shared cache, and whether it answers."""
    if remote.problem:
        return f"not used: {remote.problem}"
    uses = "read and written" if remote.is_writable else "only read"
    signed = "signed entries" if remote.secret else "entries without signatures"
    try:
        records = read_times(open_entries(remote, timeout))
    except RemoteError as error:
        return f"{uses}, {signed}; it cannot be used: {error}"
    moments = [f"{datetime.fromtimestamp(record.written, UTC):%Y-%m-%d %H:%M} UTC" for record in records[:1]]
    return f"{uses}, {signed}; it answers; " + (f"last build {moments[0]}" if moments else "no build so far")
