"""The files of a store, and the keys that its tests use."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings
from live_diagrams.cache.store import Store

KEY = "ab" * 32
OTHER = "ac" * 32
FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def find_entry(store: Store, key: str = KEY, kind: str = "figures") -> Path:
    return store.folder / kind / key[:2] / key


def list_files(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file())
