"""The preloaded process that forks one child a script, watches it, and cleans up behind it.

Single-threaded, so that a fork is safe; it imports what every script needs once. It reads tasks as
lines of JSON from its standard input and answers on its standard output: a line of JSON with the
task's id and a length, then so many bytes. A line before that says that the task is about to start,
so that whoever finds this process dead knows what may have killed it. It ends, with every child, when
its input does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import re
import selectors
import shutil
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from . import child, processes, render
from . import exit_reasons as verdict
from .processes import send_signal

GRACE = 0.3
"""Seconds that a child has to say where it was when its time is up."""


@dataclass
class Child:
    """One script's process, as seen from outside."""

    pid: int
    task: dict[str, Any]
    folder: Path
    result_fd: int
    output_fd: int
    deadline: float
    result: bytearray = field(default_factory=bytearray)
    output: bytearray = field(default_factory=bytearray)
    printed: int = 0
    stopped: str = ""
    asked: bool = False


class Server:
    """Runs tasks, `workers` at a time, until its input ends."""

    def __init__(self, tasks: int, answers: int, folder: Path, workers: int) -> None:
        self.children: dict[int, Child] = {}
        self.waiting: deque[dict[str, Any]] = deque()
        self.tasks, self.answers = tasks, answers
        self.folder, self.workers = folder, workers
        self.selector = selectors.DefaultSelector()
        self.input = b""
        self.open = True
        self.pid = os.getpid()

    def run(self) -> None:
        """Serve until the input has ended, then end every child."""
        os.set_blocking(self.tasks, False)
        wake, woken = os.pipe()
        for descriptor in (wake, woken):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.tasks, selectors.EVENT_READ, self.read_tasks)
        self.selector.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 65536))
        try:
            while self.open:
                for key, _ in self.selector.select(self.patience()):
                    key.data()
                ended = self.reap()
                self.enforce()
                # The next scripts begin before the last ones are cleaned up behind.
                while self.waiting and len(self.children) < self.workers:
                    self.start(self.waiting.popleft())
                for running, status in ended:
                    self.finish(running, status)
        finally:
            for running in list(self.children.values()):
                send_signal(running.pid, signal.SIGKILL)
                self.end(running)

    def patience(self) -> float | None:
        """Seconds until the next deadline."""
        deadlines = [running.deadline for running in self.children.values()]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def read_tasks(self) -> None:
        """Take in what the parent wrote."""
        with contextlib.suppress(BlockingIOError):
            data = os.read(self.tasks, 1 << 16)
            self.open = bool(data)
            *lines, self.input = (self.input + data).split(b"\n")
            self.waiting.extend(json.loads(line) for line in lines)

    def start(self, task: dict[str, Any]) -> None:
        """Fork a child for a task."""
        _preload(task["job"])
        child.write_all(self.answers, json.dumps({"started": task["id"]}).encode() + b"\n")
        folder = self.folder / str(task["id"])
        pipes: list[int] = []
        try:
            folder.mkdir()
            pipes += os.pipe()
            pipes += os.pipe()
            pid = os.fork()
        except OSError as error:
            for descriptor in pipes:
                os.close(descriptor)
            self.answer(task, FigureError(f"cannot start the script: {error.strerror}", kind=ErrorKind.START))
            return
        result, result_in, output, output_in = pipes
        if pid == 0:
            self.become_child(task, folder, result_in, output_in)
        os.close(result_in)
        os.close(output_in)
        deadline = time.monotonic() + task["timeout"]
        running = Child(pid, task, folder, result, output, deadline)
        self.children[pid] = running
        for descriptor in (result, output):
            os.set_blocking(descriptor, False)
        self.selector.register(result, selectors.EVENT_READ, lambda: self.read_result(running))
        self.selector.register(output, selectors.EVENT_READ, lambda: self.read_output(running))

    def become_child(self, task: dict[str, Any], folder: Path, result: int, output: int) -> None:
        """What a fork does; it does not return."""
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            processes.die_with_parent(self.pid)
            processes.become_subreaper()
            os.dup2(output, 1)
            os.dup2(output, 2)
            kept = {0, 1, 2, result}
            for descriptor in self.descriptors() - kept:
                os.close(descriptor)
            sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
            sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
            child.run_in_child(task, folder, result)
        finally:
            os._exit(verdict.FAULT)

    def descriptors(self) -> set[int]:
        """Every descriptor of the server's that a child must not hold."""
        registered = {key.fd for key in self.selector.get_map().values()}
        return registered | {self.answers, self.selector.fileno()}

    def read_result(self, running: Child) -> bool:
        """Read on in a child's result; gives whether there may be more."""
        data = _read(running.result_fd)
        running.result += data or b""
        if len(running.result) > verdict.RESULT_LIMIT and not running.stopped:
            self.stop(running, verdict.RESULT_TOO_LARGE)
        return self.more(running.result_fd, data)

    def read_output(self, running: Child) -> bool:
        """Read on in what a script prints; only the end is kept."""
        data = _read(running.output_fd)
        running.printed += len(data or b"")
        running.output = (running.output + (data or b""))[-verdict.HEARD :]
        if running.printed > verdict.OUTPUT_LIMIT and not running.stopped:
            self.stop(running, verdict.PRINTED_TOO_MUCH)
        return self.more(running.output_fd, data)

    def more(self, descriptor: int, data: bytes | None) -> bool:
        """Whether a pipe that gave `data` may give more; one that ended is no longer listened to."""
        if data == b"":
            with contextlib.suppress(KeyError):
                self.selector.unregister(descriptor)
        return bool(data)

    def enforce(self) -> None:
        """Stop what is beyond its deadline: ask where it was first, then kill."""
        now = time.monotonic()
        for running in list(self.children.values()):
            if now < running.deadline:
                continue
            if running.asked:
                self.stop(running, running.stopped)
            else:
                running.asked = True
                running.stopped = verdict.describe_timeout(running.task["timeout"])
                running.deadline = now + GRACE
                send_signal(running.pid, signal.SIGABRT)  # faulthandler then prints the lines it was at

    def stop(self, running: Child, why: str) -> None:
        """Kill a child and all that it started; `reap` does the rest."""
        running.stopped = why
        send_signal(-running.pid, signal.SIGKILL)
        send_signal(running.pid, signal.SIGKILL)
        running.deadline = time.monotonic() + 60

    def reap(self) -> list[tuple[Child, int]]:
        """The children that have ended, with their status. Other processes that end are only let go."""
        ended = []
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                if running := self.children.pop(found[0], None):
                    ended.append((running, found[1]))
        return ended

    def finish(self, running: Child, status: int) -> None:
        """Answer for a child that has ended, and leave nothing of it behind."""
        self.end(running)
        size = int.from_bytes(running.result[:8], "big")
        payload = bytes(running.result[8:])
        output = running.output.decode(errors="replace")
        if running.stopped or len(running.result) < 8 or len(payload) != size:
            job, code = Job(**running.task["job"]), os.waitstatus_to_exitcode(status)
            self.answer(running.task, verdict.explain_exit(job, code, output, running.stopped))
        else:
            self.answer(running.task, payload, output[-verdict.SHOWN :])

    def end(self, running: Child) -> None:
        """Kill what is left of a child, and take away its pipes and its folder."""
        self.children.pop(running.pid, None)
        send_signal(-running.pid, signal.SIGKILL)
        self.kill_strays()
        while self.read_result(running):
            pass
        while self.read_output(running):
            pass
        for descriptor in (running.result_fd, running.output_fd):
            with contextlib.suppress(KeyError):
                self.selector.unregister(descriptor)
            os.close(descriptor)
        shutil.rmtree(running.folder, ignore_errors=True)

    def kill_strays(self) -> None:
        """Kill processes that left their script's session and came to this one when it ended (Linux)."""
        for _ in range(100):
            strays = set(processes.list_children()) - set(self.children)
            if not strays:
                return
            for pid in strays:
                send_signal(pid, signal.SIGKILL)
            time.sleep(0.001)

    def answer(self, task: dict[str, Any], result: bytes | FigureError, output: str = "") -> None:
        """Send what came of a task to the parent."""
        if isinstance(result, FigureError):
            error, output = result.to_json(), result.output
            result = json.dumps({"error": error, "dependencies": []}).encode()
        head = {"id": task["id"], "size": len(result), "output": output}
        child.write_all(self.answers, json.dumps(head).encode() + b"\n" + result)


def _read(descriptor: int) -> bytes | None:
    """What a pipe holds; nothing at its end, None where it is only empty for now."""
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _preload(job: dict[str, Any]) -> None:
    """Import the modules of `diagrams` that a script names, so that every later fork has them."""
    text = job.get("code") or ""
    if not text:
        with contextlib.suppress(OSError):
            text = Path(job["script"]).read_bytes().decode(errors="replace")
    for name in re.findall(r"^\s*(?:from|import)\s+(diagrams(?:\.\w+)*)", text, re.MULTILINE):
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def main() -> None:
    """`python -m live_diagrams.runner.fork_server WORKERS`."""
    tasks, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    processes.become_subreaper()
    render.preload_libraries()
    gc.collect()
    gc.freeze()
    processes.remove_stale_folders()
    folder = processes.create_working_folder()
    try:
        Server(tasks, answers, folder, int(sys.argv[1])).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
