"""From a figure's name to the figure: remembered where nothing it depends on has changed, else made.

The only module that knows when something runs. A script that lets readers choose runs once as it is,
which shows what there is to choose, and then once for every other combination.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from ..cache.recipes import Recipes
from ..cache.store import Store
from ..model import parameters
from ..model.dependency import Dependency, DependencyKind
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure, figure_from_json
from ..model.job import Job
from ..model.settings import Settings
from . import combinations as combining
from .scripts import Script, ScriptFolder
from .statistics import BuildStatistics, RunState, ScriptRun

if TYPE_CHECKING:
    from ..runner.pool import Pool


class Pipeline:
    """Makes the figures of one project. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.scripts = ScriptFolder(settings.root, settings.source_folder)
        self.store = Store(settings.root / settings.cache_dir, settings.cache_size * 2**20)
        self.statistics = BuildStatistics()
        self.on_progress: Callable[[BuildStatistics, int], None] = lambda statistics, waiting: None
        self.on_output: Callable[[str, str], None] = lambda script, printed: None
        self._memory = Recipes(settings.root, self.store)
        self._lock = threading.Lock()
        self._asked: dict[Job, Future[list[Figure]]] = {}
        self._held: dict[Job, tuple[Dependency, ...]] = {}
        self._icons: dict[str, str] = {}
        self._pool: Pool | None = None

    def start_build(self) -> None:
        """Forget what was asked so far: files may have changed since. The store stays."""
        with self._lock:
            self._asked.clear()
            self._held.clear()
            self._memory.forget_digests()
            self.statistics = BuildStatistics()

    def forget_stale(self) -> bool:
        """Forget the answers that hold no more, since something they depended on has changed.

        Gives whether there were any. Unlike `begin` this leaves alone what is only too old.
        """
        with self._lock:
            self._memory.forget_digests()
            stale = {
                _default(job)
                for job, found in self._held.items()
                if not self._memory.are_current(one for one in found if one.kind is not DependencyKind.UNTIL)
            }
            if stale:
                self._asked = {job: answer for job, answer in self._asked.items() if job not in stale}
                self._held = {job: found for job, found in self._held.items() if _default(job) not in stale}
                self.statistics = BuildStatistics()
            return bool(stale)

    def list_dependencies(self) -> set[tuple[str, str]]:
        """What in the project the answers so far depended on: `file` or `folder`, and the path."""
        with self._lock:
            return self._memory.list_project_paths({one for found in self._held.values() for one in found})

    def request_all(self) -> None:
        """Begin to make every script's figures, so that pages find them ready."""
        for name in self.scripts.iterate_names():
            self.request_figures(self.scripts.get_script(name))

    def request_figures(self, script: Script, direction: str = "", narrow: str = "") -> Future[list[Figure]]:
        """The figures of a script, in the order it draws them: remembered, under way, or begun now.

        Args:
            script: What to run.
            direction: `TB`, `BT`, `LR` or `RL` to lay it out so; empty for the author's own.
            narrow: The same for the drawing of narrow columns, or `none`; empty for the setting's.
        """
        job = self._job(script, direction, narrow or self.settings.narrow)
        with self._lock:
            if future := self._asked.get(job):
                return future
            future = self._asked[job] = Future()
        self._drawn(job).add_done_callback(lambda first: self._combine(job, first, future))
        return future

    def render_figure(self, name: str, direction: str = "", narrow: str = "") -> Figure:
        """The figure of that name, waiting for it.

        Raises:
            FigureError: There is no such script or diagram, or the script fails.
        """
        script, part = self.scripts.find_script(name)
        return select_figure(
            self.request_figures(script, direction, narrow).result(), part, script.display_path
        )

    def close(self) -> None:
        """End what is running, and keep the store within its size."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()
        if self.store.has_written:
            self.store.prune()

    def _job(self, script: Script, direction: str, narrow: str) -> Job:
        return Job(
            script=str(script.path),
            display_path=script.display_path,
            root=str(self.settings.root),
            store=str(self.store.folder),
            code=script.code,
            line=script.line,
            direction=direction,
            narrow=narrow,
            dot_program=self.settings.dot,
        )

    def _running(self) -> Pool:
        from ..runner import pool as execute  # not needed while everything is remembered

        with self._lock:
            if self._pool is None:
                bounds = execute.Limits(self.settings.timeout, self.settings.memory * 2**20)
                self._pool = execute.create_pool(bounds, self.settings.workers)
            return self._pool

    def _drawn(self, job: Job) -> Future[list[Figure]]:
        """The figures of one run: remembered, or under way."""
        with self._lock:
            self.statistics.requested += 1
            self._held[job] = self._memory.find_script(job)
        future: Future[list[Figure]] = Future()
        began = time.time()
        remembered = self._remembered(job)
        if remembered is not None:
            self._count(RunState.CACHED, job, began)
            future.set_result(remembered)
        else:
            self._running().submit(job).add_done_callback(lambda done: self._made(job, began, done, future))
        return future

    def _made(
        self, job: Job, began: float, done: Future[dict[str, Any]], future: Future[list[Figure]]
    ) -> None:
        """Remember what a run drew, then hand it on."""
        try:
            result = done.result()
            self._print(job, result["output"])
            self._icons.update(result["icons"])
            figures = [self._figure(data) for data in result["figures"]]
            content = json.dumps(result["figures"], ensure_ascii=False, separators=(",", ":")).encode()
            found = [
                Dependency(DependencyKind(d["kind"]), d["name"], d["digest"]) for d in result["dependencies"]
            ]
            self._memory.add_output(self._memory.compute_key(job), found, content)
            self._hold(job, tuple(found))
        except Exception as error:  # a FigureError; anything else is a fault that must not hang a page
            self._print(job, getattr(error, "output", ""))
            read = tuple(
                Dependency(DependencyKind(d["kind"]), d["name"], d["digest"])
                for d in getattr(error, "dependencies", ())
            )
            self._hold(job, read or self._memory.guess_dependencies(job, self.settings.source_folder, began))
            self._count(RunState.FAILED, job, began)
            future.set_exception(error)
        else:
            self._count(RunState.RENDERED, job, began)
            future.set_result(figures)

    def _combine(self, job: Job, first: Future[list[Figure]], future: Future[list[Figure]]) -> None:
        """Hand on what a script drew, with all that it draws where readers choose otherwise."""
        try:
            figures = first.result()
            found = figures[0].parameters
            ways = (
                combining.list_combinations(found, self.settings.combinations, job.display_path)
                if found
                else []
            )
        except Exception as error:
            future.set_exception(error)
            return
        if not found:
            future.set_result(figures)
            return

        def others() -> None:
            try:
                runs = [
                    self._drawn(dataclasses.replace(job, combination=way)) if way else first for way in ways
                ]
                every = zip(runs, parameters.iterate_combinations(found), strict=True)
                drawn = [
                    combining.collect_outcome(run.result, chosen, found, job.display_path)
                    for run, chosen in every
                ]
                future.set_result(combining.combine_figures(drawn, found, job.display_path))
            except Exception as error:
                future.set_exception(error)

        # Not here: this may be the thread that reads what the pool says, which must not wait for it.
        threading.Thread(target=others, daemon=True).start()

    def _count(self, state: RunState, job: Job, began: float) -> None:
        with self._lock:
            self.statistics.record_run(ScriptRun(job.display_path, state, max(0.0, time.time() - began)))
            waiting = self.statistics.requested - self.statistics.finished
        self.on_progress(self.statistics, max(0, waiting))

    def _print(self, job: Job, printed: str) -> None:
        """Hand on what a run printed; runs that differ in what is chosen often print the same."""
        with self._lock:
            is_news = self.statistics.record_output(job.display_path, printed)
        if is_news:
            self.on_output(job.display_path, printed)

    def _remembered(self, job: Job) -> list[Figure] | None:
        for content, found in self._memory.iterate_outputs(self._memory.compute_key(job)):
            with contextlib.suppress(KeyError):  # an icon that is not remembered any more
                figures = [self._figure(data) for data in json.loads(content)]
                self._hold(job, found)
                return figures
        return None

    def _hold(self, job: Job, found: tuple[Dependency, ...]) -> None:
        """Note what an answer depended on."""
        with self._lock:
            self._held[job] = found

    def _figure(self, data: dict[str, Any]) -> Figure:
        """A figure with its icons.

        Raises:
            KeyError: An icon of it is not in the store.
        """
        figure = figure_from_json(data)
        for key in figure.list_icon_keys():
            if key not in self._icons:
                png = self.store.get("icons", key)
                if png is None:
                    raise KeyError(key)
                self._icons[key] = base64.b64encode(png).decode()
        return dataclasses.replace(figure, icons=self._icons)


def _default(job: Job) -> Job:
    """The run of the same script in which nothing is chosen."""
    return dataclasses.replace(job, combination=()) if job.combination else job


def select_figure(figures: list[Figure], part: str, shown: str) -> Figure:
    """One of a script's figures: the one whose file name is `part`, or the first.

    Raises:
        FigureError: None of them has that file name.
    """
    if not part:
        return figures[0]
    for figure in figures:
        if figure.graph.filename == part:
            return figure
    names = ", ".join(f"`{figure.graph.filename}`" for figure in figures)
    raise FigureError(f"the script draws no `{part}`; it draws {names}", script=shown, kind=ErrorKind.UNKNOWN)


_pipelines: dict[Settings, Pipeline] = {}
_pipelines_lock = threading.Lock()


def get_pipeline(settings: Settings) -> Pipeline:
    """The pipeline of a project, one a process: plugin and extension are made anew again and again."""
    with _pipelines_lock:
        if settings not in _pipelines:
            _pipelines[settings] = Pipeline(settings)
        return _pipelines[settings]
