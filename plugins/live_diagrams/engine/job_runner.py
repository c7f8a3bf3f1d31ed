"""One run of a script: its figures from the cache, or from a child process that starts now."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure, RenderedFigure
from ..model.job import Job
from ..model.messages import Priority
from ..model.settings import Settings
from . import sandbox_policy
from .figure_cache import FigureCache, strip_choices
from .statistics import BuildMonitor, RunState

if TYPE_CHECKING:
    from ..runner.pools.outcomes import FinishedJob
    from ..runner.pools.pool import Pool
    from .sharing.shared_cache import SharedCache

Figures = list[Figure]
"""The figures of one script, in the order that it draws them."""


class JobRunner:
    """Runs jobs, each once for every call. The pool of processes starts with the first cache miss.

    `shared` is the cache of other machines, which is asked before a script runs; None where there is none.
    `shares_hits` says whether it gets what the cache of this machine has already.
    """

    def __init__(self, settings: Settings, cache: FigureCache, monitor: BuildMonitor) -> None:
        self._settings, self._cache, self._monitor = settings, cache, monitor
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._runs: dict[Future[FinishedJob], Job] = {}
        cache.render_again = self._render_again
        self.shared: SharedCache | None = None
        self.shares_hits = False

    @property
    def running(self) -> int:
        """How many scripts run, or wait for a process."""
        return len(self._runs)

    def close(self) -> None:
        """End every process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()

    def cancel_jobs(self, stale: set[Job]) -> None:
        """End the runs of jobs, whatever the reader's choices are: they will be run again."""
        with self._lock:
            pool = self._pool
            runs = [run for run, job in self._runs.items() if strip_choices(job) in stale]
        if pool:
            for run in runs:
                pool.cancel(run)

    def run_job(self, job: Job, priority: Priority = Priority.NORMAL) -> Future[Figures]:
        """Return the future figures of one run: from the cache, or from a process that starts now."""
        self._monitor.record_request()
        figures: Future[Figures] = Future()
        start = time.time()
        try:
            cached = self._cache.find_figures(job)
        except Exception as error:  # whatever it is, no page may wait for ever
            self._fail_job(job, start, error, figures)
            return figures
        if cached is not None:
            self._monitor.record_run(job, RunState.CACHED, start)
            if self.shared and self.shares_hits:
                self.shared.start_upload(job, is_new=False)
            figures.set_result(cached)
            return figures
        shared = self.shared

        def take(found: Figures | None) -> None:
            if found is not None:
                self._monitor.record_run(job, RunState.SHARED, start)
                figures.set_result(found)
            elif shared and shared.is_closed:
                ended = FigureError("the build was ended", job.display_path, kind=ErrorKind.ENDED)
                self._fail_job(job, start, ended, figures)
            else:
                self._start_script(job, start, figures, priority)

        if not shared or not shared.start_lookup(job, take):
            self._start_script(job, start, figures, priority)
        return figures

    def _render_again(self, job: Job) -> tuple[RenderedFigure, ...]:
        """Return the figures of a job that seemed to be in the cache.

        Raises:
            FigureError: The script fails now.
        """
        finished = self._get_pool().submit(job, Priority.NORMAL).result()
        self._cache.add_result(job, finished.result, finished.seconds)
        self._monitor.record_damage()
        return finished.result.figures

    def _start_script(self, job: Job, start: float, figures: Future[Figures], priority: Priority) -> None:
        try:
            run = self._get_pool().submit(job, priority)
        except Exception as error:
            message = f"cannot start the process that runs scripts: {error}"
            failure = FigureError(message, job.display_path, kind=ErrorKind.START)
            self._fail_job(job, start, failure, figures)
        else:
            with self._lock:
                self._runs[run] = job
            run.add_done_callback(lambda run: self._finish_job(job, start, run, figures))

    def _get_pool(self) -> Pool:
        from ..model.messages import Limits
        from ..runner.pools import pool  # a build with a warm cache does not need it

        with self._lock:
            if self._pool is None:
                sandbox = sandbox_policy.find_sandbox(self._settings)
                limits = Limits(self._settings.timeout, self._settings.memory * 2**20, sandbox)
                self._pool = pool.create_pool(limits, self._settings.workers)
            return self._pool

    def _finish_job(self, job: Job, start: float, run: Future[FinishedJob], figures: Future[Figures]) -> None:
        """Store the result of a run, then hand it on."""
        with self._lock:
            self._runs.pop(run, None)
        try:
            finished = run.result()
            self._monitor.report_output(job, finished.output)
            rendered = self._cache.add_result(job, finished.result, finished.seconds)
        except Exception as error:  # a FigureError; any other is a fault of ours, and no page may wait for it
            self._fail_job(job, start, error, figures)
        else:
            self._monitor.record_run(job, RunState.RENDERED, start)
            if self.shared:
                self.shared.start_upload(job)
            figures.set_result(rendered)

    def _fail_job(self, job: Job, start: float, error: Exception, figures: Future[Figures]) -> None:
        try:
            if isinstance(error, FigureError) and error.kind is ErrorKind.REPLACED:
                return  # what is known of the job is of its newer run
            if isinstance(error, FigureError):
                self._monitor.report_output(job, error.output)
                self._cache.add_failure(job, error.dependencies, start)
            else:
                self._cache.add_failure(job, (), start)
            self._monitor.record_run(job, RunState.FAILED, start)
        finally:
            figures.set_exception(error)
