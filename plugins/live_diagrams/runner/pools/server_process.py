"""The process of a fork server, as the build sees it: its start, its channel, its reports and its end."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from ...model import codec
from ...model.messages import TaskReport
from ...model.sandbox import Sandbox
from .. import processes
from ..child.working_folder import remove_stale_folders
from ..limits import RESULT_LIMIT

END_TIME = 5.0
"""Seconds that a server has to end when it writes no more."""
_LINE_LIMIT = 2**18
"""Bytes of a report, of which most are the end of what a script printed."""


@dataclass(frozen=True)
class ServerProcess:
    """A fork server, the channel to it, and the mark of all processes that descend from it.

    The channel is a socket: a script can open a pipe of its parent's by way of `/proc`, but no socket.
    """

    process: subprocess.Popen[bytes]
    channel: socket.socket
    mark: str

    def end(self) -> None:
        """Wait for the end of a server that writes no more, and clean up if it could not."""
        try:
            self.process.wait(END_TIME)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if self.process.wait():
            with contextlib.suppress(OSError):
                processes.kill_marked(self.mark)
                remove_stale_folders()


def start_server(workers: int, sandbox: Sandbox | None) -> ServerProcess:
    """Start a fork server for a number of scripts at once.

    Raises:
        OSError: The system starts no process.
    """
    mark = uuid.uuid4().hex
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "live_diagrams.runner.fork_server", str(workers)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                env=processes.build_environment(mark, sandbox),
                start_new_session=True,
            )
    except OSError:
        ours.close()
        raise
    return ServerProcess(process, ours, mark)


def split_reports(chunks: Iterator[bytes]) -> Iterator[tuple[TaskReport, bytes]]:
    """Yield the server's reports, each with the result that follows it.

    Raises:
        ValueError: Something else was written into the pipe.
    """
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while (end := buffer.find(b"\n")) >= 0:
            report = codec.decode(bytes(buffer[:end]), TaskReport)
            if not 0 <= report.size <= RESULT_LIMIT:
                raise ValueError(f"a result of {report.size} bytes")
            size = end + 1 + report.size
            if len(buffer) < size:
                break
            yield report, bytes(buffer[end + 1 : size])
            del buffer[:size]
        if end < 0 and len(buffer) > _LINE_LIMIT:
            raise ValueError("a report without an end")
