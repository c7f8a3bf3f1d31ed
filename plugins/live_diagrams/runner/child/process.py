"""One script's own process: its limits, its streams, its end.

Started by a fork of the server (`fork_server`), or as `python -m live_diagrams.runner.child` where the
system cannot fork. The result leaves by a separate pipe, with its length before it, so that a
truncated result is recognised.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import os
import random
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import NoReturn

from ...model import codec
from ...model.errors import ErrorKind, FigureError
from ...model.messages import RunResult, Task
from ...model.sandbox import Sandbox
from .. import processes
from ..collector import pack_result
from ..exit_reasons import CLOSED_STATUS, FAULT_STATUS
from ..limits import limit_process

REPORT_TIME = 0.5
"""Seconds before its deadline in which a process reports what its script left running."""
LEFTOVER_GRACE = 1.0
"""Seconds in which processes that a script started may end after it."""


def run_in_child(task: Task, folder: Path, result: int, deadline: float) -> NoReturn:
    """Run a task in this process, write its result, and exit.

    Args:
        task: The task.
        folder: A folder for all that the script writes.
        result: The descriptor to write the result to.
        deadline: When this process will be stopped, in seconds of the monotonic clock.
    """
    try:
        _run_task(task, folder, result, deadline)
    except BaseException:  # a script can break anything; the last line printed then says what
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(FAULT_STATUS)


def _run_task(task: Task, folder: Path, result: int, deadline: float) -> None:
    from . import render

    pid, result_identity = os.getpid(), _identify_file(result)
    limit_process(task.limits.memory)
    refusal = ""
    if task.limits.sandbox:
        refusal = enter_sandbox(task.limits.sandbox, folder, task.limits.memory, {result})
    faulthandler.enable(os.dup(2))  # 2 itself is turned away while Graphviz works
    if hasattr(signal, "alarm"):
        # If the process that watches this one is killed, the system still ends it.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(task.limits.timeout) + 3)
    random.seed(0)
    gc.set_threshold(50_000, 20, 50)  # most scripts end before there is anything worth collecting
    try:
        outcome = _create_failure(refusal, ErrorKind.START) if refusal else render.run_job(task.job, folder)
    except MemoryError:
        outcome = _create_failure("the figure needs more memory than it may have", ErrorKind.MEMORY)
    if os.getpid() != pid:
        os._exit(0)  # the end of a fork that the script made
    if outcome.failure is None and (leftover := _wait_for_leftovers(deadline - REPORT_TIME)):
        outcome = _create_failure(leftover, ErrorKind.LEFT)
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    data = codec.encode(outcome)
    if _identify_file(result) != result_identity:
        os._exit(CLOSED_STATUS)
    processes.write_all(result, pack_result(data))
    os._exit(0)


def prepare_sandbox(sandbox: Sandbox, folder: Path) -> None:
    """Do what can be done before the fork; a refusal of the kernel is met again in the child."""
    with contextlib.suppress(OSError):
        from ..sandbox import cage  # Linux only

        cage.prepare_sandbox(sandbox, folder)


def enter_sandbox(sandbox: Sandbox, folder: Path, memory: int, keep: set[int]) -> str:
    """Restrict this process; return why that is impossible, in which case the script must not run."""
    from ..sandbox import cage  # Linux only

    try:
        cage.enter_sandbox(sandbox, folder, memory, keep)
    except OSError as error:
        return f"the script did not run, because its sandbox cannot be set up: {error}"
    return ""


def _identify_file(descriptor: int) -> tuple[int, int] | None:
    """Return what a descriptor leads to: a script may have closed it, and opened another with its number."""
    try:
        status = os.fstat(descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _create_failure(message: str, kind: ErrorKind) -> RunResult:
    return RunResult(failure=FigureError(message, kind=kind))


def _wait_for_leftovers(deadline: float) -> str:
    """Shut down as Python does; return a sentence on what the script left running, or nothing.

    Threads are joined until the deadline, in seconds of the monotonic clock; exit handlers are called.
    """
    for call in reversed(getattr(threading, "_threading_atexits", ())):
        call()  # thread pools end only after this
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                return f"the script left a thread running ({thread.name}); join it, or make it a daemon"
    atexit._run_exitfuncs()
    if not hasattr(os, "fork"):
        return ""
    return _wait_for_processes(min(deadline, time.monotonic() + LEFTOVER_GRACE))


def _wait_for_processes(deadline: float) -> str:
    with contextlib.suppress(ChildProcessError):  # there is none (any more)
        while True:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            if time.monotonic() > deadline:
                return f"the script left a process running{_list_commands()}; wait for it, or end it"
            time.sleep(0.005)
    return ""


def _list_commands() -> str:
    """Return the commands of up to three children in brackets, where the system provides them."""
    own = processes.read_command(os.getpid())
    commands = [processes.read_command(pid)[:80] for pid in processes.list_children()]
    names = ["a fork of the script" if own.startswith(name) else name for name in commands if name]
    return f" ({'; '.join(dict.fromkeys(names[:3]))})" if names else ""


def main() -> NoReturn:
    """Run `python -m live_diagrams.runner.child FOLDER PARENT`: a task on stdin, its result on stdout."""
    processes.die_with_parent(int(sys.argv[2]))
    processes.become_subreaper()
    task = codec.decode(sys.stdin.buffer.read(), Task)
    result = os.dup(1)
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    deadline = time.monotonic() + task.limits.timeout
    run_in_child(task, Path(sys.argv[1]), result, deadline)


if __name__ == "__main__":
    main()
