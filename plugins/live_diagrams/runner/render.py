"""The order of the work inside one script's process: script, graph, look, DOT, SVG, drawing.

This runs in a child that ends afterwards (see `child`), under its deadline and its memory limit; it
changes the process as it needs. It takes plain data and gives plain data, which crosses a pipe.
"""

from __future__ import annotations

import linecache
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import diagrams

from ..cache.dependencies import PathShortener, is_known_by_version
from ..cache.store import Store
from ..layout import candidates as variants
from ..layout import dot, titles
from ..layout import graphviz as layout
from ..layout import style as look
from ..layout.layout import Layout
from ..model import package
from ..model.dependency import Dependency
from ..model.errors import ErrorKind, FigureError, TraceFrame
from ..model.figure import Figure, figure_to_json
from ..model.graph import Cluster, Edge, Graph, Node, graph_to_json
from ..model.job import Job
from ..script import choices, imports, naming
from ..script import depends as declare
from ..script import recorder as capture
from ..script.tracing import Tracer
from ..svg import description as words
from ..svg import drawing as svg
from ..svg import icons

SAID = 600
"""Characters of an exception's text that a message holds."""
FRAMES = 20
"""Frames that a trace holds; of more, as in an endless recursion, the first and the last."""


def run_job(job: Job, folder: Path) -> dict[str, Any]:
    """Run a job in this process, in `folder`, which is empty and for it alone.

    Gives `{"figures": [...], "icons": {...}, "dependencies": [...]}`, or
    `{"error": {...}, "dependencies": [...]}`.
    """
    beside = os.path.dirname(os.path.realpath(job.script))
    work, views = folder / "work", (beside, job.root)
    watch = Tracer(PathShortener(Path(job.root)), str(folder), str(work), views)
    result: dict[str, Any] = {}
    try:
        code = _compile(job, watch)
        _enter(work, views)
        figures, made = _draw(job, code, watch, beside)
        result["figures"] = [figure_to_json(figure) for figure in figures]
        result["icons"] = made
    except FigureError as error:
        error.script = error.script or job.display_path
        result["error"] = error.to_json()
    result["dependencies"] = [asdict(dependency) for dependency in watch.list_dependencies()]
    return result


def preload_libraries() -> None:
    """Do the work once for show, so that later forks of this process have all that it sets up."""
    image = package.ASSETS / "warm.png"
    icons.shrink_image(icons.read_image(image))
    graph = Graph(
        "Rehearsal",
        "rehearsal",
        nodes=(Node("a", "a\nb", icon=str(image), cluster="c"), Node("b", "b")),
        edges=(Edge("e", "a", "b", "to"),),
        clusters=(Cluster("c", "c"),),
    )
    styled = look.style_graph(graph)
    laid = Layout(layout.run_engine(dot.write_dot(styled.graph)))
    svg.paint_drawing(laid, graph, styled, titles.place_titles(laid, styled), lambda path: ("icon", 1, 1))
    dot.read_dot("digraph { a -> b }")
    words.list_labels(graph)
    words.describe_graph(graph)
    naming.make_slug("a")
    graph_to_json(graph)


def _compile(job: Job, watch: Tracer) -> Any:
    text: str | bytes = ""
    try:
        if job.code:
            # Blank lines before it make every line number the page's own.
            text = "\n" * (job.line - 1) + job.code
            linecache.cache[job.display_path] = (
                len(text),
                None,
                text.splitlines(keepends=True),
                job.display_path,
            )
        else:
            watch.note("file", job.script)
            text = Path(job.script).read_bytes()
        return compile(text, job.display_path if job.code else job.script, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or _line_of_null(text)
        raise FigureError(f"syntax error: {error.msg}", line=line, kind=ErrorKind.SYNTAX) from error
    except (OSError, ValueError) as error:
        line = _line_of_null(text)
        raise FigureError(f"cannot be read: {error}", line=line, kind=ErrorKind.SYNTAX) from error


def _line_of_null(text: str | bytes) -> int:
    """The line of the first null character, which Python refuses without saying where; 0 if there is none."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return data[: data.index(b"\0")].count(b"\n") + 1 if b"\0" in data else 0


def _enter(work: Path, views: tuple[str, ...]) -> None:
    """Go to the working folder, in which the project's and the script's files can be read by links.

    Temporary files lie beside it, so that they are the script's own, and go when it has.
    """
    work.mkdir()
    os.environ |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work.parent))
    tempfile.tempdir = None
    try:
        linked: set[str] = set()
        for view in filter(os.path.isdir, views):
            for entry in os.scandir(view):
                if entry.name not in linked and not entry.name.startswith("__"):
                    if not entry.name.endswith(".py"):  # scripts are many, and not read by name
                        os.symlink(entry.path, os.path.join(work, entry.name))
                    linked.add(entry.name)
        os.chdir(work)
    except OSError:  # links need a right on Windows; the script's own folder then has to do
        os.chdir(views[0])


def _draw(job: Job, code: Any, watch: Tracer, folder: str) -> tuple[list[Figure], dict[str, str]]:
    name = job.display_path if job.code else job.script
    recorder = capture.Recorder(name, lambda path: _find(path, (".", folder, job.root), watch))
    main = ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    sys.argv = [name]
    sys.path.insert(0, folder)
    imports.import_from_sources(job.root, folder, watch)
    watch.start()
    declare.on_dependency = watch.note_declared
    choices.start_run(dict(job.combination))
    pid = os.getpid()
    with capture.record_diagrams(recorder):
        end = _execute(code, main, job)
    if os.getpid() != pid:
        os._exit(0)  # a fork that the script made has come to the script's end
    if end and recorder.open_diagrams:
        raise FigureError(f"{_exit(end)} inside a diagram", line=_line(end, job), kind=ErrorKind.EXIT)
    watch.stop()
    graphs = recorder.build_graphs()
    if not graphs:
        if end:
            raise FigureError(f"{_exit(end)} before it drew", line=_line(end, job) or 1, kind=ErrorKind.EMPTY)
        why = "the script draws nothing: no `with Diagram(...):` block ran to its end"
        raise FigureError(why, line=1, kind=ErrorKind.EMPTY)
    pictures = _Icons(Store(Path(job.store)))
    return [_figure(graph, job, pictures) for graph in graphs], pictures.made


def _execute(code: Any, main: ModuleType, job: Job) -> SystemExit | None:
    """Run the author's script; gives its `sys.exit()`, where that says that all is well."""
    try:
        exec(code, main.__dict__)  # which the author chose to run
    except FigureError as error:
        error.trace = error.trace or _frames(error, job)
        error.line = error.line or _line(error, job)
        raise
    except SystemExit as end:
        if end.code not in (None, 0):
            raise FigureError(_exit(end), line=_line(end, job), kind=ErrorKind.EXIT) from end
        return end
    except EOFError as error:
        hint = "a script cannot ask for input: nobody answers while a site is built"
        raise _from_exception(error, job, hint) from error
    except MemoryError as error:
        raise _from_exception(error, job, "the script needs more memory than it may have") from error
    except BaseException as error:
        raise _from_exception(error, job, "") from error
    return None


def _figure(graph: Graph, job: Job, pictures: _Icons) -> Figure:
    if not graph.nodes:
        raise FigureError("the diagram is empty: it has no node", line=graph.line, kind=ErrorKind.EMPTY)
    try:
        drawings = variants.draw_variants(graph, job, lambda path: pictures.get(path, graph))
    except (ValueError, SyntaxError) as error:  # of Graphviz, or of what a program gave as SVG
        raise FigureError(f"cannot be laid out: {error}", line=graph.line, kind=ErrorKind.LAYOUT) from error
    return Figure(
        name=graph.name,
        filename=graph.filename,
        line=graph.line,
        search_text=words.list_labels(graph.without_invisible()),
        description=words.describe_graph(graph.without_invisible()),
        drawings=drawings,
        graph_json=graph_to_json(graph),
        parameters=choices.list_parameters(),
        steps=tuple((step.text, _note(step.note)) for step in graph.steps),
    )


def _note(note: str) -> str:
    """A note on a step as HTML. Few figures have any, and Markdown's parser is not for nothing."""
    if not note:
        return ""
    from ..pages import notes

    return notes.convert_note(note)


_OURS = str(package.FOLDER) + os.sep
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
                known = is_known_by_version(path)
                content = os.path.relpath(path, _LIBRARY).encode() if known else icons.read_image(Path(path))
                key = icons.make_key(content)
                small = self._store.get("icons", key)
                if small is None:
                    small = icons.shrink_image(icons.read_image(Path(path)) if known else content)
                    self._store.put("icons", key, small)
            except ValueError as error:
                line = next((node.line for node in graph.nodes if node.icon == path), graph.line)
                raise FigureError(
                    f"icon {Path(path).name}: {error}", line=line, kind=ErrorKind.ICON
                ) from error
            self.made[key] = icons.encode_icon(small)
            self._sizes[path] = (key, *icons.read_size(small))
        return self._sizes[path]


def _find(path: str, folders: tuple[str, ...], watch: Tracer) -> Path | None:
    """A file as an author may have meant it: from the working folder, beside the script, or in the root."""
    if is_known_by_version(path):  # an icon of the library; nearly all are, and need no search
        return Path(path)
    for folder in folders:
        candidate = Path(folder, path)
        watch.note("file", str(candidate))
        if candidate.is_file():
            return candidate.resolve()
    return None


def _from_exception(error: BaseException, job: Job, hint: str) -> FigureError:
    frames = _frames(error, job)
    said = f"{type(error).__name__}: {_said(error)}".removesuffix(": ")
    kind = ErrorKind.MEMORY if isinstance(error, MemoryError) else ErrorKind.EXCEPTION
    file, line = (frames[-1].file, frames[-1].line) if frames else (job.display_path, 0)
    if isinstance(error, SyntaxError) and error.filename and (shown := _shown(error.filename, job)):
        file, line, kind, said = shown, error.lineno or 0, ErrorKind.SYNTAX, f"syntax error: {error.msg}"
    return FigureError(f"{hint} ({said})" if hint else said, file, line, kind, frames)


def _exit(end: SystemExit) -> str:
    code = end.code if isinstance(end.code, (int, str, type(None))) else type(end.code).__name__
    return f"the script ended itself with sys.exit({_short(repr(code)) if code is not None else ''})"


def _said(error: BaseException) -> str:
    """An exception's own words, in one line."""
    try:
        return _short(" ".join(str(error).split()))
    except Exception:  # a `__str__` of the author's own
        return "(its text cannot be had: its __str__ raises)"


def _short(text: str) -> str:
    return text if len(text) <= SAID else text[: SAID - 1] + "…"


def _line(error: BaseException, job: Job) -> int:
    """The line of the script itself at which an exception left it."""
    return next((t.line for t in reversed(_frames(error, job)) if t.file == job.display_path), 0)


def _frames(error: BaseException, job: Job) -> tuple[TraceFrame, ...]:
    """The frames of a traceback that are the author's own: in the script, or in the project."""
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        shown = _shown(frame.filename, job)
        if shown:
            found.append(TraceFrame(shown, frame.lineno or 0, frame.name, frame.line or ""))
    return tuple(found if len(found) <= FRAMES else found[: FRAMES // 2] + found[-FRAMES // 2 :])


def _shown(filename: str, job: Job) -> str:
    if filename in (job.script, job.display_path):
        return job.display_path
    if filename.startswith(("<", _OURS)) or "site-packages" in filename:
        return ""
    real = os.path.realpath(filename)
    root = os.path.realpath(job.root) + os.sep
    return real.removeprefix(root).replace(os.sep, "/") if real.startswith(root) else ""


def dependencies(result: Mapping[str, Any]) -> list[Dependency]:
    """The dependencies in what `run` gave."""
    return [Dependency(**d) for d in result["dependencies"]]
