"""A pool whose jobs each run in a fresh Python (see `child`), for systems that cannot fork safely."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from typing import IO

from ...model import codec
from ...model.errors import ErrorKind, FigureError
from ...model.job import Job
from ...model.messages import Limits, Priority, Task
from .. import processes
from ..child.working_folder import create_working_folder, remove_stale_folders
from ..collector import Collector
from ..exit_reasons import REPLACED, describe_os_error, describe_timeout
from .outcomes import FinishedJob, create_ended_error, create_replaced_error, settle_future

START_TIME = 1.0
"""Seconds that a fresh Python has to start, beyond the script's timeout."""


class SpawnPool:
    """Runs jobs in separate processes, each watched by a thread."""

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(workers, "live-diagrams")
        self._lock = threading.Lock()
        self._queued: dict[Future[FinishedJob], Job] = {}
        self._order: list[tuple[Priority, int, Future[FinishedJob]]] = []
        self._numbers = itertools.count()
        self._running: dict[_Process, Future[FinishedJob]] = {}
        self._is_closed = False
        remove_stale_folders()

    def submit(self, job: Job, priority: Priority = Priority.NORMAL) -> Future[FinishedJob]:
        """Queue a job behind those of its priority."""
        future: Future[FinishedJob] = Future()
        with self._lock:
            is_closed = self._is_closed
            if not is_closed:
                self._queued[future] = job
                heapq.heappush(self._order, (priority, next(self._numbers), future))
                self._threads.submit(self._run_next_job)
        if is_closed:
            future.set_exception(create_ended_error(job))
        return future

    def cancel(self, run: Future[FinishedJob]) -> None:
        """End a job, whether it runs or waits."""
        with self._lock:
            job = self._queued.pop(run, None)
            process = next((one for one, future in self._running.items() if future is run), None)
        if job:
            run.set_exception(create_replaced_error(job))
        elif process:
            process.stop(REPLACED)

    def _run_next_job(self) -> None:
        with self._lock:
            future = heapq.heappop(self._order)[2]
            job = self._queued.get(future)
        if job:  # else it was cancelled
            self._run_job(job, future)

    def _run_job(self, job: Job, future: Future[FinishedJob]) -> None:
        """Run a job and settle its future, whatever happens."""
        try:
            folder = create_working_folder()
            try:
                self._run_process(job, str(folder.path), future)
            finally:
                folder.remove()
        except Exception as error:  # the system has no place, process or thread left
            reason = describe_os_error(error) if isinstance(error, OSError) else str(error)
            failure = FigureError(
                f"cannot start the script: {reason}", job.display_path, kind=ErrorKind.START
            )
            with self._lock:
                self._queued.pop(future, None)
            with contextlib.suppress(InvalidStateError):  # `close` may have settled it
                future.set_exception(failure)

    def _run_process(self, job: Job, folder: str, future: Future[FinishedJob]) -> None:
        with self._lock:
            if future not in self._queued:
                return  # `close` or `cancel` has settled it
            process = _Process(job, folder, self._limits)
            del self._queued[future]
            self._running[process] = future
        start = time.monotonic()
        try:
            process.wait()
        finally:
            with self._lock:
                del self._running[process]
                is_closed = self._is_closed
        result, output = process.collector.conclude(job, process.exit_code)
        if isinstance(result, bytes):
            settle_future(future, job, result, output, time.monotonic() - start)
        elif process.collector.stop_reason == REPLACED:
            future.set_exception(create_replaced_error(job))
        else:
            future.set_exception(create_ended_error(job) if is_closed else result)

    def close(self) -> None:
        """End every script."""
        with self._lock:
            self._is_closed = True
            running, queued = list(self._running), dict(self._queued)
            self._queued.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.stop("the build was ended")
        for future, job in queued.items():
            future.set_exception(create_ended_error(job))
        self._threads.shutdown()


class _Process:
    """One script's Python. A thread for each of its pipes keeps one that is full from blocking another."""

    def __init__(self, job: Job, folder: str, limits: Limits) -> None:
        self.collector = Collector()
        self.exit_code = 0
        self._timeout = limits.timeout
        self._has_result = threading.Event()
        self._mark = uuid.uuid4().hex
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "live_diagrams.runner.child.process", folder, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=processes.build_environment(self._mark, limits.sandbox),
            start_new_session=True,
        )
        self._task = codec.encode(Task(0, job, limits))

    def wait(self) -> None:
        """Wait until there is a result, or there can be none any more; then leave nothing of the process."""
        started: list[threading.Thread] = []
        try:
            for target in (self._write_task, self._read_output, self._read_result):
                thread = threading.Thread(target=target, daemon=True)
                thread.start()
                started.append(thread)
            self._wait_for_result(time.monotonic() + self._timeout + START_TIME)
        finally:
            self._end()
            for thread in started:
                thread.join(1)

    def _wait_for_result(self, deadline: float) -> None:
        while not self._has_result.wait(0.02) and self._process.poll() is None:
            if self.collector.stop_reason:
                return
            if time.monotonic() > deadline:
                self.stop(describe_timeout(self._timeout))
        if self._has_result.is_set():  # it reports itself what it leaves running
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)

    def stop(self, reason: str) -> None:
        """End it before its time; where the system can, it dumps its traceback first."""
        self.collector.stop_reason = self.collector.stop_reason or reason
        if hasattr(signal, "SIGABRT") and os.name == "posix":
            self._process.send_signal(signal.SIGABRT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)

    def _end(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self.exit_code = self._process.wait()
        processes.kill_marked(self._mark)

    def _write_task(self) -> None:
        assert self._process.stdin
        with contextlib.suppress(OSError), self._process.stdin as stdin:
            processes.write_all(stdin.fileno(), self._task)

    def _read_output(self) -> None:
        self._read_pipe(self._process.stderr, self.collector.add_output)

    def _read_result(self) -> None:
        self._read_pipe(self._process.stdout, self.collector.add_result)
        if self.collector.has_result:
            self._has_result.set()

    def _read_pipe(self, pipe: IO[bytes] | None, add: Callable[[bytes], str]) -> None:
        """Read a pipe to its end, or as far as a result goes: what a script left running may hold it open."""
        assert pipe
        with pipe:
            while data := pipe.read(1 << 16):
                if reason := add(data):
                    self.collector.stop_reason = self.collector.stop_reason or reason
                if reason or (pipe is self._process.stdout and self.collector.has_result):
                    return
