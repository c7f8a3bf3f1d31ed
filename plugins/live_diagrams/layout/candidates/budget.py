"""The time that a figure may spend on layouts which only improve on its first one.

It is processor time, of this process and of those that it has waited for: so a figure has the same drawings
on a busy machine as on an idle one.
"""

from __future__ import annotations

import os

FIRST_LAYOUT = 5.0
"""Seconds after which the first layout of a large graph is given up for one by other means."""


class Budget:
    """Seconds that run from the start; but the first layout may take longer."""

    def __init__(self, seconds: float) -> None:
        self._end = _read_clock() + seconds
        self._has_first = False

    def start(self) -> None:
        """Spend what is left on other layouts, now that the first one is complete."""
        self._has_first = True

    @property
    def remaining(self) -> float:
        """The seconds that are left; those for the first layout before there is one."""
        return self._end - _read_clock() if self._has_first else FIRST_LAYOUT


def _read_clock() -> float:
    return sum(os.times()[:4])
