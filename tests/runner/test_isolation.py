"""Whatever a script does, its figure ends with a clear error, and no other figure is affected.

All cases are in one project and rendered by one pipeline, good figures among them; only those that need too
long are in another, since they are waited for.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from live_diagrams.model.errors import ErrorKind, FigureError
from live_diagrams.model.job import Job
from live_diagrams.model.messages import Limits
from live_diagrams.runner.pools.fork_pool import ForkPool
from live_diagrams.runner.pools.pool import create_pool

from tests.project import FIGURE, Build, Site, Traces, traces

from .cases import CASES, FINE, HELPERS, RIGHT, TIMEOUT, WRONG, Case

MEMORY = 512

SPAWNED = (
    *("good", "exit_after", "fork_to_the_end", "idle_executor", "writes_files", "goes_elsewhere"),
    *("syntax_error", "raises_inside", "helper_raises", "draws_nothing", "exit_1", "os_exit_3", "segfault"),
    *("kills_itself", "endless_loop", "prints_a_gigabyte", "many_blocks", "leaves_a_process"),
    *("leaves_a_daemon", "leaves_a_daemon_and_ends", "closes_descriptors", "breaks_os", "no_such_icon"),
)
"""The cases that run without a fork too."""


@dataclass(frozen=True)
class Outcome:
    """The builds of many cases, and their traces on the machine after the pipelines were closed."""

    build: Build
    long: Build
    processes: list[str]
    folders: list[str]
    files: list[str]

    def find_build(self, case: Case) -> Build:
        return self.long if case.kind == ErrorKind.TIMEOUT else self.build


def build_cases(where: Traces, folder: Path, cases: list[Case]) -> Outcome:
    files: list[str] = []
    builds = []
    for name, is_long, timeout in (("short", False, 20.0), ("long", True, TIMEOUT)):
        site = Site(folder / name)
        some = [case for case in cases if (case.kind == ErrorKind.TIMEOUT) == is_long]
        for case in some:
            site.write(f"{case.name}.py", case.script)
        for helper, text in HELPERS.items():
            site.write(helper, text)
        builds.append(site.build(timeout=timeout, memory=MEMORY, workers=4, missing_icons="error"))
        written = {f"{case.name}.py" for case in some} | set(HELPERS)
        files += sorted(
            str(path.relative_to(folder))
            for path in site.root.rglob("*")
            if path.name not in written
            and not path.is_relative_to(site.root / ".cache")
            and path != site.folder
        )
    return Outcome(builds[0], builds[1], where.processes(), where.folders(), files)


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("forked")
    with traces(folder) as where, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", "fork")
        return build_cases(where, folder, CASES)


@pytest.fixture(scope="module")
def spawned(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("spawned")
    with traces(folder) as where, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", "spawn")
        return build_cases(where, folder, [case for case in CASES if case.name in SPAWNED])


def check_case(case: Case, build: Build) -> None:
    if case.kind == FINE:
        figures = build.figures(case.name)
        assert [f.name for f in figures if f.name != "Odd"] == ["Good"]
        assert "a" in figures[0].search_text
        return
    error = build.error(case.name)
    assert re.fullmatch(case.kind, error.kind), f"{error.kind}: {error}"
    assert re.search(case.message, error.message)
    assert "\n" not in error.message
    assert len(error.message) < 700
    assert (error.script, error.line) == case.location
    assert len(error.trace) <= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_script_ends_as_it_should(case: Case, forked: Outcome) -> None:
    check_case(case, forked.find_build(case))


def test_a_timeout_shows_what_the_script_printed_without_a_dump_of_its_frames(forked: Outcome) -> None:
    error = forked.long.error("endless_loop_that_prints")
    assert error.kind == ErrorKind.TIMEOUT
    assert error.output == "still here\n"


@pytest.mark.parametrize("name", SPAWNED)
def test_each_script_ends_so_without_a_fork(name: str, spawned: Outcome) -> None:
    case = next(case for case in CASES if case.name == name)
    check_case(case, spawned.find_build(case))


@pytest.mark.parametrize("start_method", ["forked", "spawned"])
def test_nothing_is_left_behind(start_method: str, request: pytest.FixtureRequest) -> None:
    outcome: Outcome = request.getfixturevalue(start_method)
    assert outcome.processes == []
    assert outcome.folders == []
    assert outcome.files == [], "scripts wrote into the project"


def test_every_script_is_counted_once(forked: Outcome) -> None:
    counts = [build.statistics for build in (forked.build, forked.long)]
    assert sum(count.rendered for count in counts) == len(RIGHT)
    assert sum(count.failed for count in counts) == len(WRONG)
    assert sum(count.from_cache for count in counts) == 0


def test_sys_exit_inside_a_second_diagram_is_an_error(site: Site) -> None:
    site.write(
        "two.py", FIGURE + "import sys\nwith Diagram('Two', show=False):\n    Node('c')\n    sys.exit(0)\n"
    )
    error = site.build().error("two")
    assert (error.kind, error.line) == ("exit", 7)
    assert "inside a diagram" in error.message


def test_an_error_shows_the_end_of_what_the_script_printed(site: Site) -> None:
    site.write("prints.py", "print('first' + 'x' * 9000)\nprint('last')\nraise ValueError\n")
    output = site.build().error("prints").output
    assert output.endswith("last\n")
    assert "first" not in output
    assert len(output) <= 4096


def test_a_trace_has_only_frames_of_the_authors_code(site: Site) -> None:
    site.write("_calls.py", HELPERS["_calls.py"])
    site.write("fails.py", "import _calls\n_calls.outer()\n")
    trace = site.build().error("fails").trace
    assert [(t.file, t.line, t.function, t.text) for t in trace] == [
        ("diagram_src/fails.py", 2, "<module>", "_calls.outer()"),
        ("diagram_src/_calls.py", 2, "outer", "return inner()"),
        ("diagram_src/_calls.py", 5, "inner", "return {}['nowhere']  # <-"),
    ]


def test_many_large_jobs_and_results_do_not_block_each_other(site: Site) -> None:
    """Neither pipe to the server holds this much: whoever writes must not keep the other from reading."""
    comment = "#" + "x" * 60000 + "\n"
    text = "\nwith Diagram('g', show=False): Node('a' * 100000)\n"
    codes = [f"{comment}# {n}\nfrom diagrams import Diagram, Node{text}" for n in range(120)]
    workers = ForkPool(Limits(120.0), 2)
    try:
        futures = [workers.submit(create_job(site, code)) for code in codes]
        assert all(len(str(future.result(300))) > 100000 for future in futures)
    finally:
        workers.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_closing_fails_what_has_not_finished(method: str, site: Site, tmp_path: Path) -> None:
    pool = create_pool(Limits(300.0), 2, method)
    runs = "import time\nfrom pathlib import Path\nPath({path!r}).touch()\ntime.sleep(600)\n"
    marks = [tmp_path / str(number) for number in range(4)]
    futures = [pool.submit(create_job(site, runs.format(path=str(mark)))) for mark in marks]
    wait_until(lambda: sum(mark.exists() for mark in marks) == 2)
    pool.close()
    errors = [future.exception(60) for future in [*futures, pool.submit(create_job(site, FIGURE))]]
    assert [getattr(error, "kind", error) for error in errors] == [ErrorKind.ENDED] * 5
    assert sum(mark.exists() for mark in marks) == 2


def test_a_script_that_ignores_signals_is_killed_with_the_pool(site: Site, machine: Traces) -> None:
    site.write("deaf.py", WRONG_BY_NAME["deaf_loop"])
    with site.pipeline(timeout=300.0) as pipeline:
        future = pipeline.request_figures(pipeline.scripts.get_script("deaf"))
        wait_until(lambda: bool(machine.processes(0)))
    assert isinstance(future.exception(60), FigureError)
    assert machine.processes() == []


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


WRONG_BY_NAME = {case.name: case.script for case in WRONG}


def create_job(site: Site, code: str) -> Job:
    return Job(
        script=str(site.root / "docs" / "page.md"),
        display_path="docs/page.md",
        root=str(site.root),
        store=str(site.store),
        code=code,
    )
