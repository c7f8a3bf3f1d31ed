"""A pool: jobs go in, results come out, each from a process that runs one script.

`create_pool` forks a preloaded server where the system can, and starts a fresh Python elsewhere.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model import codec
from ..model.errors import ErrorKind, FigureError, extract_excerpt
from ..model.job import Job
from ..model.messages import Failure, Limits, RunResult

START_METHOD_VARIABLE = "LIVE_DIAGRAMS_START"
"""The environment variable that overrides the choice: `fork` or `spawn`."""


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


def create_pool(limits: Limits, workers: int = 0, start_method: str = "") -> Pool:
    """Return the pool that suits this system.

    `workers` is how many scripts run at once, 0 for one per core; `start_method` is `fork` or `spawn`,
    empty to choose.
    """
    workers = workers or _count_cores()
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


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def create_ended_error(job: Job) -> FigureError:
    """Return the error of a job whose pool was closed before it had finished."""
    return FigureError("the build was ended", job.display_path, kind=ErrorKind.ENDED)


def create_start_error(job: Job, error: OSError | RuntimeError) -> FigureError:
    """Return the error of a job whose pool cannot start."""
    message = f"cannot start the process that runs scripts: {getattr(error, 'strerror', None) or error}"
    return FigureError(message, job.display_path, kind=ErrorKind.START)


def settle_future(future: Future[FinishedJob], job: Job, payload: bytes, output: str) -> None:
    """Settle a job's future with what its process sent.

    `payload` is the encoded result, which the script may have tampered with; `output` is the end of what
    it printed.
    """
    try:
        result = codec.decode(payload, RunResult)
    except codec.CodecError:
        message = "the script's process sent something that is no figure"
        result = RunResult(failure=Failure(message, kind=ErrorKind.STATE))
    if result.failure is None:
        future.set_result(FinishedJob(result, output))
    else:
        future.set_exception(_create_error(result.failure, result, job, output))


def _create_error(failure: Failure, result: RunResult, job: Job, output: str) -> FigureError:
    script = failure.script or job.display_path
    excerpt = extract_excerpt(_read_source(job, script), failure.line, job.line if job.code else 1)
    return failure.to_error().replace(
        script=script, output=output, excerpt=excerpt, dependencies=result.dependencies
    )


def _read_source(job: Job, script: str) -> str:
    """Return the text that an error's line is counted in; for code in a page, as long as the page."""
    if job.code:
        return "\n" * (job.line - 1) + job.code
    path = Path(job.script) if script == job.display_path else Path(job.root, script)
    try:
        return path.read_text("utf-8", "replace") if path.is_file() else ""
    except (OSError, ValueError):
        return ""
