"""From a figure's name to the figure: remembered where nothing it depends on has changed, else made.

The only module that knows when something runs. What a figure depends on is known after it was made,
so memory has two steps, as a compiler cache has: a recipe, named by all that is known beforehand,
lists the outputs so far with the dependencies of each; the first whose dependencies all still hold
is the figure.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import hashlib
import json
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import dependencies
from .cache import Store
from .dependencies import Dependency, Places
from .errors import FigureError
from .figure import Figure, figure_from_json
from .job import Job
from .source import Script, Sources

if TYPE_CHECKING:
    from .execute import Pool

OUTPUTS_REMEMBERED = 8
"""How many outputs of one script a recipe keeps, so that switching branches costs nothing."""


@dataclass(frozen=True)
class Settings:
    """What decides how figures are made; `config` says what each means to an author.

    `cache_size` and `memory` are in megabytes (2**20 bytes), `timeout` is in seconds.
    """

    root: Path
    source_dir: str = "diagram_src"
    cache_dir: str = ".cache/plugin/live-diagrams"
    cache_size: int = 256
    timeout: float = 10.0
    memory: int = 1024
    workers: int = 0
    dot: str = ""
    narrow: str = "auto"

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing.

        Raises:
            ValueError: Such a number; the message names the option.
        """
        if self.narrow not in ("auto", "none"):
            raise ValueError(f"`narrow` is {self.narrow!r}, but has to be auto or none")
        for name in ("memory", "workers"):
            if getattr(self, name) < 0:
                raise ValueError(f"`{name}` is {getattr(self, name)}, but cannot be below 0")
        for name in ("cache_size", "timeout"):
            if getattr(self, name) <= 0:
                raise ValueError(f"`{name}` is {getattr(self, name)}, but has to be above 0")

    @property
    def folder(self) -> Path:
        """The folder of the scripts."""
        return self.root / self.source_dir


@dataclass
class Tally:
    """What a build came to."""

    made: int = 0
    remembered: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)
    ended: float = 0.0

    @property
    def settled(self) -> int:
        """How many scripts are done with, well or badly."""
        return self.made + self.remembered + self.failed

    @property
    def seconds(self) -> float:
        """From the first figure asked for to the last one ready."""
        return max(0.0, self.ended - self.started)


class Pipeline:
    """Makes the figures of one project. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sources = Sources(settings.root, settings.folder)
        self.store = Store(settings.root / settings.cache_dir, settings.cache_size * 2**20)
        self.tally = Tally()
        self.on_progress: Callable[[Tally, int], None] = lambda tally, open_: None
        self._places = Places(settings.root)
        self._lock = threading.Lock()
        self._asked: dict[tuple[Script, str, str], Future[list[Figure]]] = {}
        self._icons: dict[str, str] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._pool: Pool | None = None

    def begin(self) -> None:
        """Forget what was asked so far: files may have changed since. The store stays."""
        with self._lock:
            self._asked.clear()
            self._digests.clear()
            self.tally = Tally()

    def prepare(self) -> None:
        """Begin to make every script's figures, so that pages find them ready."""
        for name in self.sources.names():
            self.ask(self.sources.script(name))

    def ask(self, script: Script, direction: str = "", narrow: str = "") -> Future[list[Figure]]:
        """The figures of a script, in the order it draws them: remembered, under way, or begun now.

        Args:
            script: What to run.
            direction: `TB`, `BT`, `LR` or `RL` to lay it out so; empty for the author's own.
            narrow: The same for the drawing of narrow columns, or `none`; empty for the setting's.
        """
        asked = script, direction, narrow or self.settings.narrow
        with self._lock:
            if future := self._asked.get(asked):
                return future
            future = self._asked[asked] = Future()
        job = self._job(*asked)
        identity = _identity(job, self._places)
        remembered = self._remembered(identity)
        if remembered is not None:
            self._count("remembered")
            future.set_result(remembered)
        else:
            self._running().submit(job).add_done_callback(lambda done: self._made(identity, done, future))
        return future

    def figure(self, name: str, direction: str = "", narrow: str = "") -> Figure:
        """The figure of that name, waiting for it.

        Raises:
            FigureError: There is no such script or diagram, or the script fails.
        """
        script, part = self.sources.find(name)
        return pick(self.ask(script, direction, narrow).result(), part, script.shown)

    def close(self) -> None:
        """End what is running, and keep the store within its size."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()
        if self.store.wrote:
            self.store.prune()

    def _job(self, script: Script, direction: str, narrow: str) -> Job:
        return Job(
            script=str(script.path),
            shown=script.shown,
            root=str(self.settings.root),
            store=str(self.store.folder),
            code=script.code,
            line=script.line,
            direction=direction,
            narrow=narrow,
            program=self.settings.dot,
        )

    def _running(self) -> Pool:
        from . import execute  # not needed while everything is remembered

        with self._lock:
            if self._pool is None:
                bounds = execute.Bounds(self.settings.timeout, self.settings.memory * 2**20)
                self._pool = execute.pool(bounds, self.settings.workers)
            return self._pool

    def _made(self, identity: str, done: Future[dict[str, Any]], future: Future[list[Figure]]) -> None:
        """Remember what a script drew, then hand it on."""
        try:
            result = done.result()
            self._icons.update(result["icons"])
            figures = [self._figure(data) for data in result["figures"]]
            content = json.dumps(result["figures"], ensure_ascii=False, separators=(",", ":")).encode()
            self._remember(identity, [Dependency(**d) for d in result["dependencies"]], content)
        except Exception as error:  # a FigureError; anything else is a fault that must not hang a page
            self._count("failed")
            future.set_exception(error)
        else:
            self._count("made")
            future.set_result(figures)

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self.tally, what, getattr(self.tally, what) + 1)
            self.tally.ended = time.monotonic()
            waiting = len(self._asked) - self.tally.settled
        self.on_progress(self.tally, max(0, waiting))

    def _remembered(self, identity: str) -> list[Figure] | None:
        for output in self._recipe(identity):
            if all(self._holds(dependency) for dependency in output.dependencies):
                content = self.store.get("figures", output.key)
                if content is not None:
                    with contextlib.suppress(KeyError):  # an icon that is not remembered any more
                        return [self._figure(data) for data in json.loads(content)]
        return None

    def _figure(self, data: dict[str, Any]) -> Figure:
        """A figure with its icons.

        Raises:
            KeyError: An icon of it is not in the store.
        """
        figure = figure_from_json(data)
        for key in figure.icon_keys():
            if key not in self._icons:
                png = self.store.get("icons", key)
                if png is None:
                    raise KeyError(key)
                self._icons[key] = base64.b64encode(png).decode()
        return dataclasses.replace(figure, icons=self._icons)

    def _remember(self, identity: str, found: list[Dependency], content: bytes) -> None:
        output = _Output(self.store.add("figures", content), tuple(found))
        outputs = [output, *(o for o in self._recipe(identity) if o.dependencies != output.dependencies)]
        recipe = json.dumps([asdict(o) for o in outputs[:OUTPUTS_REMEMBERED]])
        self.store.put("recipes", identity, recipe.encode())

    def _recipe(self, identity: str) -> Iterator[_Output]:
        for output in json.loads(self.store.get("recipes", identity) or b"[]"):
            yield _Output(output["key"], tuple(Dependency(**d) for d in output["dependencies"]))

    def _holds(self, dependency: Dependency) -> bool:
        """Whether a dependency is still what it was. Each is looked at once a build."""
        if dependency.kind == "until":
            return time.time() < float(dependency.name)
        about = dependency.kind, dependency.name
        if about not in self._digests:
            path = self._places.expand(dependency.name)
            look = {"file": dependencies.digest_file, "folder": dependencies.digest_folder}
            self._digests[about] = look.get(dependency.kind, dependencies.digest_env)(path)
        return self._digests[about] == dependency.digest


@dataclass(frozen=True)
class _Output:
    """One output of a script: its key in the store, and what it depended on."""

    key: str
    dependencies: tuple[Dependency, ...]


def pick(figures: list[Figure], part: str, shown: str) -> Figure:
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
    raise FigureError(f"the script draws no `{part}`; it draws {names}", script=shown, kind="unknown")


def _identity(job: Job, places: Places) -> str:
    """Names all that is known of a job before it runs, but for what its dependencies will tell."""
    known = vars(job) | {
        "script": places.shorten(job.script),
        "root": "",
        "store": "",
        "tools": tools(),
    }
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


@cache
def tools() -> tuple[str, ...]:
    """The versions of everything that decides what a figure looks like, our own code included."""
    own = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".conf"):
            own.update(path.read_bytes())
    names = ("diagrams", "graphviz", "pillow", "pygraphviz")
    return (f"live-diagrams {own.hexdigest()}", f"python {platform.python_version()}", *_versions(names))


def _versions(names: tuple[str, ...]) -> tuple[str, ...]:
    """What is installed of each distribution, by the names of their metadata folders.

    Reading the metadata itself takes twenty times as long; it is only asked for what is elsewhere.
    """
    folders = sorted(name for name in os.listdir(dependencies.SITE) if name.endswith(".dist-info"))
    found = {name: [f for f in folders if f.startswith(f"{name}-")] for name in names}
    return tuple("".join(found[name]) or f"{name} {metadata.version(name)}" for name in names)


_pipelines: dict[Settings, Pipeline] = {}
_pipelines_lock = threading.Lock()


def shared(settings: Settings) -> Pipeline:
    """The pipeline of a project, one a process: plugin and extension are made anew again and again."""
    with _pipelines_lock:
        if settings not in _pipelines:
            _pipelines[settings] = Pipeline(settings)
        return _pipelines[settings]


__all__ = ["FigureError", "Pipeline", "Settings", "Tally", "pick", "shared", "tools"]
