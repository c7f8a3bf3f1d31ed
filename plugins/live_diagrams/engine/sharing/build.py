"""What a project shares with other machines: its shared cache, build by build, and its part of the work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ...cache.store import Store
from ...model.job import Job
from ...model.settings import Settings
from ..figure_cache import FigureCache
from ..job_runner import JobRunner
from ..statistics import BuildStatistics
from .policy import find_remote
from .shards import Shard

if TYPE_CHECKING:
    from .shared_cache import SharedCache

SHARD_PATIENCE = 30.0
"""Seconds that a machine which renders for others waits for the shared cache to take one more figure."""


class Sharing:
    """The shared cache of the build that is under way, and the shard that is rendered.

    `cache` is None where there is none. `shard` is None where all figures are rendered.

    Raises:
        FigureError: A variable of the environment has a value that it cannot have.
    """

    def __init__(self, settings: Settings, store: Store, cache: FigureCache, runner: JobRunner) -> None:
        self._settings, self._store, self._figures, self._runner = settings, store, cache, runner
        self._remote = find_remote(settings)
        self._has_served = False
        self.shard: Shard | None = None
        self.cache: SharedCache | None = None
        self._open_cache()

    def start_build(self, *, serving: bool = False) -> None:
        """Begin another build.

        While a site is served, only its first build asks the shared cache, and none writes to it: what an
        author tries is nobody else's.
        """
        if self.cache:
            self.cache.finish(0)
        if serving and self._has_served:
            self.cache = self._runner.shared = None
        else:
            self._open_cache(is_read_only=serving)
        self._has_served = serving

    def pause(self) -> None:
        """Ask no other machine for what an author has just edited."""
        self._runner.shared = None

    def select_shard(self, shard: Shard) -> None:
        """Render only the figures of a shard from now on, for other machines."""
        self.shard = shard
        self._runner.shares_hits = True
        if self.cache:
            self.cache.finish(0)
        self._open_cache()

    def is_elsewhere(self, job: Job) -> bool:
        """Whether another machine renders the figures of a job."""
        return self.shard is not None and not self.shard.has(self._figures.recipes.identify(job))

    def finish_site(self, statistics: BuildStatistics) -> None:
        """Tell other machines how long the figures of a whole site take, then finish."""
        if self.cache and (statistics.rendered or statistics.shared):
            self.cache.share_times(self._figures.sum_seconds())
        self.finish()

    def finish(self) -> None:
        """Wait for uploads: a moment, or until all are done where they are the purpose of the build."""
        if self.cache:
            self.cache.finish(float("inf") if self.shard else self._settings.remote_cache_timeout)

    def describe_problem(self) -> str:
        """Return one sentence on why figures were not shared, or not all of them; empty where they were."""
        return f"Figures are not shared: {self.cache.problem}" if self.cache and self.cache.problem else ""

    def _open_cache(self, *, is_read_only: bool = False) -> None:
        """Use the shared cache from now on, where there is one and it has not just failed to answer."""
        if not self._remote or (self.cache and self.cache.has_just_failed()):
            return  # where pages are converted one by one, each begins a build
        from ...runner.pools.pool import count_cores
        from .shared_cache import SharedCache

        is_writable = self._remote.is_writable and not is_read_only
        timeout, workers = self._settings.remote_cache_timeout, self._settings.workers or count_cores()
        self.cache = SharedCache(
            dataclasses.replace(self._remote, is_writable=is_writable),
            max(timeout, SHARD_PATIENCE) if self.shard else timeout,
            self._store,
            self._figures,
            workers,
            lambda: self._runner.running < workers,
        )
        self._runner.shared = self.cache
