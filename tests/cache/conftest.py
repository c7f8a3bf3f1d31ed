from pathlib import Path

import pytest
from live_diagrams.cache.store import Store

from tests.project import FIGURE, Site


@pytest.fixture
def subject_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A project for a subject: `other` depends on nothing, and modules in `elsewhere` can be imported."""
    monkeypatch.setenv("PYTHONPATH", str(site.root / "elsewhere"))
    site.script("other", FIGURE)
    return site


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", limit=10**6)
