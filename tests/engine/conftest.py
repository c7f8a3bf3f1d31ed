from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .site import Site, Traces, traces


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Traces]:
    """The machine, which has to be afterwards as it was: no process, no temporary file more."""
    with traces(tmp_path) as found:
        yield found
        assert found.processes() == []
        assert found.folders() == []


@pytest.fixture
def site(tmp_path: Path, machine: Traces) -> Site:
    return Site(tmp_path)
