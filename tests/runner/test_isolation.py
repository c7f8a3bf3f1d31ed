"""Whatever a script does, its figure ends in its own clear error, and nothing else suffers.

All cases stand in one project and are drawn by one pipeline, good figures among them.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass

import pytest
from live_diagrams.model.errors import FigureError
from live_diagrams.model.job import Job
from live_diagrams.model.messages import Limits
from live_diagrams.runner.fork_pool import ForkPool
from live_diagrams.runner.start_method import create_pool

from tests.project import FIGURE, Build, Site, Traces, traces

from .cases import CASES, FINE, HELPERS, RIGHT, TIMEOUT, WRONG, Case

MEMORY = 512

SPAWNED = (
    *("good", "exit_after", "fork_to_the_end", "idle_executor", "writes_files", "goes_elsewhere"),
    *("syntax_error", "raises_inside", "helper_raises", "draws_nothing", "exit_1", "os_exit_3", "segfault"),
    *(
        "kills_itself",
        "endless_loop",
        "prints_a_gigabyte",
        "many_blocks",
        "leaves_a_process",
        "leaves_a_daemon",
    ),
    *("leaves_a_daemon_and_ends", "closes_descriptors", "breaks_os", "no_such_icon"),
)
"""The cases that run without a fork too."""


@dataclass(frozen=True)
class Outcome:
    """One build of many cases, and what was there when its pipeline had been closed."""

    build: Build
    processes: list[str]
    folders: list[str]
    files: list[str]


def build_cases(where: Traces, site: Site, cases: list[Case]) -> Outcome:
    for one in cases:
        site.write(f"{one.name}.py", one.script)
    for name, text in HELPERS.items():
        site.write(name, text)
    build = site.build(timeout=TIMEOUT, memory=MEMORY, workers=4)
    written = {f"{one.name}.py" for one in cases} | set(HELPERS)
    files = sorted(
        str(path.relative_to(site.root))
        for path in site.root.rglob("*")
        if path.name not in written and not path.is_relative_to(site.root / ".cache") and path != site.folder
    )
    return Outcome(build, where.processes(), where.folders(), files)


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("forked")
    with traces(folder) as where, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", "fork")
        return build_cases(where, Site(folder), CASES)


@pytest.fixture(scope="module")
def spawned(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("spawned")
    with traces(folder) as where, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", "spawn")
        return build_cases(where, Site(folder), [one for one in CASES if one.name in SPAWNED])


def check_case(one: Case, build: Build) -> None:
    if one.kind == FINE:
        figures = build.figures(one.name)
        assert [f.name for f in figures if f.name != "Odd"] == ["Good"]
        assert "a" in figures[0].search_text
        return
    error = build.error(one.name)
    assert re.fullmatch(one.kind, error.kind), f"{error.kind}: {error}"
    assert re.search(one.says, error.message)
    assert "\n" not in error.message
    assert len(error.message) < 700
    assert (error.script, error.line) == one.location
    assert len(error.trace) <= 20


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_each_script_ends_in_its_own_way(one: Case, forked: Outcome) -> None:
    check_case(one, forked.build)


@pytest.mark.parametrize("name", SPAWNED)
def test_each_script_ends_so_without_a_fork(name: str, spawned: Outcome) -> None:
    check_case(next(one for one in CASES if one.name == name), spawned.build)


@pytest.mark.parametrize("way", ["forked", "spawned"])
def test_nothing_is_left_behind(way: str, request: pytest.FixtureRequest) -> None:
    found: Outcome = request.getfixturevalue(way)
    assert found.processes == []
    assert found.folders == []
    assert found.files == [], "scripts wrote into the project"


def test_every_script_is_answered_for_once(forked: Outcome) -> None:
    statistics = forked.build.statistics
    assert (statistics.rendered, statistics.failed, statistics.from_cache) == (len(RIGHT), len(WRONG), 0)


def test_leaving_a_second_diagram_by_sys_exit_is_no_success(site: Site) -> None:
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


def test_a_trace_leads_through_the_authors_own_code_only(site: Site) -> None:
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
    workers = ForkPool(Limits(30.0), 2)
    try:
        futures = [workers.submit(create_job(site, code)) for code in codes]
        assert all(len(str(future.result(60))) > 100000 for future in futures)
    finally:
        workers.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_closing_fails_what_has_not_ended(method: str, site: Site) -> None:
    workers = create_pool(Limits(60.0), 2, method)
    futures = [workers.submit(create_job(site, "import time\ntime.sleep(60)\n# " + str(n))) for n in range(4)]
    began = threading.Timer(1.0, workers.close)
    began.start()
    kinds = {type(future.exception(30)) for future in futures}
    began.join()
    assert kinds == {FigureError}
    assert {future.exception().kind for future in futures} == {"ended"}  # type: ignore[union-attr]
    late = workers.submit(create_job(site, FIGURE)).exception(5)
    assert isinstance(late, FigureError)
    assert late.kind == "ended"


def test_a_script_that_ignores_its_end_is_killed_with_the_pool(site: Site, machine: Traces) -> None:
    site.write("deaf.py", WRONG_BY_NAME["deaf_loop"])
    with site.pipeline(timeout=60.0) as pipeline:
        future = pipeline.request_figures(pipeline.scripts.get_script("deaf"))
        while not machine.processes(0):
            time.sleep(0.01)
    assert isinstance(future.exception(10), FigureError)
    assert machine.processes() == []


WRONG_BY_NAME = {one.name: one.script for one in WRONG}


def create_job(site: Site, code: str) -> Job:
    return Job(
        script=str(site.root / "docs" / "page.md"),
        display_path="docs/page.md",
        root=str(site.root),
        store=str(site.store),
        code=code,
    )
