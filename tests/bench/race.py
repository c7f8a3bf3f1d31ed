"""All contestants in turn, round after round, so that load on the machine affects them alike."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median
from typing import Protocol

from . import floor, venvs
from .contestants import BUILDERS, OURS, WIDE, Contestant
from .sample_graphs import SampleGraph, create_graphs, write_scripts
from .sites import STATES, BuildError, Site

FLOOR = "floor"
NAMES = (*(contestant.name for contestant in BUILDERS), FLOOR)


class Runner(Protocol):
    """A build that can be timed in some of the states."""

    @property
    def name(self) -> str: ...

    @property
    def states(self) -> tuple[str, ...]: ...

    def run(self, state: str, revision: int) -> float: ...

    def find_faults(self) -> list[str]: ...


class Floor:
    """The floor as one of the contestants; its only state is a cold one."""

    name = FLOOR
    states = STATES[:1]

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        write_scripts(create_graphs(count), folder)

    def run(self, _state: str, _revision: int) -> float:
        return floor.measure_floor(self._folder)

    def find_faults(self) -> list[str]:
        return []


@dataclass
class Result:
    """The result of one contestant.

    Its times and the faults of its pages by state, or why it could not go on.
    """

    name: str
    remark: str = ""
    stopped: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def median(self, state: str) -> float | None:
        times = [] if self.stopped else self.seconds.get(state, [])
        return median(times) if times else None


def run_race(names: list[str], figures: int, rounds: int, work: Path, venv_folder: Path) -> list[Result]:
    """Prepare the named contestants, run them, and return their results."""
    results: list[Result] = []
    starters: list[tuple[Runner, Result]] = []
    graphs = create_graphs(figures)
    for contestant in BUILDERS:
        if contestant.name in names:
            result = Result(contestant.name, contestant.remark)
            results.append(result)
            starters += _prepare_site(contestant, result, graphs, work, venv_folder)
    if FLOOR in names:
        result = Result(FLOOR, "scripts to SVG, without MkDocs and without icons")
        results.append(result)
        starters.append((Floor(work / FLOOR, figures), result))
    _print_progress("one build each that is not counted")
    for runner, result in starters:
        _run_turn(runner, result, STATES[0], 0, count=False)
    for number, state in _iterate_turns(rounds):
        _print_progress(f"round {number} of {rounds}, {state}")
        for runner, result in starters:
            if state in runner.states and not result.stopped:
                _run_turn(runner, result, state, number, count=True)
    return results


def _iterate_turns(rounds: int) -> Iterator[tuple[int, str]]:
    for number in range(1, rounds + 1):
        for state in STATES:
            yield number, state


def _prepare_site(
    contestant: Contestant, result: Result, graphs: list[SampleGraph], work: Path, venv_folder: Path
) -> list[tuple[Runner, Result]]:
    """Return the contestant's site ready to be built, or nothing, with the reason in its result."""
    _print_progress(f"preparing {contestant.name}")
    try:
        if contestant in (OURS, WIDE) and not entry_points(group="mkdocs.plugins", name=OURS.name):
            raise venvs.NotRunError(f"{OURS.name} is not installed")
        has_venv = bool(contestant.requirements)
        python = venvs.prepare_venv(contestant, venv_folder) if has_venv else venvs.use_current()
    except venvs.NotRunError as reason:
        result.stopped = f"not run: {reason}"
        _print_progress(f"  {result.stopped}")
        return []
    return [(Site(contestant, python, work / contestant.name, graphs), result)]


def _run_turn(runner: Runner, result: Result, state: str, revision: int, *, count: bool) -> None:
    try:
        seconds = runner.run(state, revision)
    except (BuildError, floor.FloorError) as failure:
        result.stopped = f"failed ({state}): {failure}"
        _print_progress(f"  {runner.name}: {result.stopped}")
        return
    faults = "; ".join(runner.find_faults())
    _print_progress(f"  {runner.name}: {seconds:.2f} s{f' ({faults})' if faults else ''}")
    if count:
        result.seconds.setdefault(state, []).append(seconds)
    if faults:
        result.faults.setdefault(state, faults)


def _print_progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
