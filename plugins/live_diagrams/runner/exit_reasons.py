"""Why a script's process ended without a figure, told from outside: from its status and its last words. Pure.

The last words may be `faulthandler`'s, which names the lines at which a process crashed or was asked
to end.
"""

from __future__ import annotations

import re
import signal

from ..model.errors import ErrorKind, FigureError
from ..model.job import Job

OUTPUT_LIMIT = 8 * 2**20
"""Bytes that a script may print."""
RESULT_LIMIT = 256 * 2**20
"""Bytes that a figure's result may hold."""
HEARD = 2**14
"""Bytes of a script's output that are kept, to find a line in."""
SHOWN = 2**12
"""Bytes of a script's output that its author is shown."""

FAULT = 70
"""The status of a script's process in which something failed that is not the script itself."""
CLOSED = 71
"""The status of a script's process that found its way out closed."""

PRINTED_TOO_MUCH = f"the script printed more than {OUTPUT_LIMIT >> 20} MB"
RESULT_TOO_LARGE = f"the figure's result is larger than {RESULT_LIMIT >> 20} MB"


def describe_timeout(timeout: float) -> str:
    """What to say of a script that was stopped at its deadline."""
    return f"the script did not end within {timeout:g} s"


def explain_exit(job: Job, code: int, output: str, stopped: str = "") -> FigureError:
    """Why there is no figure.

    Args:
        job: What was run.
        code: The status it ended with; that of a signal is negative.
        output: The end of what it printed.
        stopped: Why the engine stopped it, where it did.
    """
    message, kind = _why(code, output, stopped)
    dump = _dump(output)
    if kind in (ErrorKind.TIMEOUT, ErrorKind.CRASH) and "graphviz.py" in dump:
        message += ": Graphviz was laying its graph out"
    found = re.search(rf'File "{re.escape(job.display_path if job.code else job.script)}", line (\d+)', dump)
    line = int(found[1]) if found else 0
    return FigureError(message, script=job.display_path, line=line, kind=kind, output=output[-SHOWN:])


def _why(code: int, output: str, stopped: str) -> tuple[str, ErrorKind]:
    """Message and kind."""
    if stopped:
        return stopped, ErrorKind.OUTPUT if stopped in (
            PRINTED_TOO_MUCH,
            RESULT_TOO_LARGE,
        ) else ErrorKind.TIMEOUT
    if "out of memory" in output.lower() or code == -9:
        return "the script was ended for want of memory, or killed from outside", ErrorKind.MEMORY
    if code < 0:
        return f"the script crashed: {signal.strsignal(-code)}", ErrorKind.CRASH
    if code == CLOSED:
        why = (
            "the script closed descriptors that it did not open, the one that its figure leaves by among them"
        )
        return why, ErrorKind.EXIT
    if code == FAULT:
        said = (output.strip().splitlines() or ["no more is known"])[-1]
        return f"the script left Python in a state in which no figure can be made: {said}", ErrorKind.STATE
    return f"the script ended its process with status {code} before it was drawn", ErrorKind.EXIT


def _dump(output: str) -> str:
    """What faulthandler printed of the thread that it was called in, or of all.

    Where it said nothing, what was printed is the script's own and tells no line.
    """
    _, found, dump = output.rpartition("Fatal Python error")
    if not found and "(most recent call first)" not in output and len(output) < HEARD // 2:
        return ""
    return dump.partition("Current thread")[2] or dump
