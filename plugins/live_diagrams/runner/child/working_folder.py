"""The temporary folder that a script runs in: created, entered, and removed if its process was killed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from ..processes import is_alive

PREFIX = "live-diagrams-"
"""The start of a working folder's name; the id of the process that owns it follows."""


def create_working_folder() -> Path:
    """Create a folder for the files that this process's scripts write."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def remove_stale_folders() -> None:
    """Remove the working folders of processes that were killed (Linux)."""
    if sys.platform == "linux":
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
            pid = folder.name.removeprefix(PREFIX).split("-")[0]
            if pid.isdigit() and not is_alive(pid):
                shutil.rmtree(folder, ignore_errors=True)


def enter_working_folder(work: Path, views: tuple[str, ...]) -> None:
    """Create a folder, link the files of other folders into it, and make it the current one.

    Temporary files go beside it, so that they belong to the script and are removed with its folder.

    Args:
        work: The folder to create.
        views: The folders whose entries are linked; the first takes precedence.
    """
    work.mkdir()
    os.environ |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work.parent))
    tempfile.tempdir = None
    try:
        linked: set[str] = set()
        for view in filter(os.path.isdir, views):
            for entry in os.scandir(view):
                if entry.name not in linked and not entry.name.startswith("__"):
                    if not entry.name.endswith(".py"):  # scripts are many, and not read by name
                        os.symlink(entry.path, os.path.join(work, entry.name))
                    linked.add(entry.name)
        os.chdir(work)
    except OSError:  # on Windows links need a privilege; then the script's own folder has to do
        os.chdir(views[0])
