"""What the server of processes has ready for scripts in the sandbox, which have no cache."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from diagrams import aws
from live_diagrams.cache.store import Store
from live_diagrams.model.graph.graph import Graph
from live_diagrams.model.job import Job
from live_diagrams.runner import preload
from live_diagrams.runner.child import icon_lookup
from live_diagrams.runner.child.icon_lookup import IconLookup

from tests.support import write

GRAPH = Graph("g", "g")
ICONS = Path(aws.__file__).resolve().parents[2] / "resources/aws"
SCRIPT = "from diagrams.aws.compute import EC2 as Machine\nimport parts\n"
BESIDE = "from diagrams.aws.database import (\n    RDS,\n)\n"


@pytest.fixture(autouse=True)
def _nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icon_lookup, "_loaded", {})


def make_job(folder: Path, script: str, store: str = "") -> Job:
    write(folder, {"a.py": script, "parts.py": BESIDE})
    return Job(str(folder / "a.py"), "a.py", str(folder), store)


@pytest.mark.parametrize("name", ["compute/ec2.png", "database/rds.png"])
def test_icons_are_ready_of_a_script_and_of_modules_beside_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = IconLookup(None)
    expected = anew.get_icon(str(ICONS / name), GRAPH)
    preload.preload_imports(make_job(tmp_path, SCRIPT))
    monkeypatch.setattr(icon_lookup.icons, "shrink_image", lambda *_: pytest.fail("it was made again"))
    ready = IconLookup(None)
    assert ready.get_icon(str(ICONS / name), GRAPH) == expected
    assert ready.encoded == anew.encoded


def test_a_script_with_a_cache_needs_none(tmp_path: Path) -> None:
    preload.preload_imports(make_job(tmp_path, SCRIPT, store=str(tmp_path / "store")))
    assert icon_lookup._loaded == {}
    lookup = IconLookup(Store(tmp_path / "store"))
    lookup.get_icon(str(ICONS / "compute/ec2.png"), GRAPH)
    assert icon_lookup._loaded == {}


def test_a_hostile_script_that_names_all_nodes_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diagrams.aws import compute

    monkeypatch.setattr(preload, "_MOST_ICONS", 3)
    preload.preload_imports(
        make_job(tmp_path, f"from diagrams.aws.compute import *\n# {' '.join(vars(compute))}")
    )
    assert len(icon_lookup._loaded) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such pipes")
def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    preload.preload_imports(make_job(tmp_path, "import pipe\nimport missing\n"))
    preload.preload_imports(Job(str(tmp_path / "pipe.py"), "pipe.py", str(tmp_path), ""))
    assert icon_lookup._loaded == {}
