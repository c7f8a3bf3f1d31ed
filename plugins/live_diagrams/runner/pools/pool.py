"""A pool: jobs go in, results come out, each from a process that runs one script.

`create_pool` forks a preloaded server where the system can, and starts a fresh Python elsewhere.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from typing import Protocol

from ...model.job import Job
from ...model.messages import Limits, Priority
from .outcomes import FinishedJob

START_METHOD_VARIABLE = "LIVE_DIAGRAMS_START"
"""The environment variable that overrides the choice: `fork` or `spawn`."""


class Pool(Protocol):
    """Runs jobs in child processes, several at a time."""

    def submit(self, job: Job, priority: Priority = Priority.NORMAL) -> Future[FinishedJob]:
        """Start a job. Its future raises `FigureError` where the script fails."""

    def cancel(self, run: Future[FinishedJob]) -> None:
        """End a job whose result nobody needs. Its future raises a `FigureError` of the kind `REPLACED`."""

    def close(self) -> None:
        """End every process. Jobs that have not finished fail."""


def create_pool(limits: Limits, workers: int = 0, start_method: str = "") -> Pool:
    """Return the pool that suits this system.

    `workers` is how many scripts run at once, 0 for one per core; `start_method` is `fork` or `spawn`,
    empty to choose.
    """
    workers = workers or count_cores()
    method = start_method or os.environ.get(START_METHOD_VARIABLE) or choose_method()
    if method == "fork":
        from .fork_pool import ForkPool

        return ForkPool(limits, workers)
    from .spawn_pool import SpawnPool

    return SpawnPool(limits, workers)


def choose_method() -> str:
    """Return how processes are made on this system: `fork` or `spawn`."""
    # macOS can fork, but its own libraries do not survive it.
    return "fork" if hasattr(os, "fork") and sys.platform != "darwin" else "spawn"


def count_cores() -> int:
    """Return how many scripts run at once where nothing else is said."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
