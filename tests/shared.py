"""What all workers of a test run share: sites that the first one builds that needs them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def build_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object], seconds: float = 600
) -> Path:
    """Return a folder that `build` has filled in this run of the tests, here or in another worker.

    Whoever comes second waits, for at most so many seconds. What failed is tried again.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with FileLock(base / f"{name}.lock", timeout=seconds):
        if not done.exists():
            build(folder)
            done.touch()
    return folder
