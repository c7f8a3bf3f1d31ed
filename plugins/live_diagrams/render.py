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
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from . import capture, declare, dot, icons, layout, look, svg
from .cache import Store
from .dependencies import Dependency, Places, Watch
from .errors import FigureError, Trace
from .figure import Figure, Graph, to_json


@dataclass(frozen=True)
class Job:
    """What to run and how.

    `variants` maps the name of each drawing to the direction it is laid out in (empty: the
    author's). `program` is the `dot` program to use in place of the binding, or empty. `store` is
    the folder of the cache, where icons are kept.
    """

    script: str
    shown: str
    root: str
    store: str
    code: str = ""
    line: int = 1
    variants: Mapping[str, str] = field(default_factory=lambda: {"wide": ""})
    program: str = ""


def run(job: Job, work: Path) -> dict[str, Any]:
    """Run a job in this process; `work` is its working folder.

    Gives `{"figures": [...], "dependencies": [...]}`, or `{"error": {...}, "dependencies": [...]}`.
    """
    places = Places(Path(job.root))
    folder = os.path.dirname(os.path.realpath(job.script))
    watch = Watch(places, str(work), (job.root, folder))
    result: dict[str, Any] = {}
    try:
        code = _compile(job, watch)
        _enter(work, (job.root, folder))
        figures = _draw(job, code, watch, folder)
        result["figures"] = [to_json(figure) for figure in figures]
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
        for view in reversed(views):
            for entry in os.scandir(view):
                link = work / entry.name
                if not link.is_symlink():
                    link.symlink_to(entry.path)
        os.chdir(work)
    except OSError:  # links need a right on Windows; the script's own folder then has to do
        os.chdir(views[-1])


def _draw(job: Job, code: Any, watch: Watch, folder: str) -> list[Figure]:
    name = job.shown if job.code else job.script
    recorder = capture.Recorder(name, lambda path: _find(path, (".", folder, job.root), watch))
    main = ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    sys.argv = [name]
    sys.path.insert(0, folder)
    _use_sources(job.root, folder, watch)
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
    return [_figure(graph, job, pictures) for graph in graphs]


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
    used = {key for drawing in drawings.values() for key in drawing.icons}
    return Figure(graph, drawings, {key: pictures.made[key] for key in sorted(used)})


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
                content = icons.load(Path(path))
                key = icons.key(content)
                small = self._store.get("icons", key)
                if small is None:
                    small = icons.make(content)
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


def _use_sources(root: str, folder: str, watch: Watch) -> None:
    """Import the project's own modules from their sources, never from bytecode.

    Python trusts bytecode by the second and the size of its source, so a quick edit can be missed.
    """
    from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, FileFinder
    from importlib.machinery import ExtensionFileLoader as Extension
    from importlib.machinery import SourceFileLoader as Source

    class Fresh(Source):
        def path_stats(self, path: str) -> Mapping[str, Any]:
            raise OSError("no bytecode")

    make = FileFinder.path_hook((Extension, EXTENSION_SUFFIXES), (Fresh, SOURCE_SUFFIXES))
    site = Places(Path(root)).expand("{site}")

    def hook(path: str) -> Any:
        real = os.path.realpath(path or ".")
        inside = any(real == top or real.startswith(top + os.sep) for top in (root, folder))
        if not inside or real.startswith(site) or "site-packages" in real:
            raise ImportError
        return make(path)

    class Shadows:
        """Notes the files that would come before a module found elsewhere."""

        def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
            if path is None:
                for candidate in (f"{name}.py", f"{name}/__init__.py"):
                    watch.note("file", os.path.join(folder, candidate))

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
    sys.meta_path.insert(0, Shadows())


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
