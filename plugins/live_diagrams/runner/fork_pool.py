"""A pool whose jobs run in forks of a preloaded server (see `fork_server`)."""

from __future__ import annotations

import contextlib
import itertools
import selectors
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import IO

from ..model import codec
from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from ..model.messages import Limits, Task, TaskReport, TaskState
from . import processes
from .child.working_folder import remove_stale_folders
from .pool import FinishedJob, create_ended_error, create_start_error, settle_future

SILENCE_LIMIT = 10.0
"""Seconds beyond a script's timeout after which a server that sends nothing counts as hung."""


@dataclass
class _PendingJob:
    """A job that was sent to the server, and whether its script has started there."""

    job: Job
    future: Future[FinishedJob]
    is_running: bool = False


class ForkPool:
    """Runs jobs in children of a server, which starts with the first job.

    If a script kills the server, every job that was running fails. The next job, or the first that
    was still waiting, starts a new server.
    """

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits, self._workers = limits, workers
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()  # a writer that waits for the server must not stop the reader
        self._numbers = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._pending: dict[int, _PendingJob] = {}
        self._is_closed = False

    def submit(self, job: Job) -> Future[FinishedJob]:
        """Send a job to the server, and start that where none runs."""
        future: Future[FinishedJob] = Future()
        self._send_job(job, future)
        return future

    def _send_job(self, job: Job, future: Future[FinishedJob]) -> None:
        number = next(self._numbers)
        task = Task(number, job, self._limits)
        try:
            with self._lock:
                server = None if self._is_closed else self._start_server()
                if server:
                    self._pending[number] = _PendingJob(job, future)
        except (OSError, RuntimeError) as error:
            future.set_exception(create_start_error(job, error))
            return
        if server is None:
            future.set_exception(create_ended_error(job))
            return
        assert server.stdin
        with self._write_lock, contextlib.suppress(ValueError):  # `close` has closed its input
            processes.write_all(server.stdin.fileno(), codec.encode(task) + b"\n")

    def _start_server(self) -> subprocess.Popen[bytes]:
        if self._server is None:
            mark = uuid.uuid4().hex
            server = subprocess.Popen(
                [sys.executable, "-P", "-m", "live_diagrams.runner.fork_server", str(self._workers)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env=processes.build_environment(mark, self._limits.sandbox),
                start_new_session=True,
            )
            try:
                threading.Thread(target=self._follow_server, args=(server, mark), daemon=True).start()
            except RuntimeError:  # there are too many threads
                server.kill()
                server.communicate()
                raise
            self._server = server
        return self._server

    def _follow_server(self, server: subprocess.Popen[bytes], mark: str) -> None:
        """Settle futures as results arrive, until the server ends; then clean up behind it."""
        assert server.stdout
        try:
            for report, payload in _split_reports(self._read_chunks(server, server.stdout)):
                with self._lock:
                    if report.state is TaskState.STARTED:
                        self._pending[report.task].is_running = True
                        continue
                    pending = self._pending.pop(report.task)
                settle_future(pending.future, pending.job, payload, report.output)
        except (ValueError, KeyError):
            server.kill()  # its messages make no sense, and a page must not wait for more of them
        server.stdout.close()
        if server.wait():
            processes.kill_marked(mark)
            remove_stale_folders()
        with self._lock:
            self._server = None
            lost = list(self._pending.values())
            self._pending.clear()
        self._settle_lost(lost, server.returncode)

    def _read_chunks(self, server: subprocess.Popen[bytes], pipe: IO[bytes]) -> Iterator[bytes]:
        """Yield what the server writes, as it arrives; kill a server that hangs."""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                if selector.select(self._limits.timeout + SILENCE_LIMIT):
                    data = pipe.read(1 << 16)
                    if not data:
                        return
                    yield data
                elif self._pending:
                    server.kill()

    def _settle_lost(self, lost: list[_PendingJob], status: int) -> None:
        """Fail the jobs that were running when the server ended; send the others to the next server."""
        running = [pending for pending in lost if pending.is_running]
        for pending in lost:
            if self._is_closed:
                error = create_ended_error(pending.job)
            elif not running:
                message = f"the process that runs scripts ended with status {status} before it ran one"
                error = FigureError(message, pending.job.display_path, kind=ErrorKind.START)
            elif pending.is_running:
                error = _create_lost_error(pending.job, [other.job for other in running])
            else:
                self._send_job(pending.job, pending.future)
                continue
            pending.future.set_exception(error)

    def close(self) -> None:
        """End the server, which ends every script."""
        with self._lock:
            self._is_closed = True
            server = self._server
        if server is None:
            return
        if self._write_lock.acquire(timeout=5):  # it is free, unless the server hangs
            with contextlib.suppress(OSError):
                assert server.stdin
                server.stdin.close()
            self._write_lock.release()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()


def _create_lost_error(job: Job, running: list[Job]) -> FigureError:
    scripts = ", ".join(sorted({other.display_path for other in running}))
    message = (
        f"the process that runs scripts was killed or stopped while these ran: {scripts}; a script must not "
        "send signals to its parent; with the option `workers: 1` only the script to blame fails"
    )
    return FigureError(message, job.display_path, kind=ErrorKind.CRASH)


def _split_reports(chunks: Iterator[bytes]) -> Iterator[tuple[TaskReport, bytes]]:
    """Yield the server's reports, each with the result that follows it."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while (end := buffer.find(b"\n")) >= 0:
            report = codec.decode(bytes(buffer[:end]), TaskReport)
            size = end + 1 + report.size
            if len(buffer) < size:
                break
            yield report, bytes(buffer[end + 1 : size])
            del buffer[:size]
