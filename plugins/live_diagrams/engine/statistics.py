"""Statistics of one build: runs of scripts, counted and timed, and what they printed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from ..model.job import Job


class RunState(StrEnum):
    """How a run of a script ended; another machine has rendered what is shared."""

    RENDERED = "rendered"
    CACHED = "cached"
    SHARED = "shared"
    FAILED = "failed"


@dataclass(frozen=True)
class ScriptRun:
    """One run of a script, or one cache hit in its place.

    `script` is its path relative to the project root; `seconds` counts from the request to the result.
    """

    script: str
    state: RunState
    seconds: float


@dataclass
class BuildStatistics:
    """Counts of the runs that one build requested, by how they ended. Times are of the monotonic clock.

    `shared` of those that are `from_cache` came from the cache that machines share.
    """

    requested: int = 0
    rendered: int = 0
    from_cache: int = 0
    shared: int = 0
    failed: int = 0
    start_time: float = field(default_factory=time.monotonic)
    end_time: float = 0.0
    runs: list[ScriptRun] = field(default_factory=list)
    outputs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def finished(self) -> int:
        """Return how many runs have ended, with figures or with an error."""
        return self.rendered + self.from_cache + self.failed

    @property
    def seconds(self) -> float:
        """Return the seconds from the start of the build to the end of its last run."""
        return max(0.0, self.end_time - self.start_time)

    def record_run(self, run: ScriptRun) -> None:
        """Count a run that has ended."""
        self.runs.append(run)
        self.rendered += run.state is RunState.RENDERED
        self.from_cache += run.state in (RunState.CACHED, RunState.SHARED)
        self.shared += run.state is RunState.SHARED
        self.failed += run.state is RunState.FAILED
        self.end_time = time.monotonic()

    def record_damage(self) -> None:
        """Count a run that seemed to be in the cache, and was not."""
        self.rendered += 1
        self.from_cache -= 1
        self.end_time = time.monotonic()

    def record_output(self, script: str, output: str) -> bool:
        """Record what a run printed; return whether it printed something that no earlier run did.

        Runs of one script that differ only in the reader's choices often print the same.
        """
        is_new = bool(output.strip()) and (script, output) not in self.outputs
        self.outputs.add((script, output))
        return is_new


class BuildMonitor:
    """Records the runs of one build. Safe to use from several threads.

    `on_progress` is called with the statistics and the number of unfinished runs whenever a run has
    finished; `on_output` with a script's path and what it printed.
    """

    def __init__(self) -> None:
        self.statistics = BuildStatistics()
        self.on_progress: Callable[[BuildStatistics, int], None] = lambda statistics, waiting: None
        self.on_output: Callable[[str, str], None] = lambda display_path, output: None
        self._lock = threading.Lock()

    def reset(self) -> None:
        """Start the statistics of another build."""
        with self._lock:
            self.statistics = BuildStatistics()

    def record_request(self) -> None:
        """Count a run that was requested."""
        with self._lock:
            self.statistics.requested += 1

    def record_run(self, job: Job, state: RunState, start: float) -> None:
        """Count a run that has finished; it was requested at `start`, in seconds since the epoch."""
        with self._lock:
            statistics = self.statistics
            statistics.record_run(ScriptRun(job.display_path, state, max(0.0, time.time() - start)))
            waiting = statistics.requested - statistics.finished
        self.on_progress(statistics, max(0, waiting))

    def record_damage(self) -> None:
        """Count a run that seemed to be in the cache, and was not."""
        with self._lock:
            self.statistics.record_damage()

    def report_output(self, job: Job, output: str) -> None:
        """Hand on what a run printed, unless another run of the script has printed the same."""
        with self._lock:
            is_new = self.statistics.record_output(job.display_path, output)
        if is_new:
            self.on_output(job.display_path, output)
