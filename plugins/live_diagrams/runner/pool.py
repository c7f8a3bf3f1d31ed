"""Run jobs in processes of their own and hand back what came of them.

Where a fork is to be had, a preloaded server forks a child a script (`fork_pool`); elsewhere each
script gets a fresh Python (`spawn_pool`). Both keep the same bounds and give the same results.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..model import package
from ..model.errors import ErrorKind, FigureError, extract_excerpt
from ..model.job import Job
from .processes import MARK

Result = dict[str, Any]
"""What `render.run` gives, as plain data, and `output`: the end of what the script printed."""


@dataclass(frozen=True)
class Limits:
    """What one script may take: `timeout` in seconds, `memory` in bytes (0: no limit)."""

    timeout: float = 10.0
    memory: int = 2**30


class Pool(Protocol):
    """Something that runs jobs, several at a time."""

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""

    def close(self) -> None:
        """End every process. Jobs that have not ended fail."""


def create_pool(bounds: Limits, workers: int = 0, start_method: str = "") -> Pool:
    """The pool that suits this system.

    Args:
        bounds: What each script may take.
        workers: How many scripts run at once; 0 for one a core.
        start_method: `fork` or `spawn`; empty for what the system can. macOS can fork, but its own
            libraries do not survive it.
    """
    workers = workers or _cores()
    can_fork = hasattr(os, "fork") and sys.platform != "darwin"
    method = start_method or os.environ.get("LIVE_DIAGRAMS_START") or ("fork" if can_fork else "spawn")
    if method == "fork":
        from .fork_pool import ForkPool

        return ForkPool(bounds, workers)
    from .spawn_pool import SpawnPool

    return SpawnPool(bounds, workers)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def script_environment(mark: str) -> dict[str, str]:
    """The environment of scripts: hashes in a fixed order, our package importable, and a mark."""
    root = str(package.IMPORT_ROOT)
    around = os.environ.get("PYTHONPATH", "")
    path = f"{root}{os.pathsep}{around}" if around else root
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": path, MARK: mark}


def build_ended_error(job: Job) -> FigureError:
    """What a job fails with when the pool is closed before it is done."""
    return FigureError("the build was ended", script=job.display_path, kind=ErrorKind.ENDED)


def settle_future(future: Future[Result], job: Job, payload: bytes, output: str) -> None:
    """Give a job's future what its process wrote."""
    result: Result = {}
    try:
        result = dict(json.loads(payload))
        error = FigureError.from_json(dict(result["error"])) if "error" in result else None
        if error:
            error.dependencies = tuple(dict(one) for one in result.get("dependencies", ()))
    except (ValueError, TypeError):  # a script that found the way out and wrote there
        error = FigureError("the script's process gave no figure but something else", kind=ErrorKind.STATE)
    if error:
        error.script = error.script or job.display_path
        error.output = output
        error.excerpt = extract_excerpt(_source(job, error), error.line, job.line if job.code else 1)
        future.set_exception(error)
    else:
        future.set_result({**result, "output": output})


def _source(job: Job, error: FigureError) -> str:
    """The text that an error names a line of; the lines of code in a page are counted as the page's."""
    if job.code:
        return "\n" * (job.line - 1) + job.code
    path = Path(job.script) if error.script == job.display_path else Path(job.root, error.script)
    try:
        return path.read_text("utf-8", "replace") if path.is_file() else ""
    except (OSError, ValueError):
        return ""
