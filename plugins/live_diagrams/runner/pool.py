"""The interface of a pool: jobs go in, results come out, each from a process that runs one script."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from ..model.job import Job
from ..model.messages import RunResult


@dataclass(frozen=True)
class FinishedJob:
    """The result of a job, which is no failure, and `output`, the end of what its script printed."""

    result: RunResult
    output: str


class Pool(Protocol):
    """Runs jobs in child processes, several at a time."""

    def submit(self, job: Job) -> Future[FinishedJob]:
        """Start a job. Its future raises `FigureError` where the script fails."""

    def close(self) -> None:
        """End every process. Jobs that have not finished fail."""
