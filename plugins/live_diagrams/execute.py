"""Run jobs in processes of their own and hand back what came of them.

Where a fork is to be had, a preloaded server forks a child a script (`server`); elsewhere each script
gets a fresh Python. Both keep the same bounds and give the same results.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from .errors import FigureError
from .job import Job

Result = dict[str, Any]
"""What `render.run` gives, as plain data."""


@dataclass(frozen=True)
class Bounds:
    """What one script may take: `timeout` in seconds, `memory` in bytes (0: no limit)."""

    timeout: float = 10.0
    memory: int = 2**30


class Pool(Protocol):
    """Something that runs jobs, several at a time."""

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""

    def close(self) -> None:
        """End every process. Jobs that have not ended fail."""


def pool(bounds: Bounds, workers: int = 0, start_method: str = "") -> Pool:
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
    return ForkPool(bounds, workers) if method == "fork" else SpawnPool(bounds, workers)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _environment() -> dict[str, str]:
    """The environment of scripts: hashes in a fixed order, and our package importable."""
    package = str(Path(__file__).parent.parent)
    around = os.environ.get("PYTHONPATH", "")
    path = f"{package}{os.pathsep}{around}" if around else package
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": path}


class ForkPool:
    """Jobs run by the preloaded server, which starts with the first of them.

    A script can kill the server (it is its parent). Then a new one is started and what had not
    ended runs once more; a job that has seen two servers die is given up.
    """

    def __init__(self, bounds: Bounds, workers: int) -> None:
        self._bounds, self._workers = bounds, workers
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._pending: dict[int, tuple[Job, Future[Result], int]] = {}
        self._closed = False

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""
        future: Future[Result] = Future()
        self._send(job, future, 0)
        return future

    def warm(self) -> None:
        """Start the server before there is anything to run."""
        with self._lock:
            self._start()

    def _send(self, job: Job, future: Future[Result], deaths: int) -> None:
        number = next(self._ids)
        task = {"id": number, "job": asdict(job), **asdict(self._bounds)}
        with self._lock:
            if self._closed:
                future.set_exception(FigureError("the build was ended", script=job.shown, kind="ended"))
                return
            self._pending[number] = job, future, deaths
            server = self._start()
            with contextlib.suppress(OSError):  # a server that has just died; the reader finds out
                assert server.stdin
                server.stdin.write(json.dumps(task).encode() + b"\n")
                server.stdin.flush()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-m", "live_diagrams.server", str(self._workers)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,
            )
            threading.Thread(target=self._read, args=(self._server,), daemon=True).start()
        return self._server

    def _read(self, server: subprocess.Popen[bytes]) -> None:
        """Settle the future of each answer, until the server has ended."""
        assert server.stdout
        while line := server.stdout.readline():
            head = json.loads(line)
            payload = server.stdout.read(head["size"])
            if len(payload) < head["size"]:
                break
            with self._lock:
                entry = self._pending.pop(head["id"], None)
            if entry:
                _settle(entry[1], entry[0], payload, head["output"])
        server.wait()
        with self._lock:
            if self._server is server:
                self._server = None
            lost = list(self._pending.values())
            self._pending.clear()
            closed = self._closed
        for job, future, deaths in lost:
            if closed or deaths:
                why = "the build was ended" if closed else "the process that runs scripts died, twice"
                future.set_exception(FigureError(why, script=job.shown, kind="ended"))
            else:
                self._send(job, future, deaths + 1)

    def close(self) -> None:
        """End the server, which ends every script."""
        with self._lock:
            self._closed = True
            server = self._server
        if server:
            with contextlib.suppress(OSError):
                assert server.stdin
                server.stdin.close()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()


class SpawnPool:
    """Jobs run by a fresh Python each."""

    def __init__(self, bounds: Bounds, workers: int) -> None:
        self._bounds = bounds
        self._threads = ThreadPoolExecutor(workers, "live-diagrams")
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job."""
        future: Future[Result] = Future()
        self._threads.submit(self._run, job, future)
        return future

    def _run(self, job: Job, future: Future[Result]) -> None:
        folder = tempfile.mkdtemp(prefix="live-diagrams-")
        try:
            payload, output = self._communicate(job, folder)
            _settle(future, job, payload, output)
        except FigureError as error:
            error.script = error.script or job.shown
            future.set_exception(error)
        except Exception as error:
            future.set_exception(error)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _communicate(self, job: Job, folder: str) -> tuple[bytes, str]:
        if self._closed:
            raise FigureError("the build was ended", kind="ended")
        with tempfile.TemporaryFile() as printed:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "live_diagrams.child", folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=printed,
                env=_environment(),
                start_new_session=True,
            )
            self._running.add(process)
            stopped = ""
            try:
                task = json.dumps({"job": asdict(job), **asdict(self._bounds)}).encode()
                data, _ = process.communicate(task, timeout=self._bounds.timeout + 1.0)
            except subprocess.TimeoutExpired:
                stopped = f"the script did not end within {self._bounds.timeout:g} s"
                _end(process, gently=True)
                data = b""
            finally:
                self._running.discard(process)
                _end(process)
            size = printed.seek(0, os.SEEK_END)
            printed.seek(max(0, size - 4096))
            output = printed.read().decode(errors="replace")
        if stopped or len(data) < 8 or len(data) - 8 != int.from_bytes(data[:8], "big"):
            found = re.search(rf'File "{re.escape(job.script)}", line (\d+)', output)
            why = stopped or f"the script ended its process with status {process.returncode}"
            kind = "timeout" if stopped else "exit"
            raise FigureError(why, line=int(found[1]) if found else 0, kind=kind, output=output)
        return data[8:], output

    def close(self) -> None:
        """End every script."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in list(self._running):
            _end(process)


def _end(process: subprocess.Popen[bytes], *, gently: bool = False) -> None:
    """End a process and what it started; gently, so that it first says where it was."""
    if gently and hasattr(signal, "SIGABRT") and os.name == "posix":
        process.send_signal(signal.SIGABRT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
    process.wait()


def _settle(future: Future[Result], job: Job, payload: bytes, output: str) -> None:
    result: Mapping[str, Any] = json.loads(payload)
    if "error" in result:
        error = FigureError.from_json(dict(result["error"]))
        error.script = error.script or job.shown
        error.output = output
        future.set_exception(error)
    else:
        future.set_result(dict(result))
