"""Folders of scripts: those of killed processes are removed, those of live ones never, wherever they run."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from live_diagrams.model.errors import ErrorKind
from live_diagrams.runner.child import working_folder
from live_diagrams.runner.child.working_folder import create_working_folder, remove_stale_folders

from tests.project import FIGURE, Site, Traces

OWNER = """
import sys
from live_diagrams.runner.child.working_folder import create_working_folder
folder = create_working_folder()
(folder.path / "file").touch()
print(folder.path, flush=True)
sys.stdin.read()
"""


def test_the_folder_of_a_live_process_stays_until_it_is_killed(machine: Traces) -> None:
    """The process need not be visible to the one that removes: no id is compared."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert owner.stdout
    folder = Path(owner.stdout.readline().decode().strip())
    remove_stale_folders()
    assert [path.name for path in folder.iterdir()] == ["file"]
    owner.kill()
    owner.communicate()
    remove_stale_folders()
    assert not folder.exists()


@pytest.mark.parametrize(
    "name", ["live-diagrams", "live-diagrams-main", "live-diagrams-ab12cd34", "live-diagrams.x"]
)
def test_a_folder_of_the_user_stays(machine: Traces, name: str) -> None:
    """Such as a clone of this repository in the folder for temporary files."""
    folder = machine.folder / name
    folder.mkdir()
    (folder / "file").touch()
    remove_stale_folders()
    assert (folder / "file").exists()
    (folder / "file").unlink()
    folder.rmdir()


def test_a_removed_folder_has_no_lock(machine: Traces) -> None:
    folder = create_working_folder()
    assert machine.folders() == [folder.path.name]
    folder.remove()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(folder.lock)


def test_files_and_links_of_that_name_are_left_alone(machine: Traces, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    paths = machine.folder / f"{working_folder.PREFIX}file", machine.folder / f"{working_folder.PREFIX}link"
    paths[0].touch()
    paths[1].symlink_to(tmp_path / "mine")
    remove_stale_folders()
    for path in paths:
        path.unlink()
    assert (tmp_path / "mine").is_dir()


def test_a_folder_that_is_removed_before_it_is_locked(
    machine: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build sweeps between the two steps."""
    calls = []

    def make_folder(prefix: str) -> str:
        path = machine.folder / f"{prefix}{len(calls)}"
        calls.append(path)
        if len(calls) > 1:
            path.mkdir()
        return str(path)

    monkeypatch.setattr(working_folder, "tempfile", SimpleNamespace(mkdtemp=make_folder))
    folder = create_working_folder()
    assert folder.path == calls[1]
    folder.remove()


def test_a_file_system_without_locks(machine: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_folder, "_take_lock", lambda descriptor: False)
    folder = create_working_folder()
    remove_stale_folders()
    assert folder.path.is_dir()
    folder.remove()
    assert not folder.path.exists()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_no_place_for_a_folder(method: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: one sentence on each figure, and the next build is right."""
    monkeypatch.setenv("LIVE_DIAGRAMS_START", method)
    full = site.write("sitecustomize.py", FULL).parent
    for name in ("good", "more"):
        site.write(f"{name}.py", FIGURE)
    site.write("_ignored.py", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(full))
        own = SimpleNamespace(mkdtemp=refuse_folder, gettempdir=tempfile.gettempdir)
        patch.setattr(working_folder, "tempfile", own)
        build = site.build()
    for name in ("good", "more"):
        error = build.error(name)
        assert error.kind is ErrorKind.START
        assert error.message == "cannot start the script: No space left on device"
    (full / "sitecustomize.py").unlink()
    assert site.build().figures("good")


FULL = """
import errno, os, tempfile
def mkdtemp(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
tempfile.mkdtemp = mkdtemp
"""


def refuse_folder(**_: object) -> str:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_no_thread_for_a_script(method: str, site: Site) -> None:
    """As under `ulimit -u`: no request waits for ever."""
    site.write("good.py", "from live_diagrams import toggle\ntoggle('x')\n" + FIGURE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", method)
        patch.setattr("threading.Thread.start", refuse_thread)
        error = site.build().error("good")
    assert error.kind is ErrorKind.START
    assert "can't start new thread" in error.message


def refuse_thread(self: object) -> None:
    raise RuntimeError("can't start new thread")
