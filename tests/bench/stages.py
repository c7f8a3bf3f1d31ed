"""Where the processor time of a figure goes: one row a figure, one column a stage.

    python -m tests.bench.stages [--figures 50] [--times 3]

As in the fork server, each figure is rendered in a fork of a process that has preloaded what it needs, with
a cache that is empty at the start. Each number is the least of several runs, in milliseconds of processor
time:

- ``fork`` is that of the child before its job, and that of all imports after the fork;
- ``script`` compiles and runs the script, traced, and builds its graphs;
- ``layout`` styles the graph, lays it out and chooses; ``paint`` writes the drawings, with their icons;
- ``encode`` is for the result; ``rest`` is what remains of all that the system counts, the exit included;
- ``kernel`` is the part of the total that the kernel takes, nearly all of it for the pages of memory that a
  fork touches; ``faults`` is the number of these pages.

Below the table are the modules that children have imported: each of them belongs into `preload`.
"""

from __future__ import annotations

import argparse
import builtins
import gc
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from live_diagrams.model import codec
from live_diagrams.model.job import Job
from live_diagrams.runner import preload
from live_diagrams.runner.child import render

from .sample_graphs import create_graphs, write_scripts

STAGES = {
    "_enter_folder": "script",
    "_compile_script": "script",
    "_run_script": "script",
    "choose_candidates": "layout",
    "paint_candidate": "paint",
}
"""The functions of `render` that are timed, each with its stage."""
COLUMNS = ("fork", "script", "layout", "paint", "encode", "rest", "total", "kernel")


class Clock:
    """The seconds of processor time that this process has spent in each stage; an inner one counts alone."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def time_stage(self, stage: str) -> Iterator[None]:
        """Add the time inside the block to a stage."""
        start = time.process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = time.process_time() - start
            self.seconds[stage] += took - self._inner.pop()
            self._inner[-1] += took

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Return a function that does the same, timed."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.time_stage(stage):
                return function(*args, **kwargs)

        return timed

    def wrap_import(self) -> Callable[..., Any]:
        """Return Python's `__import__`, timed for what is not imported yet."""
        plain = builtins.__import__
        timed = self.wrap(plain, "fork")

        def import_module(name: str, *args: Any, **kwargs: Any) -> Any:
            return (plain if name in sys.modules else timed)(name, *args, **kwargs)

        return import_module


def measure_figure(job: Job, folder: Path) -> tuple[dict[str, float], list[str]]:
    """Return the milliseconds of each stage of a job, and the modules that its child has imported."""
    preload.preload_imports(job)
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _run_child(job, folder, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    if status or not data:
        raise SystemExit(f"{job.display_path}: its child ended with status {status}")
    seconds, modules = json.loads(data)
    total = usage.ru_utime + usage.ru_stime
    seconds |= {"rest": total - sum(seconds.values()), "total": total, "kernel": usage.ru_stime}
    row = {column: seconds.get(column, 0.0) * 1000 for column in COLUMNS}
    return row | {"faults": float(usage.ru_minflt)}, modules


def _run_child(job: Job, folder: Path, pipe: int) -> NoReturn:
    try:
        clock = Clock()
        clock.seconds["fork"] = time.process_time()
        known = set(sys.modules)
        for name, stage in STAGES.items():
            setattr(render, name, clock.wrap(getattr(render, name), stage))
        builtins.__import__ = clock.wrap_import()
        result = render.run_job(job, folder)
        if result.failure:
            raise SystemExit(str(result.failure))
        with clock.time_stage("encode"):
            codec.encode(result)
        os.write(pipe, json.dumps([clock.seconds, sorted(set(sys.modules) - known)]).encode())
        os._exit(0)
    except BaseException as error:  # whatever happens, this fork must not go on as the parent
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)


def measure_all(count: int, times: int) -> tuple[dict[str, dict[str, float]], set[str]]:
    """Return the least milliseconds of each stage by figure, and the modules that any child has imported."""
    preload.preload_libraries()
    gc.collect()
    gc.freeze()
    rows: dict[str, dict[str, float]] = {}
    imported: set[str] = set()
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="bench-stages-") as place:
            root, work = Path(place, "root"), Path(place, "work")
            write_scripts(create_graphs(count), root / "diagram_src")
            for script in sorted((root / "diagram_src").iterdir()):
                name = script.stem
                job = Job(str(script), script.name, str(root), str(root / "cache"))
                folder = work / name
                folder.mkdir(parents=True)
                row, modules = measure_figure(job, folder)
                best = rows.setdefault(name, row)
                rows[name] = {column: min(row[column], best[column]) for column in row}
                imported.update(modules)
    return rows, imported


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--figures", type=int, default=50, metavar="N", help="how many figures (50)")
    parser.add_argument("--times", type=int, default=3, metavar="R", help="the least of R runs (3)")
    options = parser.parse_args()
    rows, imported = measure_all(options.figures, options.times)
    columns = (*COLUMNS, "faults")
    rows["a figure"] = {
        column: sum(row[column] for row in rows.values()) / options.figures for column in columns
    }
    print(f"{'ms':14}" + "".join(column.rjust(9) for column in columns))
    for name, row in rows.items():
        print(f"{name:14}" + "".join(f"{row[column]:9.1f}" for column in columns))
    print(f"imported in children: {', '.join(sorted(imported)) or 'nothing'}")


if __name__ == "__main__":
    main()
