"""Results on their way from a script's process to whoever asked for its figures."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from ..model import codec
from ..model.errors import ErrorKind, FigureError, extract_excerpt
from ..model.job import Job
from ..model.messages import Failure, RunResult
from .pool import FinishedJob


def create_ended_error(job: Job) -> FigureError:
    """Return the error of a job whose pool was closed before it had finished."""
    return FigureError("the build was ended", job.display_path, kind=ErrorKind.ENDED)


def create_start_error(job: Job, error: OSError | RuntimeError) -> FigureError:
    """Return the error of a job whose pool cannot start."""
    message = f"cannot start the process that runs scripts: {getattr(error, 'strerror', None) or error}"
    return FigureError(message, job.display_path, kind=ErrorKind.START)


def settle_future(future: Future[FinishedJob], job: Job, payload: bytes, output: str) -> None:
    """Settle a job's future with what its process sent.

    Args:
        future: The future to settle.
        job: The job.
        payload: The encoded result, which the script may have tampered with.
        output: The end of what the script printed.
    """
    try:
        result = codec.decode(payload, RunResult)
    except codec.CodecError:
        message = "the script's process sent something that is no figure"
        result = RunResult(failure=Failure(message, kind=ErrorKind.STATE))
    if result.failure is None:
        future.set_result(FinishedJob(result, output))
    else:
        future.set_exception(_create_error(result.failure, result, job, output))


def _create_error(failure: Failure, result: RunResult, job: Job, output: str) -> FigureError:
    script = failure.script or job.display_path
    excerpt = extract_excerpt(_read_source(job, script), failure.line, job.line if job.code else 1)
    return failure.to_error().replace(
        script=script, output=output, excerpt=excerpt, dependencies=result.dependencies
    )


def _read_source(job: Job, script: str) -> str:
    """Return the text that an error's line is counted in; for code in a page, as long as the page."""
    if job.code:
        return "\n" * (job.line - 1) + job.code
    path = Path(job.script) if script == job.display_path else Path(job.root, script)
    try:
        return path.read_text("utf-8", "replace") if path.is_file() else ""
    except (OSError, ValueError):
        return ""
