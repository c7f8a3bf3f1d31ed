"""Figures that other machines have rendered: looked up behind the cache of this one, and uploaded for others.

What a lookup finds is put into the store, and then read from there as everything else is. A build never waits
for an upload before its end, and for lookups only as long as that pays.
"""

from __future__ import annotations

import contextlib
import hashlib
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ...cache.remote.entries import Entry, RemoteEntries
from ...cache.remote.errors import RemoteError
from ...cache.remote.patience import Patience
from ...cache.remote.requests import THREADS
from ...cache.store import Store
from ...model import codec
from ...model.figure import Figure
from ...model.job import Job
from ..figure_cache import FigureCache
from ..validation import validate_icon
from .policy import RemoteCache
from .shards import Times, add_record, read_records

TIMES_KEY = hashlib.sha256(b"the times of builds").hexdigest()

Found = Callable[[list[Figure] | None], None]
"""Called with the figures of a job; None where there are none, so that they have to be rendered."""


@dataclass(frozen=True)
class _Icons:
    """What is read of a drawing to know its icons."""

    icons: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Drawings:
    """What is read of a figure to know its icons."""

    drawings: Mapping[str, _Icons]


class SharedCache:
    """The shared cache of one build.

    Args:
        remote: Where it is, and what may be done with it.
        timeout: Seconds that one request may take, and that lookups may cost more than they save.
        store: The cache of this machine.
        cache: The same, by job.
        workers: How many scripts run at once.
        is_idle: Whether no script runs.
    """

    def __init__(
        self,
        remote: RemoteCache,
        timeout: float,
        store: Store,
        cache: FigureCache,
        workers: int,
        is_idle: Callable[[], bool],
    ) -> None:
        self.remote = remote
        self._timeout, self._store, self._cache, self._workers = timeout, store, cache, workers
        self._patience = Patience(timeout, is_idle)
        self._entries = RemoteEntries(remote.url, remote.secret, remote.folders, timeout, self._patience)
        self._queue: queue.SimpleQueue[tuple[Job, Found] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._waiting = 0
        self._left = 0
        self.is_closed = False
        self._icons: dict[str, threading.Event] = {}

    @property
    def problem(self) -> str:
        """Why the shared cache was not used, or not in full; empty where it was."""
        if self.remote.problem:
            return self.remote.problem
        reason = self._entries.reading.problem or self._entries.writing.problem
        if not reason and self._left:
            reason = f"there was no time to upload {self._left} of the figures"
        return f"{self.remote.name}: {reason}" if reason else ""

    @property
    def uploaded(self) -> int:
        """The number of entries that were uploaded."""
        return self._entries.uploaded

    def has_just_failed(self) -> bool:
        """Whether it was given up within the last minute."""
        closed = self._entries.reading.closed_at
        return bool(self._entries.reading.problem) and time.monotonic() - closed < 60

    def start_lookup(self, job: Job, found: Found) -> bool:
        """Start to look for the figures of a job, and call `found`; return whether that is possible."""
        if self.remote.problem or self._entries.reading.is_closed:
            return False
        with self._lock:
            if self.is_closed:
                return False
            self._waiting += 1
            if self._threads < min(self._waiting, THREADS):
                try:
                    threading.Thread(target=self._look_up_jobs, daemon=True).start()
                    self._threads += 1
                except RuntimeError:  # there are too many
                    if not self._threads:
                        self._waiting -= 1
                        return False
            self._queue.put((job, found))
        return True

    def start_upload(self, job: Job, *, is_new: bool = True) -> None:
        """Start to upload the figures of a job, which the store has; if they are not new, what is missing."""
        if not self.remote.problem and self.remote.is_writable:
            self._entries.start_upload(lambda: self._iterate_entries(job, is_new=is_new))

    def finish(self, seconds: float) -> None:
        """End all lookups, wait for uploads at most some seconds, and end them, too."""
        with self._lock:
            if self.is_closed:
                return
            self.is_closed = True
            for _ in range(self._threads):
                self._queue.put(None)
        seconds = min(seconds, max(0.0, self._patience.get_rest()))
        self._left = self._entries.writing.drain(seconds, patience=self._timeout)
        self._entries.reading.close()
        self._entries.writing.close()

    def read_times(self) -> list[Times]:
        """Return how long figures took in earlier builds; nothing where nobody knows.

        Raises:
            RemoteError: The shared cache does not answer.
        """
        return read_times(self._entries)

    def share_times(self, seconds: Mapping[str, float]) -> None:
        """Add how long each figure takes, in seconds by `Recipes.identify`, to what other builds know."""
        if self.remote.problem or not self.remote.is_writable:
            return
        with contextlib.suppress(RemoteError):
            earlier = self._entries.fetch("times", [TIMES_KEY]).get(TIMES_KEY, b"")
            content = add_record(earlier, seconds)
            self._entries.start_upload(lambda: iter([("times", TIMES_KEY, content)]))

    def _look_up_jobs(self) -> None:
        self._entries.prepare()
        while entry := self._queue.get():
            job, resume = entry
            figures, saved = None, 0.0
            self._patience.begin()
            try:
                figures = self._find_figures(job)
                saved = self._cache.seconds.get(job, 0.0) / self._workers if figures else 0.0
            except Exception:  # no answer, or a fault of ours; the figure is rendered
                figures = None
            finally:
                self._patience.end(saved)
                with self._lock:
                    self._waiting -= 1
            resume(figures)

    def _find_figures(self, job: Job) -> list[Figure] | None:
        """Bring the figures of a job into the store, and return them from there.

        Raises:
            RemoteError: The shared cache does not answer.
        """
        key = self._cache.recipes.compute_key(job)
        recipe = self._entries.fetch("recipes", [key]).get(key)
        for output in self._cache.recipes.merge_recipe(key, recipe) if recipe else ():
            content = self._store.find_content("figures", output)
            if content is None:
                content = self._entries.fetch("figures", [output]).get(output)
                if content is None:
                    continue
                self._store.put("figures", output, content)
            self._bring_icons(_list_icon_keys(content))
            return self._cache.find_figures(job)
        return None

    def _bring_icons(self, keys: list[str]) -> None:
        """Bring icons into the store, each once a build, whichever figure needs it first."""
        own, others = [], []
        with self._lock:
            for key in keys:
                if key in self._icons:
                    others.append(self._icons[key])
                else:
                    self._icons[key] = threading.Event()
                    own.append(key)
        try:
            missing = [key for key in own if self._store.get("icons", key) is None]
            for key, content in self._entries.fetch("icons", missing).items():
                validate_icon(key, content)
                self._store.put("icons", key, content)
        finally:
            for key in own:
                self._icons[key].set()
        for event in others:
            event.wait(self._timeout)

    def _iterate_entries(self, job: Job, *, is_new: bool) -> Iterator[Entry]:
        """Yield the entries of a job that is in the store: last its recipe, which names the others."""
        key = self._cache.recipes.compute_key(job)
        recipe = None if is_new else self._entries.fetch("recipes", [key]).get(key)
        if recipe and self._cache.recipes.merge_recipe(key, recipe):
            return
        if current := self._cache.recipes.find_current(key):
            output, content = current
            for icon_key in _list_icon_keys(content):
                if icon := self._store.get("icons", icon_key):
                    yield "icons", icon_key, icon
            yield "figures", output, content
            yield "recipes", key, self._cache.recipes.read_recipe(key)


def open_entries(remote: RemoteCache, timeout: float) -> RemoteEntries:
    """Return the entries of a shared cache, which are waited for at most some seconds."""
    return RemoteEntries(remote.url, remote.secret, remote.folders, timeout, Patience(timeout))


def read_times(entries: RemoteEntries) -> list[Times]:
    """Return how long figures took in earlier builds, the latest first.

    Raises:
        RemoteError: The shared cache does not answer.
    """
    entries.prepare()
    return read_records(entries.fetch("times", [TIMES_KEY]).get(TIMES_KEY, b""))


def _list_icon_keys(content: bytes) -> list[str]:
    """Return the keys of the icons of figures.

    Raises:
        ValueError: They are no figures.
    """
    figures = codec.decode(content, tuple[_Drawings, ...])
    drawings = (drawing for figure in figures for drawing in figure.drawings.values())
    return list(dict.fromkeys(key for drawing in drawings for key in drawing.icons))
