from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.sharing.server import CacheServer, run_server
from tests.engine.sharing.team import copy_site, create_site
from tests.project import Site


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_DIAGRAMS_CACHE_KEY", "a secret of all machines")


@pytest.fixture
def first(tmp_path: Path, secret: None) -> Site:
    return create_site(tmp_path / "first")


@pytest.fixture
def second(tmp_path: Path, first: Site) -> Site:
    return copy_site(first, tmp_path / "second machine")


@pytest.fixture
def server() -> Iterator[CacheServer]:
    with run_server() as server:
        yield server
