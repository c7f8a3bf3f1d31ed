"""From a figure's name to the figure: from the cache, or rendered in a child process.

A script that offers choices runs once with their defaults, which tells what there is to choose, and
then once for every other combination.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import threading
from collections.abc import Collection, Mapping
from concurrent.futures import Future

from ..cache.store import Store
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..model.graph import parameters as parameter_values
from ..model.graph.parameters import Combination
from ..model.job import Job
from ..model.messages import Priority
from ..model.settings import Settings
from .combinations import combine_figures, find_chosen, list_combinations, wait_for_outcome
from .figure_cache import FigureCache
from .figure_request import FigureRequest
from .job_runner import Figures, JobRunner
from .sandbox_policy import tighten_settings
from .scripts import Script, ScriptFolder
from .sharing.build import Sharing
from .statistics import BuildMonitor


class Pipeline:
    """Renders the figures of one project. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings = tighten_settings(settings)
        self.scripts = ScriptFolder(settings.root, settings.source_folder)
        cache = settings.root / settings.cache_dir
        if settings.sandbox != "off":
            cache /= "sandbox"  # what strangers rendered must not reach the cache of a trusted build
        self.store = Store(cache, settings.cache_size * 2**20)
        self.monitor = BuildMonitor()
        self._cache = FigureCache(settings.root, settings.source_folder, self.store)
        self._runner = JobRunner(settings, self._cache, self.monitor)
        self._lock = threading.Lock()
        self._requests: dict[Job, FigureRequest] = {}
        self.chosen: Mapping[str, str] = {}
        """The values that were chosen on open pages, by their labels."""
        self.sharing = Sharing(settings, self.store, self._cache, self._runner)

    def start_build(self, *, serving: bool = False) -> None:
        """Forget every request, since files may have changed; the cache stays."""
        with self._lock:
            self._requests.clear()
            self._cache.start_build()
            self.monitor.reset()
            self.sharing.start_build(serving=serving)

    def forget_stale(self) -> bool:
        """Forget the requests whose dependencies have changed; return whether there were any.

        Unlike `start_build`, this keeps figures that have only expired.
        """
        with self._lock:
            stale = self._cache.remove_stale()
            self.sharing.pause()
            if stale:
                self._requests = {job: figures for job, figures in self._requests.items() if job not in stale}
                self.monitor.reset()
        if stale:
            self._runner.cancel_jobs(stale)
        return bool(stale)

    def list_dependencies(self) -> set[tuple[str, str]]:
        """Return what the figures of this build depend on: `file` or `folder`, and the path."""
        return self._cache.list_dependencies()

    def request_all(self) -> None:
        """Start rendering the figures of every script, so that pages find them ready."""
        for name in self.scripts.iterate_names():
            self.request_figures(self.scripts.get_script(name))

    def request_figures(
        self, script: Script, direction: str = "", narrow: str = "", width: int = 0, engine: str = ""
    ) -> Future[Figures]:
        """Return the future figures of a script, complete with all choices; see `request`."""
        return self.request(script, direction, narrow, width, engine).complete

    def request(
        self,
        script: Script,
        direction: str = "",
        narrow: str = "",
        width: int = 0,
        engine: str = "",
        priority: Priority = Priority.NORMAL,
    ) -> FigureRequest:
        """Return the figures of a script that are to come, in the order that it draws them.

        The futures raise `FigureError` where the script fails. If the processes for scripts could not
        be started, the next request tries again.

        Args:
            script: The script to run.
            direction: `TB`, `BT`, `LR` or `RL`; empty for the script's own.
            narrow: The same for the drawing for narrow columns, or `none`; empty for the setting's.
            width: CSS pixels of the column; 0 for the setting's.
            engine: The layout engine; empty for the setting's.
            priority: How soon to start. Of what an author has saved, the choice that is seen comes first.
        """
        job = self._create_job(script, direction, narrow, width, engine)
        with self._lock:
            if request := self._requests.get(job):
                return request
            request = self._requests[job] = FigureRequest()
        if self.sharing.is_elsewhere(job):
            message = "another machine renders it"
            request.fail(FigureError(message, job.display_path, kind=ErrorKind.ELSEWHERE))
            return request
        try:
            default_run = self._runner.run_job(job, priority)
        except Exception as error:  # a fault of ours must not leave others waiting
            self._fail_request(job, error, request)
            return request
        default_run.add_done_callback(lambda run: self._add_combinations(job, run, request, priority))
        return request

    def render_figure(self, name: str, direction: str = "", narrow: str = "") -> Figure:
        """Return the figure of that name; wait until it is rendered.

        Raises:
            FigureError: There is no such script or diagram, or the script fails.
        """
        script, filename = self.scripts.find_script(name)
        figures = self.request_figures(script, direction, narrow).result()
        return select_figure(figures, filename, script.display_path)

    def wait_for_requests(self) -> None:
        """Wait until every request has its figures or has failed."""
        with self._lock:
            requests = [request.complete for request in self._requests.values()]
        concurrent.futures.wait(requests)

    def list_errors(self) -> list[FigureError]:
        """Return why scripts fail, or some of their choices; of those that have been run by now."""
        with self._lock:
            requests = [r.complete for r in self._requests.values() if r.complete.done()]
        errors = (error for request in requests for error in _list_errors(request))
        return [error for error in errors if error.kind is not ErrorKind.ELSEWHERE]

    def list_failures(self) -> dict[str, tuple[FigureError, ...]]:
        """Return why scripts fail, or some of their choices, by name; of those that have been run by now."""
        failures = {}
        for name in self.scripts.iterate_names():
            with contextlib.suppress(FigureError):  # deleted by now
                job = self._create_job(self.scripts.get_script(name), "", "", 0, "")
                with self._lock:
                    request = self._requests.get(job)
                if request and request.complete.done() and (errors := _list_errors(request.complete)):
                    failures[name] = errors
        return failures

    def close(self) -> None:
        """End every process, wait a moment for uploads, and prune the cache to its size."""
        self.sharing.finish()
        self._runner.close()
        if self.store.has_written:
            self.store.prune()

    def _create_job(self, script: Script, direction: str, narrow: str, width: int, engine: str) -> Job:
        return Job(
            script=str(script.path),
            display_path=script.display_path,
            root=str(self.settings.root),
            store=str(self.store.folder) if self.settings.sandbox == "off" else "",
            code=script.code,
            line=script.line,
            direction=direction,
            narrow=narrow or self.settings.narrow,
            width=width or self.settings.width,
            engine=engine or self.settings.engine,
            layout_budget=self.settings.layout_budget,
            dot_program=self.settings.dot,
            missing_icons=self.settings.missing_icons,
        )

    def _add_combinations(
        self, job: Job, default_run: Future[Figures], request: FigureRequest, priority: Priority
    ) -> None:
        """Settle a request with the figures of the default run, and those of the other combinations."""
        try:
            figures = default_run.result()
            parameters = figures[0].parameters
            limit = self.settings.combinations
            combinations = list_combinations(parameters, limit, job.display_path) if parameters else []
        except Exception as error:
            self._fail_request(job, error, request)
            return
        if not combinations:
            request.settle(figures)
            return

        def render_combinations() -> None:
            try:
                chosen = find_chosen(parameters, self.chosen)
                runs = self._run_combinations(job, combinations, chosen, priority)
                runs[parameter_values.find_default(parameters)] = default_run
                values = list(parameter_values.iterate_combinations(parameters))

                def combine(indices: Collection[int]) -> Figures:
                    outcomes = [
                        wait_for_outcome(runs[index], combination, parameters, job.display_path)
                        if index in indices
                        else FigureError("it is being drawn", job.display_path, kind=ErrorKind.PENDING)
                        for index, combination in enumerate(values)
                    ]
                    return combine_figures(outcomes, parameters, job.display_path)

                if priority < Priority.NORMAL:
                    runs[chosen].exception()  # wait for it
                    ready = {index for index, run in runs.items() if run.done()}
                    if len(ready) < len(runs):
                        request.first.set_result(combine(ready))
                request.settle(combine(runs))
            except Exception as error:
                self._fail_request(job, error, request)

        # In a thread: this may be the one that reads the pool's results, which must not wait for them.
        try:
            threading.Thread(target=render_combinations, daemon=True).start()
        except RuntimeError as error:  # there are too many
            message = f"cannot start the process that runs scripts: {error}"
            self._fail_request(job, FigureError(message, job.display_path, kind=ErrorKind.START), request)

    def _run_combinations(
        self, job: Job, combinations: list[Combination], chosen: int, priority: Priority
    ) -> dict[int, Future[Figures]]:
        """Start the runs of all combinations but the default one, by their indices; the chosen one first."""
        runs = {}
        for index in sorted(range(len(combinations)), key=lambda index: index != chosen):
            if combination := combinations[index]:
                is_seen = index == chosen or priority >= Priority.NORMAL
                run = dataclasses.replace(job, combination=combination)
                runs[index] = self._runner.run_job(run, priority if is_seen else Priority.BACKGROUND)
        return runs

    def _fail_request(self, job: Job, error: Exception, request: FigureRequest) -> None:
        if isinstance(error, FigureError) and error.kind is ErrorKind.START:
            with self._lock:
                if self._requests.get(job) is request:
                    del self._requests[job]  # so that the next request tries again
        request.fail(error)


def _list_errors(request: Future[Figures]) -> tuple[FigureError, ...]:
    if error := request.exception():
        return (error,) if isinstance(error, FigureError) else ()
    outcomes = (outcome for figure in request.result() for outcome in figure.combinations)
    return tuple(outcome for outcome in outcomes if isinstance(outcome, FigureError))


def select_figure(figures: Figures, filename: str, display_path: str) -> Figure:
    """Return the figure of a script with that file name, or the first for an empty name.

    Raises:
        FigureError: None of them has that file name.
    """
    if not filename:
        return figures[0]
    for figure in figures:
        if figure.graph.filename == filename:
            return figure
    names = ", ".join(f"`{figure.graph.filename}`" for figure in figures)
    message = f"the script draws no `{filename}`; it draws {names}"
    raise FigureError(message, display_path, kind=ErrorKind.UNKNOWN)


_pipelines: dict[Settings, Pipeline] = {}
_pipelines_lock = threading.Lock()


def get_pipeline(settings: Settings) -> Pipeline:
    """Return the pipeline of a project, one per process: plugins and extensions are created repeatedly."""
    with _pipelines_lock:
        if settings not in _pipelines:
            _pipelines[settings] = Pipeline(settings)
        return _pipelines[settings]
