"""One shard of a site's figures, rendered into the shared cache for the machine that builds the site.

Only a build knows what pages ask for: the widths, directions and scripts in them. So the site is built as it
will be there, without the figures of other shards, and then removed.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import click

from ...cache.remote.errors import RemoteError
from ...engine.pipeline import Pipeline
from ...engine.progress import format_summary
from ...engine.sharing.shards import Shard, assign_figures, choose_times, parse_shard, read_commit_time
from ...model.errors import CheckError
from .. import project
from ..extension_site import ExtensionSite


def render_shard(config_file: str | None, text: str) -> None:
    """Render one shard of the figures of a site, and upload it.

    Raises:
        CheckError: There is no shared cache to write into, it fails, or scripts do.
    """
    try:
        shard = parse_shard(text)
    except ValueError as error:
        raise CheckError(str(error)) from error
    engines: list[Pipeline] = []

    def prepare(engine: Pipeline) -> None:
        engine.sharing.select_shard(shard)  # from now on, the shared cache may take its time
        engine.sharing.select_shard(_balance_shard(engine, shard))
        engines.append(engine)

    site = project.read_site(config_file, prepare)
    if isinstance(site, ExtensionSite):
        _ = site.site  # converts the pages
    (engine,) = engines
    shared = engine.sharing.cache
    assert shared is not None
    click.echo(format_summary(engine.monitor.statistics), err=True)
    click.echo(f"{shared.remote.name}: {shared.uploaded} entries uploaded", err=True)
    if shared.problem:
        raise CheckError(f"the shared cache lacks some figures: {shared.problem}")
    if errors := engine.list_errors():
        raise CheckError("\n".join(dict.fromkeys(str(error) for error in errors)))


def _balance_shard(engine: Pipeline, shard: Shard) -> Shard:
    """Return a shard that does its part of the work, where the times of an earlier build are known.

    Raises:
        CheckError: There is no shared cache to write into, or it does not answer.
    """
    shared = engine.sharing.cache
    if shared is None:
        raise CheckError("--shard needs the option `remote_cache`, with the address that all machines share")
    if shared.problem:
        raise CheckError(f"the shared cache cannot be used: {shared.problem}")
    if not shared.remote.is_writable:
        raise CheckError("the shared cache is read-only here, so nobody would get what --shard renders")
    try:
        records = shared.read_times()
    except RemoteError:
        raise CheckError(f"the shared cache cannot be used: {shared.problem}") from None
    times = choose_times(records, read_commit_time(engine.settings.root))
    title = f"Shard {shard.number}/{shard.count}"
    if times is None:
        click.echo(f"{title}, by digests: there are no times of a build before this commit", err=True)
        return shard
    moment = datetime.fromtimestamp(times.written, UTC)
    click.echo(f"{title}, balanced by the times of {moment:%Y-%m-%d %H:%M:%S} UTC", err=True)
    return dataclasses.replace(shard, assigned=assign_figures(times.milliseconds, shard.count))
