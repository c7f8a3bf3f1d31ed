"""One script's process as the fork server sees it: its pipes and its deadline."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..model.messages import Task
from .collector import Collector
from .exit_reasons import describe_timeout
from .processes import send_signal

ABORT_GRACE = 0.3
"""Seconds that a process has to dump its traceback when its time is up."""
KILL_GRACE = 60.0
"""Seconds until a process that was killed is killed again."""


@dataclass
class Worker:
    """A child that runs one script. `started` and `deadline` are in seconds of the monotonic clock."""

    pid: int
    task: Task
    folder: Path
    result_pipe: int
    output_pipe: int
    started: float
    deadline: float
    collector: Collector = field(default_factory=Collector)

    def read_result(self) -> bytes | None:
        """Read on in the result; return the data read, empty at its end, None where there is none yet."""
        return self._read_on(self.result_pipe, self.collector.add_result)

    def read_output(self) -> bytes | None:
        """Read on in what the script prints; return as `read_result` does."""
        return self._read_on(self.output_pipe, self.collector.add_output)

    def _read_on(self, pipe: int, add: Callable[[bytes], str]) -> bytes | None:
        data = _read_available(pipe)
        if data and (reason := add(data)) and not self.collector.stop_reason:
            self.kill(reason)
        return data

    def enforce_deadline(self) -> None:
        """Abort a process that is beyond its deadline, so that it dumps its traceback; then kill it."""
        now = time.monotonic()
        if now < self.deadline:
            return
        if self.collector.stop_reason:
            self.kill(self.collector.stop_reason)
        else:
            self.collector.stop_reason = describe_timeout(self.task.limits.timeout)
            self.deadline = now + ABORT_GRACE
            send_signal(self.pid, signal.SIGABRT)

    def kill(self, reason: str) -> None:
        """Kill the process and its group."""
        self.collector.stop_reason = reason
        send_signal(-self.pid, signal.SIGKILL)
        send_signal(self.pid, signal.SIGKILL)
        self.deadline = time.monotonic() + KILL_GRACE

    def drain(self) -> None:
        """Read all that is left in the pipes, unless something goes on writing."""
        for read in (self.read_result, self.read_output):
            while read() and not self.collector.stop_reason:
                pass

    def remove(self) -> None:
        """Close the pipes and remove the folder."""
        for descriptor in (self.result_pipe, self.output_pipe):
            os.close(descriptor)
        shutil.rmtree(self.folder, ignore_errors=True)


def _read_available(descriptor: int) -> bytes | None:
    """Return what a pipe contains: empty at its end, None where it is only empty for now."""
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return None
    except OSError:
        return b""
