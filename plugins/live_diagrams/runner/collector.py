"""What one script's process writes: its result, with the length before it, and what it prints. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model.errors import FigureError
from ..model.job import Job
from .exit_reasons import PRINTED_TOO_MUCH, RESULT_TOO_LARGE, explain_exit
from .limits import OUTPUT_KEPT, OUTPUT_LIMIT, OUTPUT_REPORTED, RESULT_LIMIT

_LENGTH_SIZE = 8
"""Bytes of the length before a result, big-endian."""


def pack_result(data: bytes) -> bytes:
    """Return an encoded result as a child writes it, so that a truncated one is recognised."""
    return len(data).to_bytes(_LENGTH_SIZE, "big") + data


@dataclass
class Collector:
    """Collects what arrives in pieces. `stop_reason` says why the process was stopped, if it was."""

    stop_reason: str = ""
    _result: bytearray = field(default_factory=bytearray)
    _output: bytes = b""
    _printed: int = 0

    def add_result(self, data: bytes) -> str:
        """Add a piece of the result; return the reason to stop the process, or nothing."""
        self._result += data
        is_too_large = max(len(self._result), self._announced_size) > RESULT_LIMIT
        return RESULT_TOO_LARGE if is_too_large else ""

    def add_output(self, data: bytes) -> str:
        """Add what the process printed, and keep its end; return the reason to stop it, or nothing."""
        self._printed += len(data)
        self._output = (self._output + data)[-OUTPUT_KEPT:]
        return PRINTED_TOO_MUCH if self._printed > OUTPUT_LIMIT else ""

    @property
    def has_result(self) -> bool:
        """Whether the result has as many bytes as its length says."""
        return len(self._result) >= _LENGTH_SIZE and len(self._result) == _LENGTH_SIZE + self._announced_size

    def conclude(self, job: Job, exit_code: int) -> tuple[bytes | FigureError, str]:
        """Return the encoded result, or why there is none, and the end of what the script printed.

        `exit_code` is that of the process, negative for a signal.
        """
        output = self._output.decode(errors="replace")
        if self.has_result and not self.stop_reason:
            return bytes(self._result[_LENGTH_SIZE:]), output[-OUTPUT_REPORTED:]
        error = explain_exit(job, exit_code, output, self.stop_reason)
        return error, error.output

    @property
    def _announced_size(self) -> int:
        return int.from_bytes(self._result[:_LENGTH_SIZE], "big") if len(self._result) >= _LENGTH_SIZE else 0
