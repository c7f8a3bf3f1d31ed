"""Notices changes of files, soon and reliably.

The system reports changes (through `watchdog`) in the folders that matter, which makes it quick. A
report only says that it is time to check, never what has changed. Where the system cannot report
(its limits are reached, or a drive is remote), a check every now and then makes it reliable.
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

SETTLE_SECONDS = 0.03
"""Seconds without a change after which a save counts as complete."""
MAX_SETTLE_SECONDS = 0.3
"""Seconds of changes without a pause after which a check is due anyway."""
CHECK_INTERVAL = 2.0
"""Seconds between two checks where the system reports changes."""
POLL_INTERVAL = 0.4
"""Seconds between two checks where it does not."""
FOLDER_LIMIT = 32
"""Folders that are watched at most; each costs two threads."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed", "attrib"})
"""Events of a change. To read a file is an event too, and a check reads files."""

_WatchedFolder = tuple[ObservedWatch, bool, tuple[int, int] | None]
"""The watch of a folder, whether it includes all folders below, and the folder's identity."""


class FileWatcher(FileSystemEventHandler):
    """Calls `check` after changes, from its own thread, one call at a time.

    Args:
        check: Finds out what has changed. Its argument is whether files may have. It returns the paths
            to watch from now on, each after a word: a `file`, the names in a `folder`, or a `tree` of
            folders and files.
    """

    def __init__(self, check: Callable[[bool], Iterable[tuple[str, str]]]) -> None:
        self._check = check
        self._condition = threading.Condition()
        self._files_changed = self._is_notified = self._is_stopped = False
        self._last_change = 0.0
        self._observer = Observer()
        self._watched: dict[str, _WatchedFolder] = {}
        self._interval = CHECK_INTERVAL
        self._thread = threading.Thread(target=self._run, name="live-diagrams-watcher", daemon=True)

    def start(self) -> None:
        """Start watching."""
        try:
            self._observer.start()
        except OSError as error:
            self._start_polling(error)
        self.notify(files=True)
        self._thread.start()

    def stop(self) -> None:
        """End all threads of the watcher."""
        with self._condition:
            self._is_stopped = True
            self._condition.notify()
        if self._observer.is_alive():
            self._observer.stop()

    def notify(self, *, files: bool = False) -> None:
        """Request a check; `files` says that files may have changed."""
        with self._condition:
            if files:
                self._files_changed, self._last_change = True, time.monotonic()
            else:
                self._is_notified = True
            self._condition.notify()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Request a check after a change that the system reports."""
        if event.event_type in _CHANGES:
            self.notify(files=True)

    def _run(self) -> None:
        while True:
            files_changed = self._wait_for_check()
            if files_changed is None:
                return
            try:
                if self._watch_folders(self._check(files_changed)):
                    self.notify(files=True)  # something may have changed before it was watched
            except Exception:  # the author's next save must still be noticed
                if self._is_stopped:  # and with it the observer, in the middle of a check
                    return
                log.exception("Cannot bring the figures up to date")

    def _wait_for_check(self) -> bool | None:
        """Return whether files may have changed, once a check is due; None when the watcher stops."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._files_changed or self._is_notified or self._is_stopped, self._interval
            )
            start = time.monotonic()
            while self._files_changed and not self._is_stopped:
                remaining = self._last_change + SETTLE_SECONDS - time.monotonic()
                if remaining <= 0 or time.monotonic() >= start + MAX_SETTLE_SECONDS:
                    break
                self._condition.wait(remaining)
            files_changed = self._files_changed or not self._is_notified
            self._files_changed = self._is_notified = False
            return None if self._is_stopped else files_changed

    def _watch_folders(self, paths: Iterable[tuple[str, str]]) -> bool:
        """Watch the folders that these paths lie in, and no others; return whether any is new."""
        if self._interval == POLL_INTERVAL:
            return False
        folders = _list_folders(paths)
        for folder, (watch, is_recursive, identity) in list(self._watched.items()):
            if folders.get(folder) != is_recursive or identity != _identify_folder(folder):
                self._observer.unschedule(watch)
                del self._watched[folder]
        new = [folder for folder in folders if folder not in self._watched]
        try:
            if len(folders) > FOLDER_LIMIT:
                raise OSError(f"{len(folders)} folders are too many to watch")
            for folder in new:
                identity = _identify_folder(folder)
                watch = self._observer.schedule(self, folder, recursive=folders[folder])
                self._watched[folder] = watch, folders[folder], identity
        except OSError as error:
            self._start_polling(error)
        return bool(new)

    def _start_polling(self, error: OSError) -> None:
        """Check often from now on, without reports of the system."""
        log.info("Scripts are checked every %g s: the system reports no changes (%s)", POLL_INTERVAL, error)
        self._interval = POLL_INTERVAL
        self._watched.clear()
        self._observer.unschedule_all()


def _list_folders(paths: Iterable[tuple[str, str]]) -> dict[str, bool]:
    """Return the folders to watch, each with whether all folders below count too."""
    paths = set(paths)
    trees = {path for kind, path in paths if kind == "tree"}
    folders = {_find_existing(path): Path(path).is_dir() for path in trees}
    for folder in {path if kind == "folder" else os.path.dirname(path) for kind, path in paths}:
        if not any((folder + os.sep).startswith(tree + os.sep) for tree in trees):
            folders.setdefault(_find_existing(folder), False)
    return folders


def _find_existing(folder: str) -> str:
    """Return the folder, or the nearest folder around it that exists."""
    while not Path(folder).is_dir() and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _identify_folder(folder: str) -> tuple[int, int] | None:
    """Return what tells a folder from another that has replaced it."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
