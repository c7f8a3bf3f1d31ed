"""What the sandbox costs a script, and whether it changes a figure.

    python -m tests.bench.sandbox [ROOT] [--times 5]

Renders every script of a project, by default of the guide, in turn without the sandbox and in it, each time
with an empty cache and one worker. Prints the processor time a script, the server of processes included, the
median of the differences between runs that follow each other, and the scripts whose figures differ.
"""

from __future__ import annotations

import argparse
import dataclasses
import resource
import statistics
import tempfile
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model import codec
from live_diagrams.model.errors import FigureError
from live_diagrams.model.settings import Settings

from tests.support import ROOT


def render_all(settings: Settings) -> dict[str, bytes | str]:
    """Return the figures of each script as bytes, or the message of its failure."""
    engine = Pipeline(settings)
    outcomes: dict[str, bytes | str] = {}
    try:
        requests = {
            name: engine.request_figures(engine.scripts.get_script(name))
            for name in engine.scripts.iterate_names()
        }
        for name, request in requests.items():
            try:
                outcomes[name] = codec.encode(request.result())
            except FigureError as error:
                outcomes[name] = error.message
    finally:
        engine.close()
    return outcomes


def measure(settings: Settings, cache: Path) -> tuple[float, dict[str, bytes | str]]:
    """Return the seconds of processor time of all processes that render a project, and the outcomes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcomes = render_all(dataclasses.replace(settings, cache_dir=str(cache)))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, outcomes


def main() -> None:
    """Print what the sandbox costs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("root", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    seconds: dict[str, list[float]] = {"off": [], "required": []}
    outcomes: dict[str, dict[str, bytes | str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(options.times):
            for mode, measured in seconds.items():
                settings = Settings(options.root.resolve(), workers=1, sandbox=mode)
                spent, outcomes[mode] = measure(settings, Path(folder, f"{mode}-{turn}"))
                measured.append(spent)
    count = len(outcomes["off"])
    failed = [name for name, outcome in outcomes["off"].items() if isinstance(outcome, str)]
    print(f"{count} scripts, {len(failed)} of which fail without the sandbox: {', '.join(failed) or 'none'}")
    for mode, measured in seconds.items():
        print(f"{mode:9} {1000 * statistics.median(measured) / count:6.2f} ms a script")
    pairs = zip(seconds["required"], seconds["off"], strict=True)
    differences = [1000 * (caged - free) / count for caged, free in pairs]
    print(
        f"difference {statistics.median(differences):5.2f} ms a script (median of {len(differences)} pairs)"
    )
    differing = [name for name, outcome in outcomes["off"].items() if outcomes["required"][name] != outcome]
    print(f"figures that differ: {', '.join(differing) or 'none'}")
    for name in differing:
        for mode in outcomes:
            outcome = outcomes[mode][name]
            print(f"  {name} {mode}: {outcome if isinstance(outcome, str) else f'{len(outcome)} bytes'}")


if __name__ == "__main__":
    main()
