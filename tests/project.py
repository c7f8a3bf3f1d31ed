"""A small project to run the engine on, and a view of what a build leaves on the machine."""

from __future__ import annotations

import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.engine.statistics import BuildStatistics
from live_diagrams.model import codec
from live_diagrams.model.errors import FigureError
from live_diagrams.model.figure import Figure
from live_diagrams.model.settings import Settings

from tests.engine.build import describe_figures

FIGURE = """\
from diagrams import Cluster, Diagram, Edge, Node
with Diagram("Good", show=False):
    Node("a") >> Edge(label="to") >> Node("b")
"""
"""The smallest script that draws something. It has three lines, so that text after it begins at line 4."""

Result = list[Figure] | FigureError


@dataclass
class Build:
    """The figures or the error of each script by its name, and the names of the scripts that ran."""

    results: dict[str, Result] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    statistics: BuildStatistics = field(default_factory=BuildStatistics)

    def figures(self, name: str) -> list[Figure]:
        result = self.results[name]
        if isinstance(result, FigureError):
            raise result
        return result

    def error(self, name: str) -> FigureError:
        result = self.results[name]
        assert isinstance(result, FigureError), f"{name} was drawn"
        return result

    def labels(self, name: str) -> list[str]:
        return [node.label for node in self.figures(name)[0].graph.nodes]


class Site:
    """A project folder below `where`. Each script that runs writes its name into a log outside the folder."""

    def __init__(self, where: Path) -> None:
        self.root = where / "project"
        self.log = where / "log"
        self.folder.mkdir(parents=True)

    @property
    def folder(self) -> Path:
        return self.root / "diagram_src"

    @property
    def store(self) -> Path:
        return self.root / Settings(self.root).cache_dir

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below the source folder, as it is."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return path

    def script(self, name: str, text: str) -> Path:
        """Write a script that logs its runs."""
        log_line = f"with open({str(self.log)!r}, 'a') as log: log.write({name + chr(10)!r})\n"
        return self.write(f"{name}.py", log_line + dedent(text))

    @contextmanager
    def pipeline(self, **settings: object) -> Iterator[Pipeline]:
        pipeline = Pipeline(Settings(self.root, **{"timeout": 20.0, **settings}))  # type: ignore[arg-type]
        try:
            yield pipeline
        finally:
            pipeline.close()

    def build(self, *, direction: str = "", **settings: object) -> Build:
        """Render every figure, as a build of the site does."""
        with self.pipeline(**settings) as pipeline:
            return self.build_with(pipeline, direction)

    def build_with(self, pipeline: Pipeline, direction: str = "") -> Build:
        """Render every figure, as a build of a served site does after a change."""
        self.log.write_text("")
        build = Build()
        pipeline.start_build()
        scripts = {name: pipeline.scripts.get_script(name) for name in pipeline.scripts.iterate_names()}
        requests = {name: pipeline.request_figures(script, direction) for name, script in scripts.items()}
        for name, future in requests.items():
            try:
                build.results[name] = future.result(300)
            except FigureError as error:
                build.results[name] = error
        build.statistics = pipeline.monitor.statistics
        build.ran = sorted(self.log.read_text().split())
        return build


def as_bytes(figures: list[Figure]) -> bytes:
    """Return figures as they are cached, with the icons they need: equal bytes are equal figures."""
    return codec.encode(describe_figures(figures))


@dataclass
class Traces:
    """Traces of builds on the machine: processes that carry a mark, and folders of their scripts."""

    mark: bytes
    folder: Path

    def processes(self, patience: float = 30.0) -> list[str]:
        """Return the command lines of the processes that still run after `patience` seconds."""
        deadline = time.monotonic() + patience
        while (processes := self._list_processes()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return processes

    def _list_processes(self) -> list[str]:
        return [
            f"{process.name}: {_read(process / 'cmdline').replace(bytes(1), b' ').decode(errors='replace')}"
            for process in Path("/proc").glob("[0-9]*")
            if process.name != str(os.getpid()) and self.mark in _read(process / "environ")
        ]

    def folders(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@contextmanager
def traces(where: Path) -> Iterator[Traces]:
    """Mark every process that the block starts, and keep its temporary files below `where`."""
    mark = uuid.uuid4().hex
    folder = where / "tmp"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_TEST", mark)
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield Traces(mark.encode(), folder)
