"""The time that a figure may spend on layouts which only improve on its first one.

It is processor time, of this process and of those that it has waited for: so a figure has the same drawings
on a busy machine as on an idle one. By the clock it may take a few times as long, and no longer, since the
figure as a whole has a deadline.
"""

from __future__ import annotations

import os
import time

from ..engines.isolated import PATIENCE

FIRST_LAYOUT = 3.0
"""Seconds after which the first layout of a large graph is given up for one by other means."""


class Budget:
    """Seconds that run from the start; but the first layout may take longer."""

    def __init__(self, seconds: float) -> None:
        self._end = _read_processor_time() + seconds
        self._deadline = time.monotonic() + seconds * PATIENCE
        self._has_first = False

    def start(self) -> None:
        """Spend what is left on other layouts, now that the first one is complete."""
        self._has_first = True

    @property
    def remaining(self) -> float:
        """The seconds that are left; those for the first layout before there is one."""
        if not self._has_first:
            return FIRST_LAYOUT
        return min(self._end - _read_processor_time(), (self._deadline - time.monotonic()) / PATIENCE)


def _read_processor_time() -> float:
    return sum(os.times()[:4])
