"""Progress of a build for its author: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import textwrap
import threading
import time
from typing import TextIO

from ..model.printable import strip_controls
from .statistics import BuildStatistics

QUIET_SECONDS = 0.7
"""Seconds of a build in which nothing is shown."""
BAR_WIDTH = 28
"""Characters of the bar."""
BAR_INTERVAL = 0.1
"""Seconds between two updates of the bar."""


class ProgressReporter:
    """Writes how far a build is. Safe to use from several threads.

    Args:
        stream: Where to write; a bar if it is a terminal.
        interval: Seconds between two lines if it is none.
    """

    def __init__(self, stream: TextIO | None = None, interval: float = 5.0) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._interval = BAR_INTERVAL if self._is_terminal else interval
        self._last_time = 0.0
        self._has_bar = False
        self._lock = threading.Lock()

    def update(self, statistics: BuildStatistics, waiting: int) -> None:
        """Show how far the build is; `waiting` figures are unfinished."""
        done = statistics.rendered + statistics.failed
        now = time.monotonic()
        with self._lock:
            if not done or now - statistics.start_time < QUIET_SECONDS:
                return
            if waiting and now - self._last_time < self._interval:
                return
            self._last_time = now
            if self._is_terminal:
                filled = BAR_WIDTH * done // (done + waiting)
                bar = "█" * filled + "░" * (BAR_WIDTH - filled)
                self._stream.write(f"\r\x1b[KFigures {bar} {done}/{done + waiting}")
                self._has_bar = True
            elif waiting:
                self._stream.write(f"Figures: {done} of {done + waiting} rendered\n")
            self._stream.flush()

    def clear_bar(self) -> None:
        """Erase the bar."""
        with self._lock:
            if self._has_bar:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
                self._has_bar = False


def format_output(display_path: str, output: str) -> str:
    """Return what a script printed, indented below its path."""
    return f"{display_path} printed:\n{textwrap.indent(strip_controls(output).rstrip(), '    ')}"


def format_summary(statistics: BuildStatistics) -> str:
    """Return one line with the counts of a build."""
    shared = f" ({statistics.shared} shared)" if statistics.shared else ""
    cached = f"{statistics.from_cache} from cache{shared}"
    counts = f"{statistics.rendered} rendered, {cached}, {statistics.failed} failed"
    return f"Figures: {counts} in {statistics.seconds:.2f} s"
