"""The order in which tasks start, and how many run at once. Pure.

What an author has saved starts at once, unless as many others run that matter as much, and that have begun
only now: neither a script that does not end, nor many that nobody looks at, delay it.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection
from typing import Protocol

from ..model.messages import Priority, Task

SLOW = 0.5
"""Seconds after which a script that still runs keeps none from starting that an author has saved."""


class Running(Protocol):
    """A task that runs; `started` is in seconds of the monotonic clock."""

    task: Task
    started: float


class Schedule:
    """Tasks that wait, and when each of them may start.

    Args:
        limit: How many run at once; what an author has saved may be more.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: list[tuple[int, int, Task]] = []
        self._numbers = itertools.count()

    def add_task(self, task: Task) -> None:
        """Add a task behind those of its priority."""
        heapq.heappush(self._waiting, (task.priority, next(self._numbers), task))

    def remove_task(self, number: int) -> Task | None:
        """Remove and return a task that waits; None where it does not."""
        for entry in self._waiting:
            if entry[2].id == number:
                self._waiting.remove(entry)
                heapq.heapify(self._waiting)
                return entry[2]
        return None

    def take_task(self, running: Collection[Running], now: float) -> Task | None:
        """Return the next task to start beside those that run; None where none may."""
        if not self._waiting or self._find_delay(running, now) != 0.0:
            return None
        return heapq.heappop(self._waiting)[2]

    def compute_delay(self, running: Collection[Running], now: float) -> float | None:
        """Return the seconds until a task may start though none has ended; None where none may."""
        return self._find_delay(running, now) if self._waiting else None

    def _find_delay(self, running: Collection[Running], now: float) -> float | None:
        if len(running) < self._limit:
            return 0.0
        priority = self._waiting[0][0]
        if priority > Priority.SOON or len(running) >= count_most(self._limit):
            return None
        rivals = sorted(
            worker.started
            for worker in running
            if worker.task.priority <= priority and now - worker.started < SLOW
        )
        return 0.0 if len(rivals) < self._limit else rivals[-self._limit] + SLOW - now


def count_most(limit: int) -> int:
    """Return how many tasks run at once at most, with those that an author has saved."""
    return 2 * limit + 2
