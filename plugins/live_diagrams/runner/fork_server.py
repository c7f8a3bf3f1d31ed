"""The preloaded process that forks one child per script, watches it, and cleans up behind it.

Single-threaded, so that a fork is safe; it imports once what every script needs. Tasks arrive on
standard input, a line each. Two reports per task leave on standard output: a line when its script
starts, so that whoever finds this process dead knows which scripts were running, and a line followed
by the result when it has finished. The server ends, with every child, when its input does.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from ..model import codec
from ..model.errors import ErrorKind, FigureError
from ..model.messages import RunResult, Task, TaskReport, TaskState
from . import processes
from .child import process as child
from .child.working_folder import WorkingFolder, create_working_folder, remove_stale_folders
from .exit_reasons import FAULT_STATUS, REPLACED, describe_os_error
from .preload import preload_imports, preload_libraries
from .processes import send_signal
from .schedule import Schedule
from .worker import Worker


class ForkServer:
    """Runs tasks, `worker_limit` at a time, until its input ends.

    Args:
        tasks: The descriptor to read tasks from.
        reports: The descriptor to write reports to.
        worker_limit: How many scripts run at once; see `schedule`.
    """

    def __init__(self, tasks: int, reports: int, worker_limit: int) -> None:
        self._tasks, self._reports = tasks, reports
        self._folder: WorkingFolder | None = None
        self._workers: dict[int, Worker] = {}
        self._schedule = Schedule(worker_limit)
        self._selector = selectors.DefaultSelector()
        self._input = b""
        self._is_open = True
        self._pid = os.getpid()

    def run(self) -> None:
        """Serve until the input has ended, then end every child."""
        wake_reader, wake_writer = os.pipe()
        for descriptor in (wake_reader, wake_writer):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._tasks, selectors.EVENT_READ, self._read_tasks)
        self._selector.register(wake_reader, selectors.EVENT_READ, lambda: os.read(wake_reader, 1 << 16))
        try:
            while self._is_open:
                for key, _ in self._selector.select(self._compute_timeout()):
                    key.data()
                finished = self._reap_workers()
                for worker in list(self._workers.values()):
                    worker.enforce_deadline()
                # The next scripts start before the last ones are cleaned up.
                while task := self._schedule.take_task(self._workers.values(), time.monotonic()):
                    self._start_worker(task)
                for worker, status in finished:
                    self._finish_worker(worker, status)
        finally:
            for worker in list(self._workers.values()):
                send_signal(worker.pid, signal.SIGKILL)
                self._remove_worker(worker)
            if self._folder:
                self._folder.remove()

    def _compute_timeout(self) -> float | None:
        """Return the seconds until the next deadline, or until a task may start."""
        now = time.monotonic()
        delays = [worker.deadline - now for worker in self._workers.values()]
        if (delay := self._schedule.compute_delay(self._workers.values(), now)) is not None:
            delays.append(delay)
        return max(0.0, min(delays)) if delays else None

    def _read_tasks(self) -> None:
        data = os.read(self._tasks, 1 << 16)
        self._is_open = bool(data)
        *lines, self._input = (self._input + data).split(b"\n")
        for line in lines:
            task = codec.decode(line, Task)
            if task.is_cancelled:
                self._cancel_task(task)
            else:
                self._schedule.add_task(task)

    def _cancel_task(self, task: Task) -> None:
        if self._schedule.remove_task(task.id):
            self._send_result(task, FigureError(REPLACED, task.job.display_path, kind=ErrorKind.REPLACED))
        for worker in self._workers.values():
            if worker.task.id == task.id:
                worker.kill(REPLACED)

    def _start_worker(self, task: Task) -> None:
        preload_imports(task.job)
        self._send_report(TaskReport(task.id, TaskState.STARTED))
        started = time.monotonic()
        deadline = started + task.limits.timeout
        pipes: list[int] = []
        try:
            self._folder = self._folder or create_working_folder()
            if task.limits.sandbox:
                child.prepare_sandbox(task.limits.sandbox, self._folder.path)
            folder = self._folder.path / str(task.id)
            folder.mkdir(parents=True)  # a script may have removed the folder of all of them
            # A script can open another's pipe, by way of this process in `/proc`, but no socket. In the
            # sandbox it can do neither, and has no socket at all.
            pipes += os.pipe() if task.limits.sandbox else [end.detach() for end in socket.socketpair()]
            pipes += os.pipe()
            pid = os.fork()
        except OSError as error:
            for descriptor in pipes:
                os.close(descriptor)
            message = f"cannot start the script: {describe_os_error(error)}"
            self._send_result(task, FigureError(message, task.job.display_path, kind=ErrorKind.START))
            return
        result_reader, result_writer, output_reader, output_writer = pipes
        if pid == 0:
            self._become_child(task, folder, result_writer, output_writer, deadline)
        os.close(result_writer)
        os.close(output_writer)
        worker = Worker(pid, task, folder, result_reader, output_reader, started, deadline)
        self._workers[pid] = worker
        self._listen(result_reader, worker.read_result)
        self._listen(output_reader, worker.read_output)

    def _listen(self, descriptor: int, read: Callable[[], bytes | None]) -> None:
        """Call `read` whenever a pipe has data, until it has ended."""

        def read_on() -> None:
            if read() == b"":
                self._selector.unregister(descriptor)

        os.set_blocking(descriptor, False)
        self._selector.register(descriptor, selectors.EVENT_READ, read_on)

    def _become_child(self, task: Task, folder: Path, result: int, output: int, deadline: float) -> NoReturn:
        """Run a task in this process, which is a fork of the server."""
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            processes.die_with_parent(self._pid)
            processes.become_subreaper()
            os.dup2(output, 1)
            os.dup2(output, 2)
            for descriptor in self._list_descriptors() - {0, 1, 2, result}:
                os.close(descriptor)
            sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
            child.run_in_child(task, folder, result, deadline)
        finally:
            os._exit(FAULT_STATUS)

    def _list_descriptors(self) -> set[int]:
        """Return every descriptor of the server that a child must not inherit."""
        registered = {key.fd for key in self._selector.get_map().values()}
        lock = self._folder.lock if self._folder else -1
        return (registered | {self._reports, self._selector.fileno(), lock}) - {-1}

    def _reap_workers(self) -> list[tuple[Worker, int]]:
        """Return the workers whose processes have ended, with their wait status."""
        ended = []
        with contextlib.suppress(ChildProcessError):
            while (waited := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                pid, status = waited  # which may also be a process that a script left behind
                if worker := self._workers.pop(pid, None):
                    ended.append((worker, status))
        return ended

    def _finish_worker(self, worker: Worker, status: int) -> None:
        """Send the result of a process that has ended, and leave nothing of it behind."""
        self._remove_worker(worker)
        result, output = worker.collector.conclude(worker.task.job, os.waitstatus_to_exitcode(status))
        self._send_result(worker.task, result, output)

    def _remove_worker(self, worker: Worker) -> None:
        """Kill what is left of a worker's processes, and remove its pipes and its folder."""
        self._workers.pop(worker.pid, None)
        send_signal(-worker.pid, signal.SIGKILL)
        self._kill_strays()
        worker.drain()
        for descriptor in (worker.result_pipe, worker.output_pipe):
            with contextlib.suppress(KeyError):
                self._selector.unregister(descriptor)
        worker.remove()

    def _kill_strays(self) -> None:
        """Kill processes that left their script's session and were adopted by the server (Linux)."""
        for _ in range(100):
            strays = set(processes.list_children()) - set(self._workers)
            if not strays:
                return
            for pid in strays:
                send_signal(pid, signal.SIGKILL)
            time.sleep(0.001)

    def _send_result(self, task: Task, result: bytes | FigureError, output: str = "") -> None:
        if isinstance(result, FigureError):
            result = codec.encode(RunResult(failure=result))
        self._send_report(TaskReport(task.id, TaskState.FINISHED, len(result), output), result)

    def _send_report(self, report: TaskReport, result: bytes = b"") -> None:
        processes.write_all(self._reports, codec.encode(report) + b"\n" + result)


def main() -> None:
    """Run `python -m live_diagrams.runner.fork_server WORKERS`."""
    tasks, reports = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent
    processes.become_subreaper()
    preload_libraries()
    gc.collect()
    gc.freeze()
    remove_stale_folders()
    ForkServer(tasks, reports, int(sys.argv[1])).run()


if __name__ == "__main__":
    main()
