"""The quality and the cost of layouts, by engine and as chosen for a page's column.

    python -m tests.bench.layout [--seeds 20] [--only chosen] [--rows random] [--json FILE]

Each graph is laid out in a process of its own, since an engine can crash or run on; two of them at a time.
Times are processor time, of that process and its children. "chosen" is the drawing
that a column of 688 pixels shows; its time is that of all drawings of the figure, and its lost parts are
counted in all of them. Numbers are sums, except for area, width, height and time, which are medians.
Where `geg-metrics` is installed, its scores for edge crossings and for nodes that edges pass stand beside
our counts, for graphs of up to 60 nodes; 1 is best.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import multiprocessing
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.candidates.choice import choose_candidates
from live_diagrams.layout.engines import graphlay
from live_diagrams.model.graph.graph import Graph
from live_diagrams.model.job import Job

from .layout_graphs import collect_graphs
from .quality import Quality, measure_quality, time_invariants

COLUMN = 688
"""CSS pixels of the column of Material's theme."""
_DEADLINE = 60.0
"""Seconds after which a layout counts as failed."""
_MOST_SCORED = 60
"""Nodes of the largest graph that `geg-metrics` scores: it compares every pair of pieces."""
_COUNTS = {
    "lost_parts": 5,
    "covered_labels": 6,
    "crossed_titles": 6,
    "crossed_nodes": 6,
    "intruders": 6,
    "crossings": 7,
    "bends": 7,
    "inversions": 6,
}
"""The counts of a quality, each with the width of its column."""
_CONTEXT = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Outcome:
    """What one graph's layout measures; `quality` is None where it failed, for the reason in `failure`."""

    seconds: float = 0.0
    quality: Quality | None = None
    failure: str = ""
    costs: Mapping[str, float] = field(default_factory=dict)
    scores: Sequence[float] = ()


def read_processor_time() -> float:
    """Return the seconds of processor time of this process, and of the children that it has waited for."""
    return sum(os.times()[:4])


def lay_out_by(engine: str) -> Callable[[Graph], Outcome]:
    """Return a function that measures the layout of one engine, as its author wants it."""

    def measure(graph: Graph) -> Outcome:
        candidate = Candidate(graph, engine=engine)
        start = read_processor_time()
        layout = candidate.layout
        seconds = read_processor_time() - start
        quality = measure_quality(candidate)
        costs = time_invariants(layout, candidate.styled)
        return Outcome(seconds, quality, costs=costs, scores=score_by_geg(candidate))

    return measure


def lay_out_as_chosen(graph: Graph) -> Outcome:
    """Measure the drawing that a column shows, out of all drawings of a figure."""
    start = read_processor_time()
    chosen = choose_candidates(graph, Job("", "bench", "", "", width=COLUMN))
    seconds = read_processor_time() - start
    all_lost = sum(measure_quality(outcome).lost_parts for outcome in chosen.values())
    shown = chosen["wide"] if chosen["wide"].width <= COLUMN else chosen.get("column", chosen["wide"])
    quality = measure_quality(shown)
    return Outcome(seconds, dataclasses.replace(quality, lost_parts=all_lost), scores=score_by_geg(shown))


def score_by_geg(candidate: Candidate) -> Sequence[float]:
    """Return the scores of `geg-metrics` for crossings and for occluded nodes.

    There are none where it is missing, or where it would take longer than all layouts together.
    """
    if len(candidate.graph.nodes) > _MOST_SCORED:
        return ()
    try:
        import geg
        import networkx
    except ImportError:
        return ()
    drawn = networkx.MultiGraph()
    boxes = candidate.layout.locate_nodes(candidate.graph)
    for name, box in boxes.items():
        x, y = box.middle
        drawn.add_node(name, x=x, y=y, width=box.width, height=box.height, shape="rectangle")
    edges = {f"e{index}": edge for index, edge in enumerate(candidate.graph.edges)}
    for path in candidate.layout.edge_paths:
        edge = edges.get(path.name)
        if edge and edge.tail != edge.head and {edge.tail, edge.head} <= boxes.keys():
            drawn.add_edge(edge.tail, edge.head, path=path.path)
    return float(geg.edge_crossings(drawn)), float(geg.node_edge_occlusion(drawn))


def run_apart(measure: Callable[[Graph], Outcome], graph: Graph) -> Outcome:
    """Return an outcome that a child process measures, or the failure where it crashes or runs on."""
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_measure_and_send, args=(measure, graph, theirs))
    child.start()
    theirs.close()
    outcome = Outcome(_DEADLINE, failure=f"no end within {_DEADLINE:g} s")
    if ours.poll(_DEADLINE):
        try:
            outcome = ours.recv()
        except EOFError:
            outcome = Outcome(failure="crashed")
    child.kill()
    child.join()
    return outcome


def _measure_and_send(measure: Callable[[Graph], Outcome], graph: Graph, out: Connection) -> None:
    try:
        outcome = measure(graph)
    except ValueError as error:
        outcome = Outcome(failure=str(error))
    out.send(outcome)


def format_row(row: str, engine: str, outcomes: Sequence[Outcome]) -> str:
    """Return one line of the table."""
    qualities = [outcome.quality for outcome in outcomes if outcome.quality]
    failed = len(outcomes) - len(qualities)
    line = f"{row:<11} {engine:<9} {len(outcomes):>4} {failed:>4}"
    if not qualities:
        return line
    for count, width in _COUNTS.items():
        line += f"{sum(getattr(quality, count) for quality in qualities):>{width}}"
    area = statistics.median(quality.area for quality in qualities) / 1000
    times = [outcome.seconds * 1000 for outcome in outcomes if outcome.quality]
    width = statistics.median(quality.width for quality in qualities)
    height = statistics.median(quality.height for quality in qualities)
    line += f"{area:>7.0f}{width:>7.0f}{height:>7.0f}{statistics.median(times):>8.1f}{max(times):>8.0f}"
    scores = [outcome.scores for outcome in outcomes if outcome.scores]
    if scores:
        crossings, occlusion = (statistics.mean(values) for values in zip(*scores, strict=True))
        line += f"{crossings:>7.3f}{occlusion:>7.3f}"
    return line


HEAD = (
    f"{'':32}lost covered  titles crossed intru- cross-  bends inver-  kpx²  width height      ms  ms max\n"
)


def iterate_lines(
    rows: Mapping[str, Sequence[Graph]], raw: list[dict[str, object]], only: str = ""
) -> Iterator[str]:
    """Yield the lines of the report while it is measured; add each outcome to `raw`."""
    engines: dict[str, Callable[[Graph], Outcome]] = {"graphviz": lay_out_by("graphviz")}
    if graphlay.is_installed():
        engines["graphlay"] = lay_out_by("graphlay")
    engines["chosen"] = lay_out_as_chosen
    engines = {name: measure for name, measure in engines.items() if only in ("", name)}
    costs: dict[str, list[float]] = {}
    yield HEAD
    for row, graphs in rows.items():
        for engine, measure in engines.items():
            with ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(partial(run_apart, measure), graphs))
            raw += ({"row": row, "engine": engine, **dataclasses.asdict(outcome)} for outcome in outcomes)
            for outcome in outcomes:
                for name, cost in outcome.costs.items():
                    costs.setdefault(name, []).append(cost)
            yield format_row(row, engine, outcomes)
    if costs:
        yield "\nmicroseconds of each invariant on one layout: median, most"
    for name, values in costs.items():
        yield f"  {name:<16}{statistics.median(values):>9.0f}{max(values):>9.0f}"


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20, help="random graphs of each size (default 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single outcome to FILE")
    parser.add_argument("--only", default="", help="only this engine, or only `chosen`")
    parser.add_argument("--rows", default="", help="only rows whose names begin like this")
    options = parser.parse_args()
    raw: list[dict[str, object]] = []
    with contextlib.suppress(KeyboardInterrupt):
        graphs = collect_graphs(range(1, options.seeds + 1))
        rows = {name: row for name, row in graphs.items() if name.startswith(options.rows)}
        for line in iterate_lines(rows, raw, options.only):
            print(line, flush=True)
    if options.json:
        options.json.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    failures = sorted(
        {
            f"{outcome['row']} {outcome['engine']}: {outcome['failure']}"
            for outcome in raw
            if outcome["failure"]
        }
    )
    sys.stdout.write("".join(f"{failure}\n" for failure in failures))


if __name__ == "__main__":
    main()
