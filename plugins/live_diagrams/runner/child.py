"""One script's own process: its bounds, its streams, its end.

Begun by a fork of the server (`server`), or as `python -m live_diagrams.runner.child` where a fork is not to
be had. The result leaves by a pipe of its own, with its length before it, so that one cut short is
known as such.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from ..model.errors import ErrorKind, FigureError
from . import exit_reasons as verdict
from . import processes

FILE_LIMIT = 2**28
"""Bytes that one file written by a script may hold."""
GRACE = 1.0
"""Seconds in which processes that a script started may end after it."""


def run_in_child(task: Mapping[str, Any], folder: Path, result: int) -> NoReturn:
    """Do a task in this process, write what came of it to the descriptor `result`, and end.

    Args:
        task: `job` (the fields of a `Job`), `memory` in bytes, `timeout` in seconds.
        folder: A folder for all that the script writes.
        result: Where to write.
    """
    try:
        _work(task, folder, result)
    except BaseException:  # a script can break anything; the last line of this then says what
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(verdict.FAULT)


def _work(task: Mapping[str, Any], folder: Path, result: int) -> None:
    from ..model.job import Job
    from . import render

    me, way_out = os.getpid(), _identity(result)
    deadline = time.monotonic() + float(task["timeout"])
    _bound(int(task["memory"]))
    faulthandler.enable(2)
    if hasattr(signal, "alarm"):
        # Should who watches this process be killed, the system still ends it, whatever it is at.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(float(task["timeout"])) + 3)
    random.seed(0)
    gc.set_threshold(50_000, 20, 50)  # most scripts end before there is anything worth collecting
    try:
        outcome = render.run_job(Job(**task["job"]), folder)
    except MemoryError:
        outcome = _error("the figure needs more memory than it may have", ErrorKind.MEMORY)
    if os.getpid() != me:
        os._exit(0)  # a fork that the script made has come to the script's end
    if "error" not in outcome and (left := _left_running(deadline)):
        outcome = _error(left, ErrorKind.LEFT)
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    data = json.dumps(outcome, ensure_ascii=False).encode("utf-8", "replace")
    if _identity(result) != way_out:
        os._exit(verdict.CLOSED)
    write_all(result, len(data).to_bytes(8, "big") + data)
    os._exit(0)


def _identity(descriptor: int) -> tuple[int, int] | None:
    """What a descriptor leads to: a script may have closed it, and opened something else under its number."""
    try:
        status = os.fstat(descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _error(message: str, kind: ErrorKind) -> dict[str, Any]:
    return {"error": FigureError(message, kind=kind).to_json(), "dependencies": []}


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, as long as anybody reads it."""
    view = memoryview(data)
    with contextlib.suppress(OSError):
        while view:
            view = view[os.write(descriptor, view) :]


def _bound(memory: int) -> None:
    """Limit memory, file sizes and core dumps, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return

    def limit(what: int, amount: int) -> None:
        _, hard = resource.getrlimit(what)
        most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, hard))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, FILE_LIMIT)
    if memory:
        # Data, not address space: large files that are only mapped do no harm.
        limit(resource.RLIMIT_DATA, memory)


def _left_running(deadline: float) -> str:
    """End as Python does, and give what the script left running, as a sentence, or nothing.

    Threads are waited for, but not beyond the deadline; what was registered for the end is called.
    """
    for call in reversed(getattr(threading, "_threading_atexits", ())):
        call()  # pools of threads wait for this before they end
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic() - 0.2))
            if thread.is_alive():
                return f"the script left a thread running ({thread.name}); join it, or make it a daemon"
    atexit._run_exitfuncs()
    return _processes_left(min(deadline - 0.2, time.monotonic() + GRACE)) if hasattr(os, "fork") else ""


def _processes_left(deadline: float) -> str:
    with contextlib.suppress(ChildProcessError):  # there is none (any more)
        while True:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            if time.monotonic() > deadline:
                return f"the script left a process running{_names()}; wait for it, or end it"
            time.sleep(0.005)
    return ""


def _names() -> str:
    """What this process's children are, where the system tells; three of them will do."""
    mine = processes.read_command(os.getpid())
    commands = [processes.read_command(pid)[:80] for pid in processes.list_children()]
    names = ["a fork of its own" if mine.startswith(name) else name for name in commands if name]
    return f" ({'; '.join(dict.fromkeys(names[:3]))})" if names else ""


def main() -> NoReturn:
    """`python -m live_diagrams.runner.child FOLDER PARENT`: a task as JSON on stdin, its result on stdout."""
    processes.die_with_parent(int(sys.argv[2]))
    processes.become_subreaper()
    task = json.load(sys.stdin.buffer)
    result = os.dup(1)
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    run_in_child(task, Path(sys.argv[1]), result)


if __name__ == "__main__":
    main()
