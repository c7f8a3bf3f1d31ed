"""The choice of a pool: fork a preloaded server where the system can, start a fresh Python elsewhere."""

from __future__ import annotations

import os
import sys

from ..model.messages import Limits
from .pool import Pool

START_METHOD_VARIABLE = "LIVE_DIAGRAMS_START"
"""The environment variable that overrides the choice: `fork` or `spawn`."""


def create_pool(limits: Limits, workers: int = 0, start_method: str = "") -> Pool:
    """Return the pool that suits this system.

    Args:
        limits: What each script may use.
        workers: How many scripts run at once; 0 for one per core.
        start_method: `fork` or `spawn`; empty to choose.
    """
    workers = workers or _count_cores()
    method = start_method or os.environ.get(START_METHOD_VARIABLE) or _choose_method()
    if method == "fork":
        from .fork_pool import ForkPool

        return ForkPool(limits, workers)
    from .spawn_pool import SpawnPool

    return SpawnPool(limits, workers)


def _choose_method() -> str:
    # macOS can fork, but its own libraries do not survive it.
    return "fork" if hasattr(os, "fork") and sys.platform != "darwin" else "spawn"


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
