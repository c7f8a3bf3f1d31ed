"""The fork server is killed, hangs, or cannot start: no request waits for ever, and later ones succeed."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from live_diagrams.cache.recipes import Recipes
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.errors import ErrorKind, FigureError
from live_diagrams.model.figure import Figure
from live_diagrams.runner.pools import pool

from tests.project import FIGURE, Build, Site

WAITS = """\
import sys, time
from pathlib import Path
Path({here!r}).touch()
while not Path({there!r}).exists():
    time.sleep(0.01)
"""
"""Goes on when the other of two scripts runs too."""


@pytest.fixture(autouse=True)
def fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_DIAGRAMS_START", "fork")


def list_failed(build: Build) -> set[str]:
    return {name for name, result in build.results.items() if isinstance(result, FigureError)}


def write_wait(where: Path, here: str, there: str) -> str:
    return WAITS.format(here=str(where / here), there=str(where / there))


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGTERM"])
def test_alone_only_the_script_that_kills_the_server_fails(site: Site, signal: str) -> None:
    for number in range(3):
        kill = f"import os, signal, time\nos.kill(os.getppid(), signal.{signal})\ntime.sleep(600)\n"
        site.write(f"kills{number}.py", kill)
    for number in range(6):
        site.write(f"good{number}.py", FIGURE)
    build = site.build(workers=1)
    assert list_failed(build) == {"kills0", "kills1", "kills2"}
    error = build.error("kills0")
    assert (error.kind, error.script, error.line) == (ErrorKind.CRASH, "diagram_src/kills0.py", 0)
    assert "while these ran: diagram_src/kills0.py; a script must not send signals" in error.message


def test_all_that_ran_beside_it_fail_with_one_message_and_those_that_waited_are_rendered(
    site: Site, tmp_path: Path
) -> None:
    kill = "import os\nos.kill(os.getppid(), 9)\ntime.sleep(600)\n"
    site.write("a_kills.py", write_wait(tmp_path, "killer", "neighbour") + kill)
    site.write("b_runs.py", write_wait(tmp_path, "neighbour", "killer") + "time.sleep(600)\n")
    for number in range(4):
        site.write(f"good{number}.py", FIGURE)
    build = site.build(workers=2)
    assert list_failed(build) == {"a_kills", "b_runs"}
    assert build.error("a_kills").message == build.error("b_runs").message
    assert "diagram_src/a_kills.py, diagram_src/b_runs.py" in build.error("b_runs").message


def test_what_a_script_left_running_goes_with_the_server(site: Site, machine) -> None:
    site.write(
        "leaves.py",
        """\
        import os, subprocess, time
        subprocess.Popen(["sleep", "600"], start_new_session=True, cwd="/")
        os.kill(os.getppid(), 15)
        time.sleep(600)
        """,
    )
    assert list_failed(site.build()) == {"leaves"}
    assert machine.processes() == []
    assert machine.folders() == []


def test_a_server_that_is_stopped_does_not_hang_the_build(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live_diagrams.runner.pools.fork_pool.SILENCE_LIMIT", 1.0)
    site.write("a_stops.py", "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\n" + FIGURE)
    site.write("good.py", FIGURE)
    build = site.build(timeout=5.0, workers=1)
    assert build.error("a_stops").kind is ErrorKind.CRASH
    assert build.figures("good")


def test_a_server_that_ends_before_it_runs_a_script_fails_every_job(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    site.write("good.py", FIGURE)
    site.write("more.py", FIGURE)
    build = site.build()
    assert [build.error(name).kind for name in ("good", "more")] == [ErrorKind.START, ErrorKind.START]


def test_a_script_that_removes_the_folder_of_all_scripts(site: Site) -> None:
    site.write(
        "a_removes.py", "import os, shutil\nshutil.rmtree(os.path.dirname(os.environ['TMPDIR']))\n" + FIGURE
    )
    site.write("good.py", FIGURE)
    assert list_failed(site.build(workers=1)) == set()


def request_figures(pipeline: Pipeline, name: str) -> Future[list[Figure]]:
    return pipeline.request_figures(pipeline.scripts.get_script(name))


def refuse_start(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """Keep the pool from starting, in one of the ways that a system can."""
    if refused == "program":
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
    elif refused == "thread":

        def start(self: object) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr("live_diagrams.runner.pools.fork_pool.threading.Thread.start", start)
    else:

        def create_pool(*_: object) -> None:
            raise OSError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(pool, "create_pool", create_pool)


@pytest.mark.parametrize("refused", ["program", "thread", "pool"])
def test_a_pool_that_cannot_start_fails_every_request_until_it_can(site: Site, refused: str) -> None:
    site.write("good.py", FIGURE)
    site.write("more.py", FIGURE)
    with site.pipeline() as pipeline:
        with pytest.MonkeyPatch.context() as patch:
            refuse_start(patch, refused)
            for name in ("good", "good", "more"):
                error = request_figures(pipeline, name).exception(60)
                assert isinstance(error, FigureError)
                assert (error.kind, error.script) == (ErrorKind.START, f"diagram_src/{name}.py")
                assert "cannot start the process that runs scripts" in error.message
        for name in ("good", "more"):
            assert request_figures(pipeline, name).result(60)[0].name == "Good"


def test_a_fault_of_the_cache_reaches_every_request(site: Site) -> None:
    site.write("good.py", FIGURE)
    with site.pipeline() as pipeline, pytest.MonkeyPatch.context() as patch:
        for name in ("compute_key", "guess_dependencies"):
            patch.setattr(Recipes, name, break_disk)
        assert [str(request_figures(pipeline, "good").exception(60)) for _ in range(2)] == ["broken disk"] * 2


def break_disk(*_: object) -> None:
    raise OSError("broken disk")


def test_a_spawned_process_that_cannot_start_fails_its_job(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVE_DIAGRAMS_START", "spawn")
    site.write("good.py", FIGURE)
    with site.pipeline() as pipeline:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "executable", "/nowhere/python")
            error = request_figures(pipeline, "good").exception(60)
            assert isinstance(error, FigureError)
            assert error.kind is ErrorKind.START
            assert "cannot start the script" in error.message
        assert request_figures(pipeline, "good").result(60)[0].name == "Good"
