"""Figures in the cache, and what the figures of the current build depended on."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

from ..cache.recipes import Recipes
from ..cache.store import Store
from ..model import codec
from ..model.dependency import Dependency, DependencyKind
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure, LoadFigure, RenderedFigure, StoredFigure
from ..model.job import Job
from ..model.messages import RunResult
from .validation import validate_encoded_icons, validate_figures, validate_icon

_RECENT = 64
"""Outputs whose figures stay in memory."""


class FigureCache:
    """The figures of one project by job. Safe to use from several threads."""

    def __init__(self, root: Path, source_folder: Path, store: Store) -> None:
        self._source_folder = source_folder
        self._store = store
        self.recipes = Recipes(root, store)
        self.seconds: dict[Job, float] = {}
        """How long each job of this build has taken, when it was rendered."""
        self._lock = threading.Lock()
        self._dependencies: dict[Job, tuple[Dependency, ...]] = {}
        self._icons: dict[str, str] = {}
        self._recent: OrderedDict[str, tuple[RenderedFigure, ...]] = OrderedDict()
        """The figures of outputs that were rendered or read last: a page soon asks for them."""
        self.render_again: Callable[[Job], tuple[RenderedFigure, ...]] = _render_nothing
        """Returns the figures of a job whose output was found to be damaged."""

    def start_build(self) -> None:
        """Forget the dependencies of the last build, and check files again."""
        with self._lock:
            self._dependencies.clear()
            self.seconds.clear()
            self.recipes.forget_digests()

    def find_figures(self, job: Job) -> list[Figure] | None:
        """Return the figures of a job from the cache; None on a miss, or if they are stale."""
        self._record_dependencies(job, self.recipes.find_script(job))
        key = self.recipes.compute_key(job)
        for _, output in self.recipes.iterate_outputs(key):
            # An icon was pruned, the format is an older one, or somebody else wrote it.
            with contextlib.suppress(KeyError, ValueError):
                figures = self._open_figures(job, f"{key}/{output.key}", self._read_figures(output.key))
                self._record_dependencies(job, output.dependencies)
                self.seconds[job] = output.seconds
                return figures
        return None

    def add_result(self, job: Job, result: RunResult, seconds: float = 0.0) -> list[Figure]:
        """Store the result of a job, which took some seconds; return its figures, each with its icons.

        Raises:
            FigureError: The result is such that we cannot have made it: the script has tampered with it.
        """
        try:
            validate_figures(result.figures)
            validate_encoded_icons(result.icons)
            # Figures share this dictionary: one with choices needs the icons of runs that end after its own.
            for key, icon in result.icons.items():
                self._icons.setdefault(key, icon)
            if not job.store:  # a process in the sandbox cannot write into the cache itself
                for key, icon in result.icons.items():
                    self._store.put("icons", key, base64.b64decode(icon))
            for figure in result.figures:
                self._find_icons(figure.list_icon_keys())
        except (KeyError, ValueError) as error:
            message = f"the script's process sent something that is no figure: {error}"
            raise FigureError(message, job.display_path, kind=ErrorKind.STATE) from error
        content, key = codec.encode(result.figures), self.recipes.compute_key(job)
        output = self.recipes.add_output(key, result.dependencies, content, seconds)
        self._record_dependencies(job, result.dependencies)
        self.seconds[job] = seconds
        if self._store.problem:  # what could not be stored has to stay in memory
            return [Figure.from_rendered(figure, self._icons) for figure in result.figures]
        self._remember(output, result.figures)
        return self._open_figures(job, f"{key}/{output}", result.figures)

    def add_failure(self, job: Job, dependencies: tuple[Dependency, ...], start: float) -> None:
        """Record what a failed job depended on; an educated guess where its process did not report it.

        `start` is when the job was requested, in seconds since the epoch.
        """
        dependencies = dependencies or self.recipes.guess_dependencies(job, self._source_folder, start)
        self._record_dependencies(job, dependencies)

    def remove_stale(self) -> set[Job]:
        """Forget, and return, the jobs of this build that depend on something that has changed since.

        Jobs are returned without the reader's choices. What has only expired is left alone.
        """
        with self._lock:
            self.recipes.forget_digests()
            stale = {
                strip_choices(job)
                for job, dependencies in self._dependencies.items()
                if not self.recipes.are_current(d for d in dependencies if d.kind is not DependencyKind.UNTIL)
            }
            self._dependencies = {
                job: dependencies
                for job, dependencies in self._dependencies.items()
                if strip_choices(job) not in stale
            }
            return stale

    def list_dependencies(self) -> set[tuple[str, str]]:
        """Return what this build depended on in the project: `file` or `folder`, and the path."""
        with self._lock:
            dependencies = {d for dependencies in self._dependencies.values() for d in dependencies}
            return self.recipes.list_project_paths(dependencies)

    def sum_seconds(self) -> dict[str, float]:
        """Return how long the figures of this build have taken when they were rendered, all choices included.

        They are in seconds, by `Recipes.identify`.
        """
        sums: dict[str, float] = {}
        for job, seconds in list(self.seconds.items()):
            name = self.recipes.identify(strip_choices(job))
            sums[name] = sums.get(name, 0.0) + seconds
        return sums

    def _record_dependencies(self, job: Job, dependencies: tuple[Dependency, ...]) -> None:
        with self._lock:
            self._dependencies[job] = dependencies

    def _open_figures(self, job: Job, origin: str, figures: tuple[RenderedFigure, ...]) -> list[Figure]:
        """Return figures that are in the store, to be read again; `origin` ends with their key in it.

        Raises:
            KeyError: The store lacks an icon.
            ValueError: It has something else in the place of one.
        """
        output = origin.rpartition("/")[2]

        def make_loader(index: int) -> LoadFigure:
            return lambda: self._load_figure(job, output, index)

        for figure in figures:
            self._find_icons(figure.list_icon_keys())
        return [
            StoredFigure(figure.head, self._icons, f"{origin}/{index}", make_loader(index))
            for index, figure in enumerate(figures)
        ]

    def _load_figure(self, job: Job, output: str, index: int) -> RenderedFigure:
        """Return a figure of an output, which is rendered again if it is damaged.

        Raises:
            FigureError: It cannot be rendered again.
        """
        try:
            return self._read_figures(output)[index]
        except (IndexError, ValueError):
            figures = self.render_again(job)
            self._remember(output, figures)
        if index >= len(figures):
            message = "the script draws fewer diagrams than before"
            raise FigureError(message, job.display_path, kind=ErrorKind.STATE)
        return figures[index]

    def _read_figures(self, output: str) -> tuple[RenderedFigure, ...]:
        """Return the figures of an output.

        Raises:
            ValueError: They are not in the store, or not such as we make them.
        """
        with self._lock:
            if figures := self._recent.get(output):
                self._recent.move_to_end(output)
                return figures
        content = self._store.find_content("figures", output)
        if content is None:
            raise ValueError("there is no such output")
        figures = codec.decode(content, tuple[RenderedFigure, ...])
        validate_figures(figures)
        self._remember(output, figures)
        return figures

    def _remember(self, output: str, figures: tuple[RenderedFigure, ...]) -> None:
        with self._lock:
            self._recent[output] = figures
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)

    def _find_icons(self, keys: Iterable[str]) -> None:
        """Read icons, unless they are known.

        Raises:
            KeyError: The store lacks one of them.
            ValueError: One of them is no icon.
        """
        for key in keys:
            if key not in self._icons:
                png = self._store.get("icons", key)
                if png is None:
                    raise KeyError(key)
                validate_icon(key, png)
                self._icons[key] = base64.b64encode(png).decode()


def _render_nothing(job: Job) -> tuple[RenderedFigure, ...]:
    raise FigureError("its figure in the cache is damaged", job.display_path, kind=ErrorKind.STATE)


def strip_choices(job: Job) -> Job:
    """Return the job of the same script with the defaults of all choices."""
    return dataclasses.replace(job, combination=()) if job.combination else job
