"""An author waits for a figure: it comes before what nobody sees, and nothing that hangs delays it.

A script blocks until a file exists, which the test writes once it has seen what must not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_diagrams.engine.figure_request import FigureRequest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.errors import ErrorKind, FigureError
from live_diagrams.model.figure import Figure
from live_diagrams.model.messages import Priority
from live_diagrams.runner.pools.pool import START_METHOD_VARIABLE

from tests.project import FIGURE, Site

KINDS = """\
import os, time
from diagrams import Diagram, Node
from live_diagrams import choice
kind = choice("Kind", ["small", "medium", "large", "huge"])
while kind in {blocked} and not os.path.exists({gate!r}):
    time.sleep(0.01)
with Diagram("Kinds", show=False):
    Node(kind)
"""
HANGING = "import os, time\nwhile not os.path.exists({gate!r}):\n    time.sleep(0.01)\n" + FIGURE


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return tmp_path / "gate"


@pytest.fixture
def engine(site: Site) -> Iterator[Pipeline]:
    """A pipeline with one worker."""
    with site.pipeline(timeout=120.0, workers=1, undeclared_inputs="ignore") as pipeline:
        yield pipeline


def request(engine: Pipeline, name: str, priority: Priority = Priority.URGENT) -> FigureRequest:
    return engine.request(engine.scripts.get_script(name), priority=priority)


def list_kinds(figure: Figure) -> list[str]:
    """Return the kind in each combination, and of an error its kind."""
    return [
        combination.graph.nodes[0].label if isinstance(combination, Figure) else combination.kind
        for combination in figure.combinations
    ]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, ["small"]),
        ({"Kind": "large"}, ["small", "large"]),
        ({"Kind": "no such kind", "Other": "large"}, ["small"]),
    ],
)
def test_the_shown_choice_comes_before_the_others(
    site: Site, engine: Pipeline, gate: Path, chosen: dict[str, str], shown: list[str]
) -> None:
    kinds = ["small", "medium", "large", "huge"]
    blocked = [kind for kind in kinds if kind not in shown]
    site.script("kinds", KINDS.format(blocked=blocked, gate=str(gate)))
    engine.chosen = chosen
    figures = request(engine, "kinds")
    (first,) = figures.first.result(100)
    assert list_kinds(first) == [kind if kind in shown else ErrorKind.PENDING for kind in kinds]
    assert not figures.complete.done()
    gate.touch()
    (complete,) = figures.complete.result(100)
    assert list_kinds(complete) == kinds
    assert engine.list_failures() == {}


def test_in_a_build_without_an_author_who_waits_all_choices_come_together(site: Site, gate: Path) -> None:
    gate.touch()
    site.script("kinds", KINDS.format(blocked=["huge"], gate=str(gate)))
    with site.pipeline(undeclared_inputs="ignore") as engine:
        figures = request(engine, "kinds", Priority.NORMAL)
        assert figures.first.result(100) == figures.complete.result(100)


def test_a_script_that_hangs_and_choices_that_nobody_sees_delay_no_other(
    site: Site, engine: Pipeline, gate: Path
) -> None:
    site.script("hanging", HANGING.format(gate=str(gate)))
    site.script("kinds", KINDS.format(blocked=["medium", "large", "huge"], gate=str(gate)))
    site.script("good", FIGURE)
    hanging, kinds = request(engine, "hanging"), request(engine, "kinds")
    kinds.first.result(100)
    assert request(engine, "good").complete.result(100)
    site.script("soon", FIGURE)
    assert request(engine, "soon", Priority.SOON).complete.result(100)
    assert not hanging.complete.done()
    assert not kinds.complete.done()
    gate.touch()
    assert hanging.complete.result(100) and kinds.complete.result(100)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_script_that_hangs_ends_when_its_next_version_is_saved(
    site: Site, engine: Pipeline, gate: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(START_METHOD_VARIABLE, method)
    started = gate.with_name("started")
    site.script("one", f"open({str(started)!r}, 'w').close()\n" + HANGING.format(gate=str(gate)))
    site.script("two", HANGING.format(gate=str(gate)) + "# waits for a place\n")
    old = [request(engine, name).complete for name in ("one", "two")]
    while not started.exists():
        assert not old[0].done()
    for name in ("one", "two"):
        site.script(name, FIGURE)
    assert engine.forget_stale()
    assert all(request(engine, name).complete.result(100) for name in ("one", "two"))
    errors = [run.exception(100) for run in old]
    assert [error.kind for error in errors if isinstance(error, FigureError)] == [ErrorKind.REPLACED] * 2
    assert not engine.forget_stale()  # what is known of the scripts is of their new versions
