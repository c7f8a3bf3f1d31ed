"""The command `live-diagrams list`: every figure, its state in a build, and the pages that embed it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import click

from ...checks import Site
from ...engine.statistics import ScriptRun
from .. import identifiers, project
from ..terminal import config_option, report_errors


@click.command("list")
@config_option
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--ids", is_flag=True, help="List the names of diagrams, and the ids and labels of their parts."
)
@report_errors
def list_figures(config_file: str | None, format_name: str, ids: bool) -> None:
    """List every figure: its state, the seconds that it took, and the pages that embed it.

    Builds the site into a temporary folder to find out. The state is `rendered`, `cached`, or `failed`
    (see `live-diagrams check`). Needs MkDocs, but for `--ids`, which lists what embeds, links and styles
    can refer to.

    \b
    Examples:
      live-diagrams list
      live-diagrams list --format json
      live-diagrams list --ids
    """
    if ids:
        parts = identifiers.list_parts(project.load_settings(config_file))
        click.echo(
            json.dumps([asdict(part) for part in parts], indent=2, ensure_ascii=False) + "\n"
            if format_name == "json"
            else identifiers.format_parts(parts),
            nl=False,
        )
        return
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    build = project.build_site(config_file)
    runs = build.engine.monitor.statistics.runs
    scripts = sorted(build.site.scripts.items())
    entries = [_make_entry(name, script, build.site, runs) for name, script in scripts]
    if format_name == "json":
        click.echo(json.dumps([asdict(entry) for entry in entries], indent=2, ensure_ascii=False))
    elif entries:
        click.echo(format_table(entries), nl=False)
    else:
        click.echo("There is no script yet; live-diagrams add NAME writes one.", err=True)


@dataclass(frozen=True)
class Entry:
    """A script. `state` is `rendered`, `cached` or `failed`; `seconds` is the sum of all its runs."""

    name: str
    script: str
    pages: tuple[str, ...]
    state: str
    seconds: float


def _make_entry(name: str, script: str, site: Site, runs: Sequence[ScriptRun]) -> Entry:
    own_runs = [run for run in runs if run.script == script]
    states = {run.state for run in own_runs}
    state = next((state for state in ("failed", "rendered", "cached") if state in states), "")
    pages = [
        page.name
        for page in site.pages
        if any(embed.name == name or embed.name.startswith(f"{name}/") for embed in page.embeds)
    ]
    return Entry(name, script, tuple(pages), state, round(sum(run.seconds for run in own_runs), 3))


def format_table(entries: Sequence[Entry]) -> str:
    """Return the entries in columns, below a line of headings."""
    rows = [("figure", "state", "seconds", "pages")]
    rows += [(e.name, e.state, f"{e.seconds:.2f}", ", ".join(e.pages) or "(no page)") for e in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{name:<{widths[0]}}  {state:<{widths[1]}}  {seconds:>{widths[2]}}  {pages}\n"
        for name, state, seconds, pages in rows
    )
