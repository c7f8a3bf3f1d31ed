"""The messages between the build and the processes that run scripts. Plain data for `codec`.

    build ──Task──▶ fork server or spawned process
    build ◀──TaskReport, then the bytes of a RunResult── fork server

The bytes of a `RunResult` come from a process that an author's script has run in. The server passes them
on unread; the build decodes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from .dependency import Dependency
from .errors import FigureError
from .figure import RenderedFigure
from .job import Job
from .sandbox import Sandbox


@dataclass(frozen=True)
class Limits:
    """The limits of one script: `timeout` in seconds, `memory` in bytes (0 for no limit).

    Without a `sandbox`, the script may do all that its author may.
    """

    timeout: float = 10.0
    memory: int = 2**30
    sandbox: Sandbox | None = None


class Priority(IntEnum):
    """How soon a task has to start."""

    URGENT = 0
    """An author has saved it, and looks at a page that shows it."""
    SOON = 1
    """An author has saved it."""
    NORMAL = 2
    """A build waits for it."""
    BACKGROUND = 3
    """What nobody sees yet, such as choices that were not made."""


@dataclass(frozen=True)
class Task:
    """A job to run within limits; `id` is what the reports on it refer to.

    One that `is_cancelled` is the same task once more, which has to end: nobody needs its result.
    """

    id: int
    job: Job
    limits: Limits
    priority: Priority = Priority.NORMAL
    is_cancelled: bool = False


class TaskState(StrEnum):
    """How far a task is."""

    STARTED = "started"
    FINISHED = "finished"


@dataclass(frozen=True)
class TaskReport:
    """A report of the fork server on a task.

    A finished task has a result, whose `size` bytes follow the report, and `output`, the end of what the
    script printed.
    """

    task: int
    state: TaskState
    size: int = 0
    output: str = ""


@dataclass(frozen=True)
class RunResult:
    """The result of running one script: its figures, or its failure.

    `icons` maps the key of each icon that the figures refer to to its PNG, as base64. `dependencies` are
    the inputs that the script has read. `output` is the end of what it printed, which the build adds.
    """

    figures: tuple[RenderedFigure, ...] = ()
    icons: Mapping[str, str] = field(default_factory=dict)
    dependencies: tuple[Dependency, ...] = ()
    failure: FigureError | None = None
    output: str = ""
