"""The order in which tasks start: whom somebody waits for, and what keeps nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from live_diagrams.model.job import Job
from live_diagrams.model.messages import Limits, Priority, Task
from live_diagrams.runner.schedule import SLOW, Schedule

URGENT, SOON, NORMAL, BACKGROUND = Priority


@dataclass
class Run:
    task: Task
    started: float


def create_task(number: int, priority: Priority) -> Task:
    return Task(number, Job("a.py", "a.py", "/", ""), Limits(), priority)


def create_runs(*runs: tuple[Priority, float]) -> list[Run]:
    return [
        Run(create_task(100 + number, priority), started) for number, (priority, started) in enumerate(runs)
    ]


def test_tasks_start_by_priority_and_then_in_their_order() -> None:
    schedule = Schedule(1)
    for number, priority in enumerate((BACKGROUND, NORMAL, URGENT, SOON, URGENT, NORMAL)):
        schedule.add_task(create_task(number, priority))
    started = [task.id for _ in range(6) if (task := schedule.take_task([], 0.0))]
    assert started == [2, 4, 3, 1, 5, 0]
    assert schedule.take_task([], 0.0) is None


@pytest.mark.parametrize(
    ("runs", "starts", "delay"),
    [
        ([], True, 0.0),
        ([(NORMAL, 10.0)], True, 0.0),
        ([(NORMAL, 10.0), (BACKGROUND, 10.0)], True, 0.0),  # nobody waits for them
        ([(URGENT, 10.0), (NORMAL, 10.0)], True, 0.0),
        ([(SOON, 10.0), (SOON, 10.0)], True, 0.0),
        ([(URGENT, 10.0), (URGENT, 10.0)], False, SLOW),
        ([(URGENT, 10.0 - SLOW), (URGENT, 10.0)], True, 0.0),  # the first may never end
        ([(URGENT, 9.9), (URGENT, 10.0)], False, SLOW - 0.1),
        ([(BACKGROUND, 0.0)] * 6, False, None),
    ],
)
def test_an_urgent_task_starts_beside_those_that_nobody_waits_for(
    runs: list[tuple[Priority, float]], starts: bool, delay: float | None
) -> None:
    schedule = Schedule(2)
    schedule.add_task(create_task(1, URGENT))
    running = create_runs(*runs)
    assert schedule.compute_delay(running, 10.0) == pytest.approx(delay)
    assert (schedule.take_task(running, 10.0) is not None) == starts


def test_what_an_author_has_saved_waits_for_others_of_the_same_save_but_for_none_that_hangs() -> None:
    schedule = Schedule(2)
    schedule.add_task(create_task(1, SOON))
    assert not schedule.take_task(create_runs((SOON, 10.0), (URGENT, 10.0)), 10.0)
    assert schedule.take_task(create_runs((SOON, 9.0), (URGENT, 10.0)), 10.0)


@pytest.mark.parametrize("priority", [NORMAL, BACKGROUND])
def test_others_wait_for_a_place(priority: Priority) -> None:
    schedule = Schedule(2)
    schedule.add_task(create_task(1, priority))
    running = create_runs((NORMAL, 0.0), (URGENT, 0.0))
    assert schedule.compute_delay(running, 10.0) is None
    assert schedule.take_task(running, 10.0) is None
    assert schedule.take_task(running[:1], 10.0)


def test_a_task_that_waits_can_be_removed() -> None:
    schedule = Schedule(1)
    for number in range(3):
        schedule.add_task(create_task(number, NORMAL))
    removed = schedule.remove_task(1)
    assert removed and removed.id == 1
    assert schedule.remove_task(1) is None
    assert [task.id for _ in range(2) if (task := schedule.take_task([], 0.0))] == [0, 2]
