"""Reports of a running build: its statistics, and the output of its scripts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ..model.job import Job
from .statistics import BuildStatistics, RunState, ScriptRun


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

    def report_output(self, job: Job, output: str) -> None:
        """Hand on what a run printed, unless another run of the script has printed the same."""
        with self._lock:
            is_new = self.statistics.record_output(job.display_path, output)
        if is_new:
            self.on_output(job.display_path, output)
