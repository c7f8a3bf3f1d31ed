"""How long a build waits for a shared cache: as long as it pays, and a fixed time longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Patience:
    """Compares the time that lookups have cost with the time that they have saved. Safe to use from threads.

    Time counts while a lookup is under way and the processes that render have nothing to do.

    Args:
        seconds: How much longer lookups may take than they save.
        is_idle: Whether nothing renders meanwhile.
    """

    def __init__(
        self,
        seconds: float,
        is_idle: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._is_idle, self._clock = seconds, is_idle, clock
        self._lock = threading.Lock()
        self._running = 0
        self._waited = self._saved = 0.0
        self._last = 0.0

    def begin(self) -> None:
        """Note that a lookup starts."""
        with self._lock:
            self._count()
            self._running += 1

    def end(self, saved: float = 0.0) -> None:
        """Note that a lookup has ended, and how many seconds of rendering it has saved."""
        with self._lock:
            self._count()
            self._running -= 1
            self._saved += saved

    def get_rest(self) -> float:
        """Return how many seconds there still are; none or fewer where waiting has not paid."""
        with self._lock:
            self._count()
            return self._seconds + self._saved - self._waited

    def _count(self) -> None:
        now = self._clock()
        if self._running and self._is_idle():
            self._waited += now - self._last
        self._last = now
