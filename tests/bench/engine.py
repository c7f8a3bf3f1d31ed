"""The engine alone, without MkDocs: seconds and memory per figure as their number grows.

    python -m tests.bench.engine --figures 200,2000

Each number is measured in another process, first with an empty cache and then with a full one, so that the
peak of memory is that of one run: the largest resident size of the build, and of any of its children.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.settings import Settings

from .sample_graphs import create_graphs, write_scripts

_REPOSITORY = Path(__file__).resolve().parents[2]


def measure_engine(count: int) -> dict[str, float]:
    """Return the seconds and the memory that a number of figures takes in this process."""
    with tempfile.TemporaryDirectory(prefix="bench-engine-") as folder:
        root = Path(folder)
        write_scripts(create_graphs(count), root / "diagram_src")
        cold, warm = _render_all(root), _render_all(root)
    kilobytes = 1 if sys.platform == "linux" else 1024  # macOS counts in bytes
    return {
        "figures": count,
        "cold": cold,
        "warm": warm,
        "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / kilobytes,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / kilobytes,
    }


def _render_all(root: Path) -> float:
    start = time.perf_counter()
    pipeline = Pipeline(Settings(root))
    try:
        pipeline.request_all()
        for name in pipeline.scripts.iterate_names():
            pipeline.render_figure(name)
    finally:
        pipeline.close()
    return time.perf_counter() - start


def _format_table(rows: list[dict[str, float]]) -> str:
    head = ("figures", "cold s", "ms/figure", "warm s", "ms/figure", "parent MB", "child MB")
    body = [
        (
            f"{row['figures']:.0f}",
            f"{row['cold']:.2f}",
            f"{row['cold'] / row['figures'] * 1000:.1f}",
            f"{row['warm']:.2f}",
            f"{row['warm'] / row['figures'] * 1000:.2f}",
            f"{row['parent_mb']:.0f}",
            f"{row['child_mb']:.0f}",
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    return "\n".join("  ".join(c.rjust(w) for c, w in zip(r, widths, strict=True)) for r in (head, *body))


def main() -> None:
    """Measure each number of figures in a fresh process and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.engine", description=__doc__.split("\n")[0])
    parser.add_argument("--figures", default="200,2000", metavar="N,...", help="how many figures (200,2000)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure_engine(options.one)))
        return
    rows = []
    for count in options.figures.split(","):
        print(f"{count} figures …", file=sys.stderr)
        command = [sys.executable, "-m", "tests.bench.engine", "--one", count]
        done = subprocess.run(command, cwd=_REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    print(_format_table(rows))


if __name__ == "__main__":
    main()
