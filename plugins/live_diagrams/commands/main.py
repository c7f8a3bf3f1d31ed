"""The command `live-diagrams`."""

from __future__ import annotations

import contextlib
import json
import logging
import shlex
import sys
from pathlib import Path

import click

from ..cache.store import Store
from ..checks import registry, report
from ..engine import combinations as combining
from ..engine import pipeline, progress
from ..model.errors import CheckError
from ..model.settings import Settings
from ..version import __version__
from . import check as checker
from . import project
from .terminal import FigureName, configured, plainly, short, write, written


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="live-diagrams")
def main() -> None:
    """Figures drawn by Python scripts, in documentation.

    \b
    Begin with:
      live-diagrams new SITE      a small site that builds at once
      live-diagrams add NAME      one more figure in this site

    \b
    Every command has an example in its own help:
      live-diagrams render --help
    """


@main.command()
@click.argument("folder", metavar="SITE", type=click.Path(path_type=Path))
@plainly
def new(folder: Path) -> None:
    """Make a small complete site in the folder SITE.

    \b
    Example:
      live-diagrams new handbook && cd handbook && mkdocs serve
    """
    from . import scaffold

    for path in scaffold.site(folder):
        click.echo(folder / path)
    click.echo(f"\nNow: cd {shlex.quote(str(folder))} && mkdocs serve", err=True)


@main.command()
@click.argument("name")
@configured
@plainly
def add(name: str, config_file: str | None) -> None:
    """Write a script for a new figure NAME, and print the line that shows it on a page.

    \b
    Example:
      live-diagrams add net/hosts
    """
    from . import scaffold

    path, line = scaffold.figure(project.settings(config_file).source_folder, name)
    click.echo(f"{short(path)} is written. To show it, put this line into a page:\n", err=True)
    click.echo(line)


@main.command()
@click.argument("name", type=FigureName())
@configured
@written("The file to write, .svg, .png or .pdf; an SVG on standard output where it is not given.")
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="LABEL=VALUE",
    help="What a reader would choose; the default where it is not given. May be given again.",
)
@click.option("--variant", type=click.Choice(["wide", "narrow"]), default="wide", show_default=True)
@click.option("--scheme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--scale", type=click.FloatRange(0.1, 20), default=2.0, show_default=True, help="Of a PNG.")
@plainly
def render(
    name: str,
    config_file: str | None,
    output: Path | None,
    choices: tuple[str, ...],
    variant: str,
    scheme: str,
    scale: float,
) -> None:
    """Draw the figure NAME as a file of its own, with its icons inside.

    PNG and PDF need the extra `export`: pip install 'mkdocs-live-diagrams[export]'.

    \b
    Examples:
      live-diagrams render shop -o shop.svg
      live-diagrams render shop -o shop.png --scheme dark --choice "Servers=3"
    """
    from . import export as picture
    from . import standalone

    ending = output.suffix.lower() if output else ".svg"
    if ending not in picture.FORMATS:
        raise CheckError(f"`{output}` ends with none of {', '.join(picture.FORMATS)}")
    engine = pipeline.Pipeline(project.settings(config_file))
    engine.monitor.on_output = lambda script, said: click.echo(progress.format_output(script, said), err=True)
    try:
        figure = combining.select_combination(engine.render_figure(name), choices)
    finally:
        engine.close()
    drawn = standalone.svg(figure, variant, scheme, halo=ending != ".pdf")
    content = picture.FORMATS[ending](drawn, scale if ending == ".png" else 1.0)
    if output is None:
        click.echo(content.decode(), nl=False)
        return
    write(output, content)
    click.echo(f"{output}: {len(content):,} bytes", err=True)


@main.command("list")
@configured
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@plainly
def list_(config_file: str | None, form: str) -> None:
    """List every figure: what became of it, how long that took, and the pages that show it.

    Builds the site into a temporary folder to find out. `rendered` was rendered just now, `cached` was not,
    `failed` has a script to fix (see `live-diagrams check`).

    \b
    Example:
      live-diagrams list --format json
    """
    from ..mkdocs_plugin import site
    from . import listing

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    built = site.build_site(config_file)
    found = listing.entries(built.site, built.engine.monitor.statistics.runs)
    if form == "json":
        click.echo(json.dumps(listing.as_json(found), indent=2, ensure_ascii=False))
    elif found:
        click.echo(listing.table(found), nl=False)
    else:
        click.echo("There is no script yet; live-diagrams add NAME writes one.", err=True)


@main.command()
def schema() -> None:
    """Print a JSON schema of the plugin's options, for editors.

    \b
    Example:
      live-diagrams schema > live-diagrams.json
    """
    from .schema import schema as made

    click.echo(json.dumps(made(), indent=2, ensure_ascii=False))


@main.command()
@configured
@plainly
def watch(config_file: str | None) -> None:
    """Draw figures again as their scripts are saved, and say what went wrong, until Ctrl+C.

    For sites that another program serves. `mkdocs serve` does this by itself, and shows it in the page.

    \b
    Example:
      live-diagrams watch -f docs/mkdocs.yml
    """
    from . import watch as lookout

    with contextlib.suppress(KeyboardInterrupt):
        lookout.keep(
            project.settings(config_file), lambda said, bad: click.secho(said, fg="red" if bad else None)
        )
    click.echo()


@main.command()
@click.argument("revision", default="HEAD")
@configured
@written("Write before and after as one HTML page, to attach to a pull request.")
@plainly
def diff(revision: str, config_file: str | None, output: Path | None) -> None:
    """Compare every figure with what it was at REVISION (the last commit where it is not given).

    Runs the scripts of both. Ends with 0 whether or not anything has changed.

    \b
    Example:
      live-diagrams diff main -o figures.html
    """
    from . import differences, review, revisions

    now = project.settings(config_file)
    with revisions.at(revision, now) as then:
        found = differences.between(revisions.drawn(then), revisions.drawn(now))
    for one in found:
        click.echo(f"{one.name}: {review.summary(one)}")
        for change in one.changes:
            click.echo(f"  {change}")
    if not found:
        click.echo(f"No figure has changed since {revision}.", err=True)
    if output:
        write(output, review.page(found, f"Figures changed since {revision}").encode())


@main.command()
@configured
@click.option(
    "--format",
    "form",
    type=click.Choice(list(report.FORMATS)),
    default="text",
    show_default=True,
    help="text: a line a problem; json: a list; github: annotations in a GitHub workflow; "
    "sarif: SARIF 2.1.0, for code scanning and editors.",
)
@written("Write the report to a file; standard output stays empty then.")
@click.option("--list-rules", is_flag=True, help="Print every rule with its reason, and check nothing.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what was looked at, too.")
@plainly
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

    \b
    Example:
      live-diagrams check --format github
    """
    if list_rules:
        for rule in registry.list_checks():
            click.echo(f"{rule.name}: {rule.why}")
        return
    checked = checker.check(config_file, verbose=verbose)
    said = report.FORMATS[form](checked)
    if output is None:
        click.echo(said, nl=False)
    else:
        write(output, said.encode())
    for line in checked.details:
        click.echo(line, err=True)
    click.echo(report.summarize(checked), err=True)
    sys.exit(1 if checked.diagnostics else 0)


@main.group()
def cache() -> None:
    """Look at, or empty, the memory of figures made before."""


def _store(config_file: str | None) -> Store:
    try:
        settings = project.settings(config_file)
    except CheckError as error:
        settings = Settings(root=Path(config_file).resolve().parent if config_file else Path.cwd())
        click.echo(f"({error}; using {settings.cache_dir})", err=True)
    return Store(settings.root / settings.cache_dir)


@cache.command()
@configured
def info(config_file: str | None) -> None:
    """Say where the cache is and how much it holds.

    \b
    Example:
      live-diagrams cache info -f docs/mkdocs.yml
    """
    store = _store(config_file)
    held = store.measure()
    click.echo(f"{store.folder}\n{held.entries} entries, {held.bytes / 2**20:.1f} MB")


@cache.command()
@configured
def clear(config_file: str | None) -> None:
    """Forget every figure; the next build makes them again.

    \b
    Example:
      live-diagrams cache clear
    """
    held = _store(config_file).clear()
    click.echo(f"{held.entries} entries removed, {held.bytes / 2**20:.1f} MB")
