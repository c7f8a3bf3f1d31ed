"""One script's own process: its bounds, its streams, its end.

Begun by a fork of the server (`server`), or as `python -m live_diagrams.child` where a fork is not to
be had. The result leaves by a pipe of its own, with its length before it, so that one cut short is
known as such.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from .errors import FigureError

FILE_LIMIT = 2**28
"""Bytes that one file written by a script may hold."""


def work(task: Mapping[str, Any], folder: Path, result: int) -> NoReturn:
    """Do a task in this process, write what came of it to the descriptor `result`, and end.

    Args:
        task: `job` (the fields of a `Job`), `memory` in bytes, `timeout` in seconds.
        folder: The script's working folder.
        result: Where to write.
    """
    from . import render
    from .job import Job

    me = os.getpid()
    deadline = time.monotonic() + float(task["timeout"])
    _bound(int(task["memory"]))
    faulthandler.enable(2)
    if hasattr(signal, "alarm"):
        # Should who watches this process be killed, the system still ends it, whatever it is at.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(float(task["timeout"])) + 3)
    random.seed(0)
    try:
        outcome = render.run(Job(**task["job"]), folder)
    except MemoryError:
        outcome = _error("the figure needs more memory than it may have", "memory")
    if os.getpid() != me:
        os._exit(0)  # a fork that the script made has come to the script's end
    left = _left_running(deadline)
    if left and "error" not in outcome:
        outcome |= _error(left, "left")
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    data = json.dumps(outcome, ensure_ascii=False).encode("utf-8", "replace")
    _write(result, len(data).to_bytes(8, "big") + data)
    os._exit(0)


def _error(message: str, kind: str) -> dict[str, Any]:
    return {"error": FigureError(message, kind=kind).to_json(), "dependencies": []}


def _write(descriptor: int, data: bytes) -> None:
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
    """What the script left running, as a sentence, or nothing.

    Threads are waited for, as Python does at its end, but not beyond the deadline.
    """
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic() - 0.2))
            if thread.is_alive():
                return f"the script left a thread running ({thread.name}); join it, or make it a daemon"
    if not hasattr(os, "fork"):
        return ""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return ""
    return f"the script left a process running{_names()}; wait for it, or end it"


def _names() -> str:
    """The command lines of this process's children, where the system tells."""
    names = []
    with contextlib.suppress(OSError):
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
            names.append(command.decode(errors="replace").strip())
    return f" ({'; '.join(names)})" if names else ""


def become_subreaper() -> None:
    """Have processes that lose their parent come to this one (Linux), so that none gets away."""
    if sys.platform == "linux":
        _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def end_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    if sys.platform == "linux":
        _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _prctl(option: int, value: int) -> None:
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def main() -> NoReturn:
    """`python -m live_diagrams.child FOLDER`: the task as JSON on stdin, the result on stdout."""
    task = json.load(sys.stdin.buffer)
    result = os.dup(1)
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    work(task, Path(sys.argv[1]), result)


if __name__ == "__main__":
    main()
