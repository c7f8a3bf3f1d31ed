"""Seconds of all checks of the guide by family: in a fresh process, and with everything loaded.

    python -m tests.bench.checks

The guide is built once, which is not counted. "First" reads manifests and schemas from the disk; "warm" is
the best of several times afterwards, as after each change while `mkdocs serve` runs.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from live_diagrams.checks import registry

from tests.mutation import guide
from tests.support import ROOT


def measure_seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=7, help="how often each is timed when warm (default 7)")
    times = parser.parse_args().times
    logging.disable(logging.WARNING)
    first: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(prefix="bench-checks-") as folder,
        guide.open_guide(ROOT, Path(folder), checked=False) as copy,
    ):
        site = copy.plugin.build.site
        families = {family.find.__module__: family.find for family in registry.load_families()}
        for name, check in families.items():
            first[name] = measure_seconds(lambda check=check: list(check(site)))
        warm = {
            name: min(measure_seconds(lambda check=check: list(check(site))) for _ in range(times))
            for name, check in families.items()
        }
        nodes = sum(len(f.graph.nodes) for f in site.figures.values() if hasattr(f, "graph"))
        print(f"{len(site.pages)} pages, {len(site.figures)} figures of {nodes} nodes")
    for name in families:
        print(f"{name:32} first {first[name] * 1000:7.1f} ms, warm {warm[name] * 1000:7.1f} ms")
    print(f"{'all':32} first {sum(first.values()) * 1000:7.1f} ms, warm {sum(warm.values()) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
