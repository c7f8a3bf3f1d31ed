"""Jobs run by a fresh Python each (`child`), for systems where a fork is not to be had."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict

from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from . import exit_reasons as verdict
from . import processes
from .pool import Limits, Result, build_ended_error, script_environment, settle_future

START = 1.0
"""Seconds that a fresh Python has to get ready, beyond the script's timeout."""


class SpawnPool:
    """Runs jobs in processes of their own, each watched by a thread.

    Args:
        bounds: What each script may take.
        workers: How many scripts run at once.
    """

    def __init__(self, bounds: Limits, workers: int) -> None:
        self._bounds = bounds
        self._threads = ThreadPoolExecutor(workers, "live-diagrams")
        self._lock = threading.Lock()
        self._waiting: dict[Future[Result], Job] = {}
        self._running: set[_Process] = set()
        self._closed = False
        processes.remove_stale_folders()

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""
        future: Future[Result] = Future()
        with self._lock:
            closed = self._closed
            if not closed:
                self._waiting[future] = job
                self._threads.submit(self._run, job, future)
        if closed:
            future.set_exception(build_ended_error(job))
        return future

    def _run(self, job: Job, future: Future[Result]) -> None:
        try:
            folder = processes.create_working_folder()
            try:
                self._watch(job, str(folder), future)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            why = f"cannot start the script: {error.strerror}"
            future.set_exception(FigureError(why, script=job.display_path, kind=ErrorKind.START))

    def _watch(self, job: Job, folder: str, future: Future[Result]) -> None:
        with self._lock:
            if not self._waiting.pop(future, None):
                return  # `close` has seen to it
            process = _Process(job, folder, self._bounds)
            self._running.add(process)
        process.wait()
        with self._lock:
            self._running.discard(process)
            closed = self._closed
        payload, output = process.payload(), process.output.decode(errors="replace")
        if payload is not None:
            settle_future(future, job, payload, output[-verdict.SHOWN :])
        elif closed:
            future.set_exception(build_ended_error(job))
        else:
            future.set_exception(verdict.explain_exit(job, process.code, output, process.stopped))

    def close(self) -> None:
        """End every script."""
        with self._lock:
            self._closed = True
            running, waiting = list(self._running), dict(self._waiting)
            self._waiting.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.stop("the build was ended")
        for future, job in waiting.items():
            future.set_exception(build_ended_error(job))
        self._threads.shutdown()


class _Process:
    """One script's Python. Two threads read what it writes, so that neither pipe can fill up."""

    def __init__(self, job: Job, folder: str, bounds: Limits) -> None:
        self.output = b""
        self.stopped = ""
        self.code = 0
        self._bounds = bounds
        self._result = bytearray()
        self._done = threading.Event()
        self._mark = uuid.uuid4().hex
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "live_diagrams.runner.child", folder, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=script_environment(self._mark),
            start_new_session=True,
        )
        self._task = json.dumps({"job": asdict(job), **asdict(bounds)}).encode()
        self._readers = [threading.Thread(target=f, daemon=True) for f in (self._hear, self._receive)]

    def wait(self) -> None:
        """Wait until there is a result, or no hope of one any more; then leave nothing of the process."""
        for reader in self._readers:
            reader.start()
        deadline = time.monotonic() + self._bounds.timeout + START
        with contextlib.suppress(OSError):
            assert self._process.stdin
            with self._process.stdin as stdin:
                task = memoryview(self._task)
                while task:
                    task = task[stdin.write(task) :]
        while not self._done.wait(0.02) and not self.stopped and self._process.poll() is None:
            if time.monotonic() > deadline:
                self.stop(verdict.describe_timeout(self._bounds.timeout))
        if self._done.is_set() and not self.stopped:  # what it leaves running, it says itself
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        self._end()
        for reader in self._readers:
            reader.join(1)

    def stop(self, why: str) -> None:
        """End it before its time; on systems that can, it first says at which lines it is."""
        self.stopped = self.stopped or why
        if hasattr(signal, "SIGABRT") and os.name == "posix":
            self._process.send_signal(signal.SIGABRT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)

    def _end(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self.code = self._process.wait()
        processes.kill_marked(self._mark)

    def payload(self) -> bytes | None:
        """The result, if it is whole and came before the process was stopped."""
        size = int.from_bytes(self._result[:8], "big")
        whole = len(self._result) >= 8 and len(self._result) == 8 + size
        return bytes(self._result[8:]) if whole and not self.stopped else None

    def _hear(self) -> None:
        """Read what the script prints; only the end is kept."""
        printed = 0
        assert self._process.stderr
        with self._process.stderr as pipe:
            while data := pipe.read(1 << 16):
                printed += len(data)
                self.output = (self.output + data)[-verdict.HEARD :]
                if printed > verdict.OUTPUT_LIMIT:
                    self.stopped = self.stopped or verdict.PRINTED_TOO_MUCH

    def _receive(self) -> None:
        """Read the result: so many bytes as it says, since what the script left may hold the pipe open."""
        assert self._process.stdout
        with self._process.stdout as pipe:
            while data := pipe.read(1 << 16):
                self._result += data
                if len(self._result) > verdict.RESULT_LIMIT:
                    self.stopped = self.stopped or verdict.RESULT_TOO_LARGE
                if len(self._result) - 8 >= int.from_bytes(self._result[:8], "big") > 0:
                    self._done.set()
                    return
