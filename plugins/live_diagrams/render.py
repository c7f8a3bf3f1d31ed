"""The order of the work inside one script's process: script, graph, look, DOT, SVG, drawing.

This runs in a child that ends afterwards (see `child`), under its deadline and its memory limit; it
changes the process as it needs. It takes plain data and gives plain data, which crosses a pipe.
"""

from __future__ import annotations

import linecache
import os
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import diagrams

from . import capture, declare, dot, icons, imports, layout, look, svg, words
from .cache import Store
from .dependencies import Dependency, Places, Watch, known_by_version
from .errors import FigureError, Trace
from .figure import Figure, figure_to_json
from .graph import Graph, graph_to_json
from .job import Job


def run(job: Job, work: Path) -> dict[str, Any]:
    """Run a job in this process; `work` is its working folder.

    Gives `{"figures": [...], "icons": {...}, "dependencies": [...]}`, or
    `{"error": {...}, "dependencies": [...]}`.
    """
    places = Places(Path(job.root))
    folder = os.path.dirname(os.path.realpath(job.script))
    watch = Watch(places, str(work), (job.root, folder))
    result: dict[str, Any] = {}
    try:
        code = _compile(job, watch)
        _enter(work, (job.root, folder))
        figures, made = _draw(job, code, watch, folder)
        result["figures"] = [figure_to_json(figure) for figure in figures]
        result["icons"] = made
    except FigureError as error:
        error.script = error.script or job.shown
        result["error"] = error.to_json()
    result["dependencies"] = [asdict(dependency) for dependency in watch.found()]
    return result


def _compile(job: Job, watch: Watch) -> Any:
    try:
        if job.code:
            # Blank lines before it make every line number the page's own.
            text: str | bytes = "\n" * (job.line - 1) + job.code
            linecache.cache[job.shown] = (len(text), None, str(text).splitlines(keepends=True), job.shown)
        else:
            watch.note("file", job.script)
            text = Path(job.script).read_bytes()
        return compile(text, job.shown if job.code else job.script, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise FigureError(f"syntax error: {error.msg}", line=error.lineno or 0, kind="syntax") from error
    except (OSError, ValueError) as error:
        raise FigureError(f"cannot be read: {error}", kind="syntax") from error


def _enter(work: Path, views: tuple[str, ...]) -> None:
    """Go to the working folder, in which the project's and the script's files can be read by links."""
    try:
        linked: set[str] = set()
        for view in reversed(views):
            for entry in os.scandir(view):
                # Scripts are many, and not read by name; what begins with a dot is nobody's data.
                if entry.name not in linked and not entry.name.startswith((".", "__")):
                    if not entry.name.endswith(".py"):
                        os.symlink(entry.path, os.path.join(work, entry.name))
                    linked.add(entry.name)
        os.chdir(work)
    except OSError:  # links need a right on Windows; the script's own folder then has to do
        os.chdir(views[-1])


def _draw(job: Job, code: Any, watch: Watch, folder: str) -> tuple[list[Figure], dict[str, str]]:
    name = job.shown if job.code else job.script
    recorder = capture.Recorder(name, lambda path: _find(path, (".", folder, job.root), watch))
    main = ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    sys.argv = [name]
    sys.path.insert(0, folder)
    imports.use_sources(job.root, folder, watch)
    watch.start()
    declare.on_declared = watch.note
    ended = ""
    with capture.watching(recorder):
        try:
            exec(code, main.__dict__)  # the author's own script, which the author chose to run
        except FigureError as error:
            error.trace = error.trace or _frames(error, job)
            raise
        except SystemExit as end:
            ended = f"ended itself with sys.exit({end.code!r})"
            line = next((t.line for t in reversed(_frames(end, job))), 0)
            if end.code not in (None, 0):
                raise FigureError(f"the script {ended}", line=line, kind="exit") from end
            if recorder.unfinished:
                raise FigureError(f"the script {ended} inside a diagram", line=line, kind="exit") from end
        except EOFError as error:
            hint = "a script cannot ask for input: nobody answers while a site is built"
            raise _from_exception(error, job, hint) from error
        except MemoryError as error:
            raise _from_exception(error, job, "the script needs more memory than it may have") from error
        except BaseException as error:
            raise _from_exception(error, job, "") from error
    watch.stop()
    graphs = recorder.graphs()
    if not graphs:
        why = f"it {ended} before it drew" if ended else "no `with Diagram(...):` block ran to its end"
        raise FigureError(f"the script draws nothing: {why}", line=1, kind="empty")
    pictures = _Icons(Store(Path(job.store)))
    return [_figure(graph, job, pictures) for graph in graphs], pictures.made


def _figure(graph: Graph, job: Job, pictures: _Icons) -> Figure:
    if not graph.nodes:
        raise FigureError("the diagram is empty: it has no node", line=graph.line, kind="empty")
    drawings = {}
    for variant, direction in job.variants.items():
        styled = look.apply(graph, direction)
        try:
            raw = layout.svg(dot.write(styled.graph), styled.engine, job.program)
            drawings[variant] = svg.dress(raw, graph, styled, lambda path: pictures.get(path, graph))
        except ValueError as error:
            raise FigureError(f"cannot be laid out: {error}", line=graph.line, kind="layout") from error
    return Figure(
        name=graph.name,
        filename=graph.filename,
        line=graph.line,
        words=words.labels(graph),
        description=" ".join(words.sentences(graph)),
        drawings=drawings,
        described=graph_to_json(graph),
    )


_LIBRARY = os.path.realpath(Path(diagrams.__file__).parent.parent)


class _Icons:
    """The icons of one script, made once for all projects' figures and kept in the store."""

    def __init__(self, store: Store) -> None:
        self.made: dict[str, str] = {}
        self._store = store
        self._sizes: dict[str, tuple[str, int, int]] = {}

    def get(self, path: str, graph: Graph) -> tuple[str, int, int]:
        """Key, width and height of the icon made of an image file."""
        if path not in self._sizes:
            try:
                # An icon of the library need not even be read to know that it is unchanged.
                known = known_by_version(path)
                content = os.path.relpath(path, _LIBRARY).encode() if known else icons.load(Path(path))
                key = icons.key(content)
                small = self._store.get("icons", key)
                if small is None:
                    small = icons.make(icons.load(Path(path)) if known else content)
                    self._store.put("icons", key, small)
            except ValueError as error:
                line = next((node.line for node in graph.nodes if node.icon == path), graph.line)
                raise FigureError(f"icon {Path(path).name}: {error}", line=line, kind="icon") from error
            self.made[key] = icons.encode(small)
            self._sizes[path] = (key, *icons.size(small))
        return self._sizes[path]


def _find(path: str, folders: tuple[str, ...], watch: Watch) -> Path | None:
    """A file as an author may have meant it: from the working folder, beside the script, or in the root."""
    for folder in folders:
        candidate = Path(folder, path)
        watch.note("file", str(candidate))
        if candidate.is_file():
            return candidate.resolve()
    return None


def _from_exception(error: BaseException, job: Job, hint: str) -> FigureError:
    frames = _frames(error, job)
    where = frames[-1] if frames else None
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return FigureError(
        f"{hint} ({said})" if hint else said,
        script=where.file if where else job.shown,
        line=where.line if where else 0,
        kind="memory" if isinstance(error, MemoryError) else "exception",
        trace=frames,
    )


def _frames(error: BaseException, job: Job) -> tuple[Trace, ...]:
    """The frames of a traceback that are the author's own: in the script, or in the project."""
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        shown = _shown(frame.filename, job)
        if shown:
            found.append(Trace(shown, frame.lineno or 0, frame.name, frame.line or ""))
    return tuple(found)


@cache
def _ours() -> str:
    return str(Path(__file__).parent) + os.sep


def _shown(filename: str, job: Job) -> str:
    if filename in (job.script, job.shown):
        return job.shown
    if filename.startswith(("<", _ours())) or "site-packages" in filename:
        return ""
    real = os.path.realpath(filename)
    root = job.root + os.sep
    return real.removeprefix(root).replace(os.sep, "/") if real.startswith(root) else ""


def dependencies(result: Mapping[str, Any]) -> list[Dependency]:
    """The dependencies in what `run` gave."""
    return [Dependency(**d) for d in result["dependencies"]]
