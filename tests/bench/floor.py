"""The floor: the least time in which a number of scripts can be run and laid out on this machine.

One Python imports `diagrams` and pygraphviz and lays out a single box, then forks a child for each script,
as many at a time as there are cores. The child runs the script, lays out its DOT in process and sends the
SVG back through a pipe. No `dot` program runs, no icon is embedded, nothing is cached. The seconds include
the start of the Python.

    python -m tests.bench.floor --figures 50
"""

from __future__ import annotations

import argparse
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

_REPOSITORY = Path(__file__).resolve().parents[2]
_NO_FONTS = '<?xml version="1.0"?>\n<fontconfig></fontconfig>\n'

Draw = Callable[[Path], bytes]


class FloorError(Exception):
    """A script has no SVG, or a requirement is not installed."""


def measure_floor(folder: Path) -> float:
    """Return the seconds from the start of Python until it has an SVG of every script in the folder."""
    command = [sys.executable, "-m", "tests.bench.floor", "--scripts", str(folder)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=_REPOSITORY, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise FloorError((done.stderr.strip().splitlines() or ["it ended without a message"])[-1])
    return seconds


def preload_libraries() -> Draw:
    """Import all that a child needs; return a function that runs a script and returns its SVG."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as fonts:
        fonts.write(_NO_FONTS)
    os.environ["FONTCONFIG_FILE"] = fonts.name
    import diagrams
    from pygraphviz import graphviz as gv

    sources: list[str] = []

    def leave(diagram: diagrams.Diagram, *_exception: object) -> None:
        sources.append(diagram.dot.source)
        diagrams.setdiagram(None)

    diagrams.Diagram.__exit__ = leave
    context = gv.gvContextWithBuiltins()

    def lay_out(source: str) -> bytes:
        svg: bytes
        with tempfile.TemporaryFile() as file:
            file.write(source.encode())
            file.seek(0)
            graph = gv.agread(file, None)
        gv.gvLayout(context, graph, b"dot")
        _status, svg = gv.gvRenderData(context, graph, b"svg")
        gv.gvFreeLayout(context, graph)
        gv.agclose(graph)
        return svg

    def draw(script: Path) -> bytes:
        code = compile(script.read_text(encoding="utf-8"), str(script), "exec")
        exec(code, {"__name__": "__main__", "__file__": str(script)})
        return lay_out(sources[-1])

    lay_out('digraph { a [label="a"] }')  # so that no child has to find Graphviz' plugins
    return draw


def draw_all(scripts: list[Path], draw: Draw, jobs: int) -> list[bytes]:
    """Return the SVG of every script, each from another child, in no particular order."""
    waiting, drawings = list(scripts), []
    with selectors.DefaultSelector() as pipes:
        while waiting or pipes.get_map():
            while waiting and len(pipes.get_map()) < jobs:
                pid, end = _fork_child(waiting.pop(), draw)
                pipes.register(end, selectors.EVENT_READ, (pid, bytearray()))
            for key, _events in pipes.select():
                pid, received = key.data
                if part := os.read(key.fd, 1 << 16):
                    received += part
                    continue
                pipes.unregister(key.fd)
                os.close(key.fd)
                os.waitpid(pid, 0)
                drawings.append(bytes(received))
    return drawings


def _fork_child(script: Path, draw: Draw) -> tuple[int, int]:
    """Start a child that draws the script; return its process id, and the pipe of its SVG."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(draw(script))
    finally:
        os._exit(0)


def _draw_folder(folder: Path) -> None:
    scripts = sorted(folder.glob("*.py"))
    drawings = draw_all(scripts, preload_libraries(), os.cpu_count() or 1)
    Path(os.environ["FONTCONFIG_FILE"]).unlink()
    drawn = sum(drawing.rstrip().endswith(b"</svg>") for drawing in drawings)
    if drawn != len(scripts):
        sys.exit(f"{len(scripts) - drawn} of {len(scripts)} scripts have no SVG")


def main() -> None:
    """Print the seconds for a number of figures."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.floor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--figures", type=int, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="take the median of (3)")
    parser.add_argument("--scripts", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.scripts:
        _draw_folder(options.scripts)
        return
    from .sample_graphs import create_graphs, write_scripts

    with tempfile.TemporaryDirectory() as folder:
        write_scripts(create_graphs(options.figures), Path(folder))
        try:
            seconds = median(measure_floor(Path(folder)) for _ in range(options.rounds))
        except FloorError as failure:
            sys.exit(f"floor: {failure}")
    print(f"{seconds:.2f} s for {options.figures} figures, {os.cpu_count()} at a time")


if __name__ == "__main__":
    main()
