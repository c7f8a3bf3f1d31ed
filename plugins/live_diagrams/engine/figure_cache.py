"""Figures in the cache, and what the figures of the current build depended on."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import threading
from pathlib import Path

from ..cache.recipes import Recipes
from ..cache.store import Store
from ..model import codec
from ..model.dependency import Dependency, DependencyKind
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure, RenderedFigure
from ..model.job import Job
from ..model.messages import RunResult
from .validation import validate_encoded_icons, validate_figures, validate_icon


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

    def start_build(self) -> None:
        """Forget the dependencies of the last build, and check files again."""
        with self._lock:
            self._dependencies.clear()
            self.seconds.clear()
            self.recipes.forget_digests()

    def find_figures(self, job: Job) -> list[Figure] | None:
        """Return the figures of a job from the cache; None on a miss, or if they are stale."""
        self._record_dependencies(job, self.recipes.find_script(job))
        for content, output in self.recipes.iterate_outputs(self.recipes.compute_key(job)):
            # An icon was pruned, the format is an older one, or somebody else wrote it.
            with contextlib.suppress(KeyError, ValueError):
                figures = codec.decode(content, tuple[RenderedFigure, ...])
                validate_figures(figures)
                completed = [self._add_icons(figure) for figure in figures]
                self._record_dependencies(job, output.dependencies)
                self.seconds[job] = output.seconds
                return completed
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
            figures = [self._add_icons(figure) for figure in result.figures]
        except (KeyError, ValueError) as error:
            message = f"the script's process sent something that is no figure: {error}"
            raise FigureError(message, job.display_path, kind=ErrorKind.STATE) from error
        content = codec.encode(result.figures)
        self.recipes.add_output(self.recipes.compute_key(job), result.dependencies, content, seconds)
        self._record_dependencies(job, result.dependencies)
        self.seconds[job] = seconds
        return figures

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

    def _add_icons(self, figure: RenderedFigure) -> Figure:
        """Return a rendered figure with its icons.

        Raises:
            KeyError: The store lacks one of them.
            ValueError: One of them is no icon.
        """
        for key in figure.list_icon_keys():
            if key not in self._icons:
                png = self._store.get("icons", key)
                if png is None:
                    raise KeyError(key)
                validate_icon(key, png)
                self._icons[key] = base64.b64encode(png).decode()
        return Figure.from_rendered(figure, self._icons)


def strip_choices(job: Job) -> Job:
    """Return the job of the same script with the defaults of all choices."""
    return dataclasses.replace(job, combination=()) if job.combination else job
