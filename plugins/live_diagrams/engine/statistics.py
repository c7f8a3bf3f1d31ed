"""Statistics of one build: runs of scripts, counted and timed, and what they printed. Pure."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import StrEnum


class RunState(StrEnum):
    """How a run of a script ended."""

    RENDERED = "rendered"
    CACHED = "cached"
    FAILED = "failed"


@dataclass(frozen=True)
class ScriptRun:
    """One run of a script, or one cache hit in its place.

    `script` is its path relative to the project root; `seconds` counts from the request to the result.
    """

    script: str
    state: RunState
    seconds: float


@dataclass
class BuildStatistics:
    """Counts of the runs that one build requested, by how they ended. Times are of the monotonic clock."""

    requested: int = 0
    rendered: int = 0
    from_cache: int = 0
    failed: int = 0
    start_time: float = field(default_factory=time.monotonic)
    end_time: float = 0.0
    runs: list[ScriptRun] = field(default_factory=list)
    outputs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def finished(self) -> int:
        """Return how many runs have ended, with figures or with an error."""
        return self.rendered + self.from_cache + self.failed

    @property
    def seconds(self) -> float:
        """Return the seconds from the start of the build to the end of its last run."""
        return max(0.0, self.end_time - self.start_time)

    def record_run(self, run: ScriptRun) -> None:
        """Count a run that has ended."""
        self.runs.append(run)
        self.rendered += run.state is RunState.RENDERED
        self.from_cache += run.state is RunState.CACHED
        self.failed += run.state is RunState.FAILED
        self.end_time = time.monotonic()

    def record_output(self, script: str, output: str) -> bool:
        """Record what a run printed; return whether it printed something that no earlier run did.

        Runs of one script that differ only in the reader's choices often print the same.
        """
        is_new = bool(output.strip()) and (script, output) not in self.outputs
        self.outputs.add((script, output))
        return is_new
