"""Jobs run by the preloaded server (`server`), which forks a child for each."""

from __future__ import annotations

import contextlib
import itertools
import json
import selectors
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import asdict, dataclass
from typing import IO, Any

from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from . import processes
from .pool import Limits, Result, build_ended_error, script_environment, settle_future

SILENCE = 10.0
"""Seconds beyond a script's timeout after which a server that says nothing is taken for hung."""


@dataclass
class _Entry:
    """A job that the server has: waiting there, or `started`."""

    job: Job
    future: Future[Result]
    started: bool = False


class ForkPool:
    """Runs jobs in children of a server that starts with the first of them.

    A script can kill the server, which is its parent. Then a new one goes on with what had not
    begun, and each of those that were running is tried once more with a server of its own: the one
    that ends that too is to blame, the others were only near it.

    Args:
        bounds: What each script may take.
        workers: How many scripts run at once.
        last: Whether a job that loses its server is given up.
    """

    def __init__(self, bounds: Limits, workers: int, *, last: bool = False) -> None:
        self._bounds, self._workers, self._last = bounds, workers, last
        self._lock = threading.Lock()
        self._writing = threading.Lock()  # apart: whoever waits to write must not stop the reader
        self._ids = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._pending: dict[int, _Entry] = {}
        self._trial: ForkPool | None = None
        self._closed = False

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""
        future: Future[Result] = Future()
        self._send(job, future)
        return future

    def _send(self, job: Job, future: Future[Result]) -> None:
        number = next(self._ids)
        task = {"id": number, "job": asdict(job), **asdict(self._bounds)}
        with self._lock:
            server = None if self._closed else self._start()
            if server:
                self._pending[number] = _Entry(job, future)
        if server is None:
            future.set_exception(build_ended_error(job))
            return
        with self._writing, contextlib.suppress(OSError, ValueError):  # it died; the reader finds out
            assert server.stdin
            data = memoryview(json.dumps(task).encode() + b"\n")
            while data:
                data = data[server.stdin.write(data) :]

    def _start(self) -> subprocess.Popen[bytes]:
        if self._server is None:
            mark = uuid.uuid4().hex
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-m", "live_diagrams.runner.fork_server", str(self._workers)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env=script_environment(mark),
                start_new_session=True,
            )
            threading.Thread(target=self._follow, args=(self._server, mark), daemon=True).start()
        return self._server

    def _follow(self, server: subprocess.Popen[bytes], mark: str) -> None:
        """Settle the future of each answer, until the server has ended; then see to what it leaves."""
        assert server.stdout
        try:
            for head, payload in _messages(self._bytes(server, server.stdout)):
                with self._lock:
                    if "started" in head:
                        self._pending[head["started"]].started = True
                        continue
                    entry = self._pending.pop(head["id"])
                settle_future(entry.future, entry.job, payload, head["output"])
        except (ValueError, KeyError):
            server.kill()  # what it says makes no sense; a page must not wait for it for ever
        server.stdout.close()
        if server.wait():
            processes.kill_marked(mark)
            processes.remove_stale_folders()
        with self._lock:
            self._server = None
            lost = list(self._pending.values())
            self._pending.clear()
        self._mourn(server, lost)

    def _bytes(self, server: subprocess.Popen[bytes], pipe: IO[bytes]) -> Iterator[bytes]:
        """What the server writes, as it comes; one that hangs is killed."""
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                if selector.select(self._bounds.timeout + SILENCE):
                    data = pipe.read(1 << 16)
                    if not data:
                        return
                    yield data
                elif self._pending:
                    server.kill()

    def _mourn(self, server: subprocess.Popen[bytes], lost: list[_Entry]) -> None:
        """See to the jobs that a server took with it: fail them, or try them again."""
        suspects = [entry for entry in lost if entry.started]
        if self._closed:
            for entry in lost:
                entry.future.set_exception(build_ended_error(entry.job))
        elif not suspects:
            why = f"the process that runs scripts ended with status {server.returncode} before it ran one"
            for entry in lost:
                entry.future.set_exception(
                    FigureError(why, script=entry.job.display_path, kind=ErrorKind.START)
                )
        elif self._last:
            why = "the process that runs scripts died with this one, twice: does it kill its parent?"
            for entry in lost:
                entry.future.set_exception(
                    FigureError(why, script=entry.job.display_path, kind=ErrorKind.CRASH)
                )
        else:
            for entry in lost:
                if not entry.started:
                    self._send(entry.job, entry.future)
            for entry in suspects:
                self._try_alone(entry)

    def _try_alone(self, entry: _Entry) -> None:
        trial = ForkPool(self._bounds, 1, last=True)
        with self._lock:
            self._trial = trial
            if self._closed:
                trial._closed = True
        trial._send(entry.job, entry.future)
        wait([entry.future])
        trial.close()

    def close(self) -> None:
        """End the server, which ends every script."""
        with self._lock:
            self._closed = True
            server, trial = self._server, self._trial
        if trial:
            trial.close()
        if server is None:
            return
        if self._writing.acquire(timeout=5):  # it is free, unless the server hangs
            with contextlib.suppress(OSError):
                assert server.stdin
                server.stdin.close()
            self._writing.release()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()


def _messages(data: Iterator[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The server's messages: the head of each, and what its `size` says is to follow."""
    held = bytearray()
    for piece in data:
        held += piece
        while (end := held.find(b"\n")) >= 0:
            head = json.loads(held[:end])
            size = end + 1 + head.get("size", 0)
            if len(held) < size:
                break
            yield head, bytes(held[end + 1 : size])
            del held[:size]
