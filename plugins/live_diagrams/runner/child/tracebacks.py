"""Exceptions of a script as errors of its figure: the message, the line, the author's own frames."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import traceback

from ...model import package
from ...model.errors import ErrorKind, FigureError, TraceFrame
from ...model.job import Job

MESSAGE_LIMIT = 600
"""Characters of an exception's text in a message."""
FRAME_LIMIT = 20
"""Frames in a trace; of more, as in an endless recursion, the first and the last are kept."""

_SUGGESTION = re.compile(r"\. Did you (?:mean|forget)[^\n]*\?(?=\n*\Z)")
_PACKAGE_FOLDER = str(package.FOLDER) + os.sep


def translate_exception(error: BaseException, job: Job, hint: str = "") -> FigureError:
    """Return the error of a figure whose script raised an exception; `hint` goes before its text."""
    frames = list_frames(error, job)
    text = f"{type(error).__name__}: {_read_message(error)}".removesuffix(": ") + _read_suggestion(error)
    kind = ErrorKind.MEMORY if isinstance(error, MemoryError) else ErrorKind.EXCEPTION
    file, line = (frames[-1].file, frames[-1].line) if frames else (job.display_path, 0)
    if isinstance(error, SyntaxError) and error.filename and (path := _shorten_path(error.filename, job)):
        file, line, kind, text = path, error.lineno or 0, ErrorKind.SYNTAX, f"syntax error: {error.msg}"
    return FigureError(f"{hint} ({text})" if hint else text, file, line, kind, frames)


def describe_exit(error: SystemExit) -> str:
    """Return the sentence on a script that called `sys.exit`, without its end."""
    code = error.code if isinstance(error.code, (int, str, type(None))) else type(error.code).__name__
    return f"the script ended itself with sys.exit({_truncate(repr(code)) if code is not None else ''})"


def find_line(error: BaseException, job: Job) -> int:
    """Return the line of the script itself that an exception passed through last; 0 if there is none."""
    frames = reversed(list_frames(error, job))
    return next((frame.line for frame in frames if frame.file == job.display_path), 0)


def list_frames(error: BaseException, job: Job) -> tuple[TraceFrame, ...]:
    """Return the frames of a traceback that are the author's own: in the script, or in the project."""
    frames = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = _shorten_path(frame.filename, job)
        if path:
            frames.append(TraceFrame(path, frame.lineno or 0, frame.name, frame.line or ""))
    half = FRAME_LIMIT // 2
    return tuple(frames if len(frames) <= FRAME_LIMIT else frames[:half] + frames[-half:])


def _read_message(error: BaseException) -> str:
    """Return an exception's text in one line."""
    try:
        return _truncate(" ".join(str(error).split()))
    except Exception:  # raised by a `__str__` of the author's
        return "(its __str__ raises too)"


def _read_suggestion(error: BaseException) -> str:
    """Return the question that Python puts after a misspelt name, or nothing.

    Python 3.11 only puts it where it prints the traceback.
    """
    if not isinstance(error, (NameError, AttributeError, ImportError)):
        return ""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    printed = io.StringIO()
    try:
        with contextlib.redirect_stderr(printed):
            sys.__excepthook__(type(error), error, last)
    except Exception:  # raised by a `__repr__` of the author's
        return ""
    question = _SUGGESTION.search(printed.getvalue())
    return _truncate(question[0]) if question else ""


def _truncate(text: str) -> str:
    return text if len(text) <= MESSAGE_LIMIT else text[: MESSAGE_LIMIT - 1] + "…"


def _shorten_path(filename: str, job: Job) -> str:
    """Return a file's path relative to the project root; empty where it is not the author's."""
    if filename in (job.script, job.display_path):
        return job.display_path
    if filename.startswith(("<", _PACKAGE_FOLDER)) or "site-packages" in filename:
        return ""
    real = os.path.realpath(filename)
    root = os.path.realpath(job.root) + os.sep
    return real.removeprefix(root).replace(os.sep, "/") if real.startswith(root) else ""
