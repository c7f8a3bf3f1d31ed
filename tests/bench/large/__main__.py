"""The command: `python -m tests.bench.large`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from json import dumps
from pathlib import Path

import click

from .. import floor, report, venvs
from ..contestants import BUILDERS, OURS, PLAIN, Contestant
from ..race import FLOOR
from ..sample_graphs import format_script
from ..sites import BuildError
from . import plot, table
from .figures import create_figure
from .sites import STATES, Build, LargeSite
from .table import Series

_TEMP = Path(tempfile.gettempdir())
NAMES = (*(contestant.name for contestant in BUILDERS), FLOOR)


def measure_sites(options: argparse.Namespace) -> list[Series]:
    """Build sites of each size with each contestant, in turn, and return their builds.

    A contestant whose build took more than `--patience` seconds gets no larger site.
    """
    results: list[Series] = []
    stopped: dict[str, str] = {}
    for count in sorted(options.figures):
        with tempfile.TemporaryDirectory(prefix="live-diagrams-large-") as work:
            series = [Series(name, count, stopped=stopped.get(name, "")) for name in options.only]
            results += series
            _measure_size(series, count, options, Path(work))
        for one in series:
            slowest = max((b.seconds for builds in one.builds.values() for b in builds), default=0.0)
            if one.stopped or (slowest > options.patience and one.name != PLAIN.name):
                stopped[one.name] = one.stopped or f"not run: {slowest:.0f} s with {count} figures"
    return results


def _measure_size(series: Sequence[Series], count: int, options: argparse.Namespace, work: Path) -> None:
    sites = [(one, site) for one in series if (site := _prepare_site(one, work, options))]
    turns = [(number, state) for number in range(1, options.rounds + 1) for state in STATES]
    label = f"{count} figures"
    with click.progressbar(length=len(turns) * len(sites), label=label, file=sys.stderr) as bar:
        for number, state in turns:
            for one, site in sites:
                if not one.stopped:
                    bar.label = f"{count} figures: {one.name}, {state}"
                    bar.render_progress()
                    _run_build(one, site, state, number)
                bar.update(1)
    for one, site in sites:
        if isinstance(site, LargeSite) and one.name == OURS.name:
            files, megabytes = site.measure_cache()
            click.echo(f"  cache: {files} files, {megabytes:.1f} MB", err=True)


def _run_build(one: Series, site: LargeSite | _Floor, state: str, number: int) -> None:
    try:
        if build := site.run(state, number):
            one.builds.setdefault(state, []).append(build)
            one.faults = one.faults or site.find_faults()
    except (BuildError, floor.FloorError) as failure:
        one.stopped = f"failed ({state}): {failure}"


def _prepare_site(one: Series, work: Path, options: argparse.Namespace) -> LargeSite | _Floor | None:
    if one.stopped:
        return None
    if one.name == FLOOR:
        return _Floor(work / FLOOR, one.figures, options.nodes)
    contestant: Contestant = next(c for c in BUILDERS if c.name == one.name)
    try:
        python = (
            venvs.prepare_venv(contestant, options.venvs.resolve())
            if contestant.requirements
            else venvs.use_current()
        )
    except venvs.NotRunError as reason:
        one.stopped = f"not run: {reason}"
        return None
    return LargeSite(contestant, python, work / contestant.name, one.figures, options.nodes)


class _Floor:
    """The least that any plugin needs: the scripts run and laid out, without a site. Cold only."""

    def __init__(self, folder: Path, count: int, nodes: int) -> None:
        self._folder = folder
        folder.mkdir()
        for number in range(count):
            graph = create_figure(number, nodes)
            (folder / f"{graph.name}.py").write_text(format_script(graph), encoding="utf-8")

    def run(self, state: str, _revision: int) -> Build | None:
        """Return what a cold run took."""
        if state != STATES[0]:
            return None
        before = resource_usage()
        seconds = floor.measure_floor(self._folder)
        return Build(seconds, 0.0, resource_usage() - before, 0.0)

    def find_faults(self) -> str:
        return ""


def resource_usage() -> float:
    """Return the processor seconds of all children of this process that have ended."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _parse_names(given: str) -> list[str]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    if unknown := sorted(set(names) - set(NAMES)):
        raise argparse.ArgumentTypeError(f"no such contestant: {', '.join(unknown)}")
    return list(dict.fromkeys([PLAIN.name, *names]))


def _parse_counts(given: str) -> list[int]:
    return [int(count) for count in given.split(",")]


def _parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.large",
        description="Build large sites, ten figures on a page, of sizes as in real repositories: "
        "cold, warm, and after an edit of one script, of one helper that others share, and of one page's "
        "text. Print a table.",
        epilog=f"Contestants: {', '.join(NAMES)}.",
    )
    add = parser.add_argument
    add("--figures", type=_parse_counts, default=[100, 1000], metavar="N,...", help="sizes (100,1000)")
    add("--nodes", type=int, default=0, metavar="N", help="nodes of each figure (as in real repositories)")
    add("--rounds", type=int, default=1, metavar="R", help="take the median of R rounds (1)")
    add("--only", type=_parse_names, default=list(NAMES), metavar="NAME,...", help="only these contestants")
    add(
        "--patience",
        type=float,
        default=300,
        metavar="S",
        help="a contestant that needs more seconds for a build gets no larger site (300)",
    )
    add("--venvs", type=Path, default=_TEMP / "live-diagrams-bench", metavar="DIR", help="as of tests.bench")
    add("--json", type=Path, metavar="FILE", help="write every build to FILE")
    add("--markdown", type=Path, metavar="FILE", help="write the table as Markdown to FILE")
    add("--plot", type=Path, metavar="FILE", help="write the plot as SVG to FILE")
    return parser.parse_args(arguments)


def main(arguments: Iterable[str] = ()) -> None:
    """Measure, and print the table."""
    given = list(arguments) or sys.argv[1:]
    options = _parse_options(given)
    facts = report.collect_facts(max(options.figures), options.rounds)
    series = measure_sites(options)
    for name in ("machine", "python", "packages", "date", "load"):
        print(f"{name:<9} {facts[name]}")
    print()
    print(table.format_text(series), end="")
    if options.json:
        options.json.write_text(dumps([asdict(one) for one in series], indent=2) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(table.format_markdown(series), encoding="utf-8")
    if options.plot:
        sizes, names = ",".join(map(str, options.figures)), ",".join(options.only[1:])
        command = f"python -m tests.bench.large --figures {sizes} --only {names}"
        options.plot.write_text(plot.draw_plot(series, command), encoding="utf-8")


if __name__ == "__main__":
    main()
