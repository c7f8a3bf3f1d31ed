"""A pool whose jobs run in forks of a preloaded server (see `fork_server`)."""

from __future__ import annotations

import contextlib
import secrets
import selectors
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from ...model import codec
from ...model.errors import ErrorKind, FigureError
from ...model.job import Job
from ...model.messages import Limits, Priority, Task, TaskReport, TaskState
from .. import processes
from ..schedule import count_most
from .outcomes import (
    FinishedJob,
    create_ended_error,
    create_replaced_error,
    create_start_error,
    settle_future,
)
from .server_process import END_TIME, ServerProcess, split_reports, start_server

SILENCE_LIMIT = 10.0
"""Seconds beyond a script's timeout after which a server that sends nothing counts as hung."""

_PAUSE = 1.0
"""Seconds between two looks at a server that writes nothing."""


@dataclass
class _PendingJob:
    """A job that was sent to the server, and when its script started there.

    `started` is in seconds of the monotonic clock, 0 for one that waits.
    """

    job: Job
    future: Future[FinishedJob]
    priority: Priority
    started: float = 0.0
    is_cancelled: bool = False


class ForkPool:
    """Runs jobs in children of a server, which starts with the first job.

    If a script kills the server, every job that was running fails. The next job, or the first that
    was still waiting, starts a new server.
    """

    def __init__(self, limits: Limits, workers: int) -> None:
        self._limits, self._workers = limits, workers
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()  # a writer that waits for the server must not stop the reader
        self._server: ServerProcess | None = None
        self._pending: dict[int, _PendingJob] = {}
        self._is_closed = False

    def submit(self, job: Job, priority: Priority = Priority.NORMAL) -> Future[FinishedJob]:
        """Send a job to the server, and start that where none runs."""
        future: Future[FinishedJob] = Future()
        self._send_job(job, future, priority)
        return future

    def cancel(self, run: Future[FinishedJob]) -> None:
        """Let the server end a job; its future fails as soon as it has."""
        with self._lock:
            entry = next((entry for entry in self._pending.items() if entry[1].future is run), None)
            server = self._server
            if entry is None or server is None:
                return
            number, pending = entry
            pending.is_cancelled = True
        task = Task(number, pending.job, self._limits, is_cancelled=True)
        with self._write_lock, contextlib.suppress(OSError):  # it has ended, and the job with it
            processes.write_all(server.channel.fileno(), codec.encode(task) + b"\n")

    def _send_job(self, job: Job, future: Future[FinishedJob], priority: Priority) -> None:
        number = secrets.randbits(62)  # that no script can guess
        task = Task(number, job, self._limits, priority)
        try:
            with self._lock:
                server = None if self._is_closed else self._start_server()
                if server:
                    self._pending[number] = _PendingJob(job, future, priority)
        except (OSError, RuntimeError) as error:
            future.set_exception(create_start_error(job, error))
            return
        if server is None:
            future.set_exception(create_ended_error(job))
            return
        with self._write_lock:
            processes.write_all(server.channel.fileno(), codec.encode(task) + b"\n")

    def _start_server(self) -> ServerProcess:
        if self._server is None:
            server = start_server(self._workers, self._limits.sandbox)
            try:
                threading.Thread(target=self._follow_server, args=(server,), daemon=True).start()
            except RuntimeError:  # there are too many threads
                server.process.kill()
                server.process.wait()
                server.channel.close()
                raise
            self._server = server
        return self._server

    def _follow_server(self, server: ServerProcess) -> None:
        """Settle futures as results arrive, until the server ends; then clean up behind it."""
        try:
            for report, payload in split_reports(self._read_chunks(server)):
                self._handle_report(report, payload)
        except Exception:  # its messages make no sense, and a page must not wait for more of them
            server.process.kill()
        server.end()
        with self._lock:
            self._server = None
            lost = list(self._pending.values())
            self._pending.clear()
        with self._write_lock:
            server.channel.close()
        self._settle_lost(lost, server.process.returncode)

    def _handle_report(self, report: TaskReport, payload: bytes) -> None:
        with self._lock:
            pending = self._pending.get(report.task)
            if pending is None:
                return  # of no task of ours: a script has written it
            if report.state is TaskState.STARTED:
                pending.started = pending.started or time.monotonic()
                return
            del self._pending[report.task]
        if pending.is_cancelled:
            pending.future.set_exception(create_replaced_error(pending.job))
            return
        now = time.monotonic()
        settle_future(pending.future, pending.job, payload, report.output, now - (pending.started or now))

    def _read_chunks(self, server: ServerProcess) -> Iterator[bytes]:
        """Yield what the server writes, as it arrives, until it has ended; kill a server that hangs."""
        quiet_since = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(server.channel, selectors.EVENT_READ)
            while True:
                if selector.select(_PAUSE):
                    data = server.channel.recv(1 << 16)
                    if not data:
                        return
                    yield data
                    quiet_since = time.monotonic()
                elif server.process.poll() is not None:
                    return  # another process holds the channel open
                elif not self._pending:
                    quiet_since = time.monotonic()
                elif self._is_overdue(quiet_since):
                    server.process.kill()
                    return

    def _is_overdue(self, quiet_since: float) -> bool:
        """Whether the server has been silent, or a script has run, for longer than is possible.

        `quiet_since` is in seconds of the monotonic clock.
        """
        with self._lock:
            starts = [pending.started for pending in self._pending.values() if pending.started]
        return time.monotonic() - min([quiet_since, *starts]) > self._limits.timeout + SILENCE_LIMIT

    def _settle_lost(self, lost: list[_PendingJob], status: int) -> None:
        """Fail the jobs that were running when the server ended; send the others to the next server."""
        # The server starts the next scripts before it sends the results of those that have ended. So of more
        # scripts than run at once, those that started first had ended, and run once more.
        started = sorted((pending for pending in lost if pending.started), key=lambda job: job.started)
        is_saved = any(pending.priority <= Priority.SOON for pending in started)
        running = started[-(count_most(self._workers) if is_saved else self._workers) :]
        for pending in lost:
            if pending.is_cancelled:
                error = create_replaced_error(pending.job)
            elif self._is_closed:
                error = create_ended_error(pending.job)
            elif not running:
                message = f"the process that runs scripts ended with status {status} before it ran one"
                error = FigureError(message, pending.job.display_path, kind=ErrorKind.START)
            elif pending in running:
                error = _create_lost_error(pending.job, [other.job for other in running])
            else:
                self._send_job(pending.job, pending.future, pending.priority)
                continue
            pending.future.set_exception(error)

    def close(self) -> None:
        """End the server, which ends every script."""
        with self._lock:
            self._is_closed = True
            server = self._server
        if server is None:
            return
        with contextlib.suppress(OSError):
            server.channel.shutdown(socket.SHUT_WR)
        try:
            server.process.wait(END_TIME)
        except subprocess.TimeoutExpired:
            server.process.kill()


def _create_lost_error(job: Job, running: list[Job]) -> FigureError:
    scripts = ", ".join(sorted({other.display_path for other in running}))
    message = (
        f"the process that runs scripts was killed or stopped while these ran: {scripts}; a script must not "
        "send signals to its parent; with the option `workers: 1` only the script to blame fails"
    )
    return FigureError(message, job.display_path, kind=ErrorKind.CRASH)
