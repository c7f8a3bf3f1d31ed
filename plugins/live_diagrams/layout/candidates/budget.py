"""The time that a figure may spend on layouts which only improve on its first one."""

from __future__ import annotations

import time

FIRST_LAYOUT = 5.0
"""Seconds after which the first layout of a large graph is given up for one by other means."""


class Budget:
    """Seconds that run from the moment the first layout is complete."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = 0.0

    def start(self) -> None:
        """Start to count, unless it has started."""
        self._end = self._end or time.monotonic() + self._seconds

    @property
    def remaining(self) -> float:
        """The seconds that are left; those for the first layout before the start."""
        return self._end - time.monotonic() if self._end else FIRST_LAYOUT
