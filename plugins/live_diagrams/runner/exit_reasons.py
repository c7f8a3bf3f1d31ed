"""Why a script's process ended without a result, from its exit status and the end of its output. Pure.

The output may end with a dump of `faulthandler`, which names the lines where a process crashed or was
stopped.
"""

from __future__ import annotations

import os
import re
import signal

from ..model import package
from ..model.errors import ErrorKind, FigureError
from ..model.job import Job
from .limits import OUTPUT_KEPT, OUTPUT_LIMIT, OUTPUT_REPORTED, RESULT_LIMIT

FAULT_STATUS = 70
"""The exit status of a child in which something other than the script failed."""
CLOSED_STATUS = 71
"""The exit status of a child whose script closed the descriptor of its result."""

PRINTED_TOO_MUCH = f"the script printed more than {OUTPUT_LIMIT >> 20} MB"
REPLACED = "a file that the script depends on has changed, and its newer version is run"
RESULT_TOO_LARGE = f"the figure's result is larger than {RESULT_LIMIT >> 20} MB"

_DUMP = re.compile(r"^(?:Current thread|Thread) 0x.*\(most recent call first\):\n(?=  File )", re.M)
_LAYOUT_FOLDER = os.path.join(package.FOLDER, "layout") + os.sep


def describe_timeout(timeout: float) -> str:
    """Return the message for a script that was stopped at its deadline."""
    return f"the script did not end within {timeout:g} s"


def describe_os_error(error: OSError) -> str:
    """Return why the system refused something, and where."""
    place = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{place}"


def explain_exit(job: Job, status: int, output: str, stop_reason: str = "") -> FigureError:
    """Return the error of a figure whose process ended without a result.

    Args:
        job: The script that it ran.
        status: The exit status; negative for a signal.
        output: The end of what the script printed.
        stop_reason: Why the pool stopped the process, if it did.
    """
    message, kind = _classify_exit(status, output, stop_reason)
    dump = _find_dump(output)
    if kind in (ErrorKind.TIMEOUT, ErrorKind.CRASH) and _LAYOUT_FOLDER in dump:
        message += ": Graphviz was laying its graph out"
    file = re.escape(job.display_path if job.code else job.script)
    frame = re.search(rf'File "{file}", line (\d+)', dump)
    line = int(frame[1]) if frame else 0
    if kind is ErrorKind.TIMEOUT:
        output = _remove_dump(output)  # the line says it all
    return FigureError(message, job.display_path, line, kind, output=output[-OUTPUT_REPORTED:])


def _classify_exit(status: int, output: str, stop_reason: str) -> tuple[str, ErrorKind]:
    if stop_reason in (PRINTED_TOO_MUCH, RESULT_TOO_LARGE):
        return stop_reason, ErrorKind.OUTPUT
    if stop_reason:
        return stop_reason, ErrorKind.TIMEOUT
    if "out of memory" in output.lower() or status == -9:
        return "the script was ended for want of memory, or killed from outside", ErrorKind.MEMORY
    if status < 0:
        return f"the script crashed: {signal.strsignal(-status)}", ErrorKind.CRASH
    if status == CLOSED_STATUS:
        message = (
            "the script closed descriptors that it did not open, the one that its figure leaves by among them"
        )
        return message, ErrorKind.EXIT
    if status == FAULT_STATUS:
        last_line = (output.strip().splitlines() or ["no more is known"])[-1]
        message = f"the script left Python in a state in which no figure can be rendered: {last_line}"
        return message, ErrorKind.STATE
    return f"the script ended its process with status {status} before it was drawn", ErrorKind.EXIT


def _remove_dump(output: str) -> str:
    """Return the output without the dump at its end, of which the start may be lost."""
    start = output.rfind("Fatal Python error: ")
    if start < 0:
        dump = _DUMP.search(output)
        start = dump.start() if dump else len(output)
    return output[:start]


def _find_dump(output: str) -> str:
    """Return the part of faulthandler's dump on the current thread, or on all threads.

    Output without a dump is the script's own and tells no line.
    """
    _, header, dump = output.rpartition("Fatal Python error")
    if not header and "(most recent call first)" not in output and len(output) < OUTPUT_KEPT // 2:
        return ""
    return dump.partition("Current thread")[2] or dump
