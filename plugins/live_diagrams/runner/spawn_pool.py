"""A pool whose jobs each run in a fresh Python (see `child`), for systems that cannot fork safely."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor

from ..model import codec
from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from ..model.messages import Limits, Task
from . import processes
from .child.process import unpack_result
from .child.working_folder import create_working_folder, remove_stale_folders
from .exit_reasons import PRINTED_TOO_MUCH, RESULT_TOO_LARGE, describe_timeout, explain_exit
from .limits import OUTPUT_KEPT, OUTPUT_LIMIT, OUTPUT_REPORTED, RESULT_LIMIT
from .pool import FinishedJob, create_ended_error, settle_future

START_TIME = 1.0
"""Seconds that a fresh Python has to start, beyond the script's timeout."""


class SpawnPool:
    """Runs jobs in processes of their own, each watched by a thread."""

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(workers, "live-diagrams")
        self._lock = threading.Lock()
        self._queued: dict[Future[FinishedJob], Job] = {}
        self._running: set[_Process] = set()
        self._is_closed = False
        remove_stale_folders()

    def submit(self, job: Job) -> Future[FinishedJob]:
        """Queue a job."""
        future: Future[FinishedJob] = Future()
        with self._lock:
            is_closed = self._is_closed
            if not is_closed:
                self._queued[future] = job
                self._threads.submit(self._run_job, job, future)
        if is_closed:
            future.set_exception(create_ended_error(job))
        return future

    def _run_job(self, job: Job, future: Future[FinishedJob]) -> None:
        try:
            folder = create_working_folder()
            try:
                self._run_process(job, str(folder), future)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            message = f"cannot start the script: {error.strerror}"
            with self._lock:
                self._queued.pop(future, None)
                if not future.done():  # `close` may have settled it
                    future.set_exception(FigureError(message, job.display_path, kind=ErrorKind.START))

    def _run_process(self, job: Job, folder: str, future: Future[FinishedJob]) -> None:
        with self._lock:
            if future not in self._queued:
                return  # `close` has settled it
            process = _Process(job, folder, self._limits)
            del self._queued[future]
            self._running.add(process)
        process.wait()
        with self._lock:
            self._running.discard(process)
            is_closed = self._is_closed
        payload, output = process.take_result(), process.output.decode(errors="replace")
        if payload is not None:
            settle_future(future, job, payload, output[-OUTPUT_REPORTED:])
        elif is_closed:
            future.set_exception(create_ended_error(job))
        else:
            future.set_exception(explain_exit(job, process.exit_code, output, process.stop_reason))

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
    """One script's Python. Two threads read what it writes, so that neither pipe can fill up."""

    def __init__(self, job: Job, folder: str, limits: Limits) -> None:
        self.output = b""
        self.stop_reason = ""
        self.exit_code = 0
        self._timeout = limits.timeout
        self._result = bytearray()
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
        readers = self._read_output, self._read_result
        self._readers = [threading.Thread(target=read, daemon=True) for read in readers]

    def wait(self) -> None:
        """Wait until there is a result, or there can be none any more; then leave nothing of the process."""
        for reader in self._readers:
            reader.start()
        deadline = time.monotonic() + self._timeout + START_TIME
        assert self._process.stdin
        with contextlib.suppress(OSError), self._process.stdin as stdin:
            processes.write_all(stdin.fileno(), self._task)
        while not self._has_result.wait(0.02) and not self.stop_reason and self._process.poll() is None:
            if time.monotonic() > deadline:
                self.stop(describe_timeout(self._timeout))
        if self._has_result.is_set() and not self.stop_reason:  # it reports itself what it leaves running
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
        self._end()
        for reader in self._readers:
            reader.join(1)

    def stop(self, reason: str) -> None:
        """End it before its time; where the system can, it dumps its traceback first."""
        self.stop_reason = self.stop_reason or reason
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

    def take_result(self) -> bytes | None:
        """Return the encoded result, if it is complete and came before the process was stopped."""
        return None if self.stop_reason else unpack_result(self._result)

    def _read_output(self) -> None:
        """Read what the script prints, and keep its end."""
        printed = 0
        assert self._process.stderr
        with self._process.stderr as pipe:
            while data := pipe.read(1 << 16):
                printed += len(data)
                self.output = (self.output + data)[-OUTPUT_KEPT:]
                if printed > OUTPUT_LIMIT:
                    self.stop_reason = self.stop_reason or PRINTED_TOO_MUCH

    def _read_result(self) -> None:
        """Read as many bytes as the result has: what the script left running may hold the pipe open."""
        assert self._process.stdout
        with self._process.stdout as pipe:
            while data := pipe.read(1 << 16):
                self._result += data
                if len(self._result) > RESULT_LIMIT:
                    self.stop_reason = self.stop_reason or RESULT_TOO_LARGE
                if unpack_result(self._result) is not None:
                    self._has_result.set()
                    return
