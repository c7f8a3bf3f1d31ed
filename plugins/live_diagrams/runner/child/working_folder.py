"""The temporary folder that a script runs in: created, entered, and removed if its process was killed.

Whoever owns such a folder holds a lock on it. The lock ends with the process, also in another container that
shares the folder for temporary files, where ids of processes tell nothing. So a folder whose lock is free was
left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: folders that were left behind stay
    fcntl = None  # type: ignore[assignment]

PREFIX = "work-of-live-diagrams-"
"""The start of a working folder's name. No folder of a user begins like this: ours are removed unasked."""


@dataclass(frozen=True)
class WorkingFolder:
    """A folder for the files that scripts write, and the descriptor of its lock; -1 for none."""

    path: Path
    lock: int = -1

    def remove(self) -> None:
        """Remove the folder, then end its lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self.lock >= 0:
            os.close(self.lock)


def create_working_folder() -> WorkingFolder:
    """Create a folder for the files that this process's scripts write.

    Raises:
        OSError: The system has no place for it.
    """
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        if fcntl is None:
            return WorkingFolder(path)
        with contextlib.suppress(FileNotFoundError):  # it was removed before it was locked
            lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            if _take_lock(lock) and path.exists():
                return WorkingFolder(path, lock)
            os.close(lock)
            if path.exists():  # the file system has no locks, and nobody will remove it
                return WorkingFolder(path)


def remove_stale_folders() -> None:
    """Remove the working folders of processes that were killed, as far as they are this user's."""
    if fcntl is None:
        return
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                _remove_if_stale(path)


def _remove_if_stale(path: Path) -> None:
    lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid == os.getuid() and _take_lock(lock):
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def _take_lock(descriptor: int) -> bool:
    """Lock a folder; return whether that was possible."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def enter_working_folder(work: Path, views: tuple[str, ...]) -> None:
    """Create a folder, link the files of other folders into it, and make it the current one.

    Temporary files go beside it, so that they belong to the script and are removed with its folder.

    Args:
        work: The folder to create.
        views: The folders whose entries are linked; the first takes precedence.

    Raises:
        OSError: The system has no place for it.
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
    except OSError:
        if os.name == "posix":
            raise
        os.chdir(views[0])  # on Windows links need a privilege; then the script's own folder has to do
