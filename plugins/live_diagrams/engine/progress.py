"""What an author sees while figures are made: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import textwrap
import threading
import time
from typing import TextIO

from .statistics import Tally

MOMENT = 0.7
"""Seconds of work before which nothing is worth showing."""
WIDTH = 28
"""Characters of the bar."""


class Progress:
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

    def __call__(self, tally: Tally, waiting: int) -> None:
        """Show how far it is; `waiting` figures are still to come."""
        done = tally.made + tally.failed
        now = time.monotonic()
        pause = 0.1 if self._bar else self._every
        with self._lock:
            if not done or now - tally.started < MOMENT or (now - self._last < pause and waiting):
                return
            self._last = now
            if self._bar:
                filled = WIDTH * done // (done + waiting)
                bar = "█" * filled + "░" * (WIDTH - filled)
                self._stream.write(f"\r\x1b[KFigures {bar} {done}/{done + waiting}")
                self._shown = True
            elif waiting:
                self._stream.write(f"Figures: {done} of {done + waiting} made\n")
            self._stream.flush()

    def end(self) -> None:
        """Take the bar away."""
        with self._lock:
            if self._shown:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
                self._shown = False


def printed(script: str, output: str) -> str:
    """What a script printed, below its name."""
    return f"{script} printed:\n{textwrap.indent(output.rstrip(), '    ')}"


def summary(tally: Tally) -> str:
    """One line on what a build came to."""
    parts = [f"{tally.made} made", f"{tally.remembered} remembered", f"{tally.failed} failed"]
    return f"Figures: {', '.join(parts)} in {tally.seconds:.2f} s"
