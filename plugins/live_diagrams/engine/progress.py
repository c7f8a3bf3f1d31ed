"""What an author sees while figures are made: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import textwrap
import threading
import time
from typing import TextIO

from .statistics import BuildStatistics

MOMENT = 0.7
"""Seconds of work before which nothing is worth showing."""
WIDTH = 28
"""Characters of the bar."""


class ProgressReporter:
    """Follows a build. Called from several threads.

    Args:
        stream: Where to write; a bar only where it is a terminal.
        every: Seconds between two lines where it is none.
    """

    def __init__(self, stream: TextIO | None = None, every: float = 5.0) -> None:
        self._stream = stream or sys.stderr
        self._bar = self._stream.isatty()
        self._every = every
        self._last = 0.0
        self._shown = False
        self._lock = threading.Lock()

    def update(self, statistics: BuildStatistics, waiting: int) -> None:
        """Show how far it is; `waiting` figures are still to come."""
        done = statistics.rendered + statistics.failed
        now = time.monotonic()
        pause = 0.1 if self._bar else self._every
        with self._lock:
            if not done or now - statistics.start_time < MOMENT or (now - self._last < pause and waiting):
                return
            self._last = now
            if self._bar:
                filled = WIDTH * done // (done + waiting)
                bar = "█" * filled + "░" * (WIDTH - filled)
                self._stream.write(f"\r\x1b[KFigures {bar} {done}/{done + waiting}")
                self._shown = True
            elif waiting:
                self._stream.write(f"Figures: {done} of {done + waiting} rendered\n")
            self._stream.flush()

    def clear_bar(self) -> None:
        """Take the bar away."""
        with self._lock:
            if self._shown:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
                self._shown = False


def format_output(script: str, output: str) -> str:
    """What a script printed, below its name."""
    return f"{script} printed:\n{textwrap.indent(output.rstrip(), '    ')}"


def format_summary(statistics: BuildStatistics) -> str:
    """One line on what a build came to."""
    counts = f"{statistics.rendered} rendered, {statistics.from_cache} from cache, {statistics.failed} failed"
    return f"Figures: {counts} in {statistics.seconds:.2f} s"
