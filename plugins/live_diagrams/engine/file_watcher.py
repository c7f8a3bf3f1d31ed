"""Notices that files have changed, soon and surely.

The system tells of changes (by `watchdog`) in the folders that matter; that makes it quick. It only says
that it is time to look, never what has changed. Where the system cannot tell (its limits are reached,
or a drive is elsewhere), a look every now and then makes it sure.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

log = logging.getLogger("mkdocs.plugins.live_diagrams")

QUIET = 0.03
"""Seconds without a change after which a save is taken to be complete."""
LONGEST = 0.3
"""Seconds of changes without a pause after which it is time to look anyway."""
SURE = 2.0
"""Seconds between two looks where the system tells of changes."""
POLLING = 0.4
"""Seconds between two looks where it does not."""
MOST = 32
"""Folders that the system is asked about; each costs two threads."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed", "attrib"})
"""To read a file is an event too, and a look reads files."""

_Kept = tuple[ObservedWatch, bool, tuple[int, int] | None]


class FileWatcher(FileSystemEventHandler):
    """Calls `look` after changes, from a thread of its own, one call at a time.

    Args:
        look: Finds out what has changed. It is told whether files may have, and gives the paths whose
            changes are to be noticed from now on, each after a word: a `file`, the names in a `folder`,
            or a `tree` of folders and files.
    """

    def __init__(self, look: Callable[[bool], Iterable[tuple[str, str]]]) -> None:
        self._look = look
        self._condition = threading.Condition()
        self._files = self._else = self._stopped = False
        self._last = 0.0
        self._observer = Observer()
        self._kept: dict[str, _Kept] = {}
        self._every = SURE
        self._thread = threading.Thread(target=self._run, name="live-diagrams-watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        try:
            self._observer.start()
        except OSError as error:
            self._poll(error)
        self.notify(files=True)
        self._thread.start()

    def stop(self) -> None:
        """End all threads of this."""
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if self._observer.is_alive():
            self._observer.stop()

    def notify(self, *, files: bool = False) -> None:
        """Have a look soon; `files` says that files may have changed."""
        with self._condition:
            if files:
                self._files, self._last = True, time.monotonic()
            else:
                self._else = True
            self._condition.notify()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A change that the system tells of."""
        if event.event_type in _CHANGES:
            self.notify(files=True)

    def _run(self) -> None:
        while True:
            files = self._wait()
            if files is None:
                return
            try:
                if self._watch(self._look(files)):
                    self.notify(files=True)  # something may have changed before it was watched
            except Exception:  # the author's next save must still be noticed
                log.exception("Cannot bring the figures up to date")

    def _wait(self) -> bool | None:
        """Whether to look for changed files, once it is time for a look; None at the end."""
        with self._condition:
            self._condition.wait_for(lambda: self._files or self._else or self._stopped, self._every)
            began = time.monotonic()
            while self._files and not self._stopped and time.monotonic() < began + LONGEST:
                rest = self._last + QUIET - time.monotonic()
                if rest <= 0:
                    break
                self._condition.wait(rest)
            files = self._files or not self._else
            self._files = self._else = False
            return None if self._stopped else files

    def _watch(self, paths: Iterable[tuple[str, str]]) -> bool:
        """Watch the folders in which these lie, and no others; gives whether any is new."""
        if self._every == POLLING:
            return False
        wanted = _folders(paths)
        for folder, (watch, recursive, identity) in list(self._kept.items()):
            if wanted.get(folder) != recursive or identity != _identity(folder):
                self._observer.unschedule(watch)
                del self._kept[folder]
        new = [folder for folder in wanted if folder not in self._kept]
        try:
            if len(wanted) > MOST:
                raise OSError(f"{len(wanted)} folders are too many to watch")
            for folder in new:
                identity = _identity(folder)
                watch = self._observer.schedule(self, folder, recursive=wanted[folder])
                self._kept[folder] = watch, wanted[folder], identity
        except OSError as error:
            self._poll(error)
        return bool(new)

    def _poll(self, error: OSError) -> None:
        """Give the system up, and look often."""
        log.info("Scripts are looked at every %g s: the system does not tell of changes (%s)", POLLING, error)
        self._every = POLLING
        self._kept.clear()
        self._observer.unschedule_all()


def _folders(paths: Iterable[tuple[str, str]]) -> dict[str, bool]:
    """The folders to watch, each with whether all below it counts."""
    paths = set(paths)
    trees = {path for kind, path in paths if kind == "tree"}
    found = {_existing(path): Path(path).is_dir() for path in trees}
    for folder in {path if kind == "folder" else os.path.dirname(path) for kind, path in paths}:
        if not any((folder + os.sep).startswith(tree + os.sep) for tree in trees):
            found.setdefault(_existing(folder), False)
    return found


def _existing(folder: str) -> str:
    """The folder, or the nearest around it that is there."""
    while not Path(folder).is_dir() and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _identity(folder: str) -> tuple[int, int] | None:
    """Tells a folder from another that has come to its place."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
