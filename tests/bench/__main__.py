"""The command: `python -m tests.bench`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import report
from .contestants import PLAIN
from .race import NAMES, run_race

_TEMP = Path(tempfile.gettempdir())


def _parse_names(given: str) -> list[str]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    if unknown := sorted(set(names) - set(NAMES)):
        raise argparse.ArgumentTypeError(f"no such contestant: {', '.join(unknown)}")
    return [PLAIN.name, *names]


def _parse_count(given: str) -> int:
    number = int(given)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Time the building of a site with N different figures on N pages: cold, warm "
        "and after one edit, by this plugin and by others, and print a table.",
        epilog=f"Contestants: {', '.join(NAMES)}. Most peers need Graphviz' `dot`; a contestant "
        "that cannot run says why in its row. `python -m tests.bench.floor` runs the floor alone.",
    )
    add = parser.add_argument
    add("--figures", type=_parse_count, default=50, metavar="N", help="figures and pages (50)")
    add("--rounds", type=_parse_count, default=3, metavar="R", help="take the median of R rounds (3)")
    add(
        "--only",
        type=_parse_names,
        default=list(NAMES),
        metavar="NAME,...",
        help=f"only these contestants; `{PLAIN.name}` always runs, for comparison",
    )
    add(
        "--venvs",
        type=Path,
        default=_TEMP / "live-diagrams-bench",
        metavar="DIR",
        help="where the peers' environments are made, and kept for the next run "
        "(a folder in the system's folder for temporary files)",
    )
    add("--json", type=Path, metavar="FILE", help="write every single time to FILE")
    add("--markdown", type=Path, metavar="FILE", help="write the table as Markdown to FILE")
    return parser.parse_args()


def main() -> None:
    """Run the benchmark and print its table."""
    options = _parse_options()
    facts = report.collect_facts(options.figures, options.rounds)
    with tempfile.TemporaryDirectory(prefix="live-diagrams-sites-") as work:
        results = run_race(options.only, options.figures, options.rounds, Path(work), options.venvs.resolve())
    sys.stdout.write(report.format_text(results, facts))
    if options.json:
        options.json.write_text(report.format_json(results, facts), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(report.format_markdown(results, facts), encoding="utf-8")


if __name__ == "__main__":
    main()
