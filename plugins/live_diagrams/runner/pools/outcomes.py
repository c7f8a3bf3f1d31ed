"""What comes of a job: its result, or the error that its author reads."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from pathlib import Path

from ...model import codec
from ...model.errors import ErrorKind, FigureError, extract_excerpt
from ...model.job import Job
from ...model.messages import RunResult
from ..exit_reasons import REPLACED

_MESSAGE_LIMIT = 2000
"""Characters of an error's message, of which our own have 700 at most."""
_TRACE_LIMIT = 20
_SOURCE_LIMIT = 4 * 2**20
"""Bytes of a file that an excerpt is taken from."""


@dataclass(frozen=True)
class FinishedJob:
    """The result of a job, which is no failure, and `output`, the end of what its script printed.

    `seconds` is how long its process has run.
    """

    result: RunResult
    output: str
    seconds: float = 0.0


def create_ended_error(job: Job) -> FigureError:
    """Return the error of a job whose pool was closed before it had finished."""
    return FigureError("the build was ended", job.display_path, kind=ErrorKind.ENDED)


def create_replaced_error(job: Job) -> FigureError:
    """Return the error of a job that was cancelled."""
    return FigureError(REPLACED, job.display_path, kind=ErrorKind.REPLACED)


def create_start_error(job: Job, error: OSError | RuntimeError) -> FigureError:
    """Return the error of a job whose pool cannot start."""
    message = f"cannot start the process that runs scripts: {getattr(error, 'strerror', None) or error}"
    return FigureError(message, job.display_path, kind=ErrorKind.START)


def settle_future(
    future: Future[FinishedJob], job: Job, payload: bytes, output: str, seconds: float = 0.0
) -> None:
    """Settle a job's future with what its process sent.

    `payload` is the encoded result, which the script may have tampered with; `output` is the end of what
    it printed; `seconds` is how long it ran. Whatever they are, the future is settled, and nothing is raised.
    """
    try:
        outcome = _read_outcome(payload, job, output, seconds)
    except Exception as error:
        reason = str(error)[:_MESSAGE_LIMIT]
        message = f"the script's process sent something that is no figure: {reason}"
        outcome = FigureError(message, job.display_path, kind=ErrorKind.STATE, output=output)
    with contextlib.suppress(InvalidStateError):
        if isinstance(outcome, FigureError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _read_outcome(payload: bytes, job: Job, output: str, seconds: float) -> FinishedJob | FigureError:
    """Return what a process sent.

    Raises:
        CodecError: It is no result.
    """
    result = codec.decode(payload, RunResult)
    failure = result.failure
    if failure is None:
        return FinishedJob(result, output, seconds)
    script = failure.script or job.display_path
    excerpt = extract_excerpt(_read_source(job, script), failure.line, job.line if job.code else 1)
    return failure.replace(
        message=failure.message[:_MESSAGE_LIMIT],
        script=script,
        trace=failure.trace[:_TRACE_LIMIT],
        output=output,
        excerpt=excerpt,
        dependencies=result.dependencies,
    )


def _read_source(job: Job, script: str) -> str:
    """Return the text that an error's line is counted in; for code in a page, as long as the page.

    A script names the file, so it is only read where it is one of the project's.
    """
    if job.code:
        return "\n" * (job.line - 1) + job.code
    path = Path(job.script) if script == job.display_path else Path(os.path.realpath(Path(job.root, script)))
    is_known = script == job.display_path or path.is_relative_to(os.path.realpath(job.root))
    try:
        if not is_known or not path.is_file() or path.stat().st_size > _SOURCE_LIMIT:
            return ""
        return path.read_text("utf-8", "replace")
    except (OSError, ValueError):
        return ""
