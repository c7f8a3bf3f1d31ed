"""One script's process as the fork server sees it: its pipes, its deadline, what it wrote so far."""

from __future__ import annotations

import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..model.errors import FigureError
from ..model.messages import Task
from .child.process import unpack_result
from .exit_reasons import PRINTED_TOO_MUCH, RESULT_TOO_LARGE, describe_timeout, explain_exit
from .limits import OUTPUT_KEPT, OUTPUT_LIMIT, OUTPUT_REPORTED, RESULT_LIMIT
from .processes import send_signal

ABORT_GRACE = 0.3
"""Seconds that a process has to dump its traceback when its time is up."""
KILL_GRACE = 60.0
"""Seconds until a process that was killed is killed again."""


@dataclass
class Worker:
    """A child that runs one script. `deadline` is in seconds of the monotonic clock."""

    pid: int
    task: Task
    folder: Path
    result_pipe: int
    output_pipe: int
    deadline: float
    stop_reason: str = ""
    _result: bytearray = field(default_factory=bytearray)
    _output: bytearray = field(default_factory=bytearray)
    _printed: int = 0

    def read_result(self) -> bytes | None:
        """Read on in the result; return the data read, empty at its end, None where there is none yet."""
        data = _read_available(self.result_pipe)
        self._result += data or b""
        if len(self._result) > RESULT_LIMIT and not self.stop_reason:
            self.kill(RESULT_TOO_LARGE)
        return data

    def read_output(self) -> bytes | None:
        """Read on in what the script prints, and keep its end; return as `read_result` does."""
        data = _read_available(self.output_pipe)
        self._printed += len(data or b"")
        self._output = (self._output + (data or b""))[-OUTPUT_KEPT:]
        if self._printed > OUTPUT_LIMIT and not self.stop_reason:
            self.kill(PRINTED_TOO_MUCH)
        return data

    def enforce_deadline(self) -> None:
        """Abort a process that is beyond its deadline, so that it dumps its traceback; then kill it."""
        now = time.monotonic()
        if now < self.deadline:
            return
        if self.stop_reason:
            self.kill(self.stop_reason)
        else:
            self.stop_reason = describe_timeout(self.task.limits.timeout)
            self.deadline = now + ABORT_GRACE
            send_signal(self.pid, signal.SIGABRT)

    def kill(self, reason: str) -> None:
        """Kill the process and its group."""
        self.stop_reason = reason
        send_signal(-self.pid, signal.SIGKILL)
        send_signal(self.pid, signal.SIGKILL)
        self.deadline = time.monotonic() + KILL_GRACE

    def drain(self) -> None:
        """Read all that is left in the pipes."""
        while self.read_result():
            pass
        while self.read_output():
            pass

    def remove(self) -> None:
        """Close the pipes and remove the folder."""
        for descriptor in (self.result_pipe, self.output_pipe):
            os.close(descriptor)
        shutil.rmtree(self.folder, ignore_errors=True)

    def collect_result(self, status: int) -> tuple[bytes | FigureError, str]:
        """Return the encoded result, or why there is none, and the end of what the script printed.

        `status` is the wait status of the process, which has ended.
        """
        output = self._output.decode(errors="replace")
        result = unpack_result(self._result)
        if result is not None and not self.stop_reason:
            return result, output[-OUTPUT_REPORTED:]
        exit_code = os.waitstatus_to_exitcode(status)
        error = explain_exit(self.task.job, exit_code, output, self.stop_reason)
        return error, error.output


def _read_available(descriptor: int) -> bytes | None:
    """Return what a pipe contains: empty at its end, None where it is only empty for now."""
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return None
    except OSError:
        return b""
