"""The order of work inside one script's process: script, graph, layout, drawings, figures.

This runs in a child that ends afterwards (see `child`), under its deadline and its memory limit, and
changes the process as it needs.
"""

from __future__ import annotations

import linecache
import os
import shutil
import sys
from pathlib import Path
from types import CodeType, ModuleType

from ...cache.paths import PathShortener
from ...cache.store import Store
from ...layout.candidates.choice import choose_candidates
from ...model import codec
from ...model.dependency import DependencyKind, UndeclaredInput
from ...model.errors import ErrorKind, FigureError
from ...model.figure import RenderedFigure
from ...model.graph.graph import Graph
from ...model.job import Job
from ...model.messages import RunResult
from ...script import choices, depends
from ...script.label_images import find_missing_images
from ...script.patches import record_diagrams
from ...script.recorder import Recorder
from ...script.tracing import imports
from ...script.tracing.clocks import compile_author_code
from ...script.tracing.tracer import Tracer
from ...svg.description import describe_graph, list_labels
from ...svg.drawing import paint_candidate
from ..exit_reasons import describe_os_error
from . import tracebacks
from .icon_files import IconFinder
from .icon_lookup import IconLookup
from .working_folder import enter_working_folder

SANDBOX_HINT = (
    "the sandbox does not allow {}; the site's owner can allow files by the option `sandbox_read` and "
    "programs by `sandbox_programs`, but no network"
)


def run_job(job: Job, folder: Path) -> RunResult:
    """Run a script in this process and return its figures, or its failure.

    Args:
        job: The script, and how to render it.
        folder: An empty folder for all that the script writes.
    """
    script_folder = os.path.dirname(os.path.realpath(job.script))
    work, views = folder / "work", (script_folder, job.root)
    names = (job.display_path if job.code else job.script, job.display_path)
    tracer = Tracer(PathShortener(Path(job.root)), str(folder), str(work), views, names)
    try:
        code = _compile_script(job, tracer)
        if job.dot_program:
            tracer.note(DependencyKind.FILE, shutil.which(job.dot_program) or job.dot_program)
        _enter_folder(work, views)
        graphs, recorder = _run_script(job, code, tracer, script_folder)
        store = Store(Path(job.store)) if job.store else None
        icons = IconLookup(store, are_required=job.missing_icons == "error")
        undeclared = tracer.list_undeclared()
        figures = tuple(_render_figure(graph, job, icons, recorder, undeclared) for graph in graphs)
    except FigureError as error:
        failure = error.replace(script=error.script or job.display_path)
        return RunResult(failure=failure, dependencies=tuple(tracer.list_dependencies()))
    return RunResult(figures, icons.encoded, tuple(tracer.list_dependencies()))


def _enter_folder(work: Path, views: tuple[str, ...]) -> None:
    try:
        enter_working_folder(work, views)
    except OSError as error:
        message = f"cannot create the script's working folder: {describe_os_error(error)}"
        raise FigureError(message, kind=ErrorKind.START) from error


def _compile_script(job: Job, tracer: Tracer) -> CodeType:
    text: str | bytes = ""
    name = job.display_path if job.code else job.script
    try:
        if job.code:
            # Blank lines before it make every line number the page's own.
            text = "\n" * (job.line - 1) + job.code
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        else:
            tracer.note(DependencyKind.FILE, job.script)
            text = Path(job.script).read_bytes()
        return compile_author_code(text, name)
    except SyntaxError as error:
        line = error.lineno or _find_null(text)
        raise FigureError(f"syntax error: {error.msg}", line=line, kind=ErrorKind.SYNTAX) from error
    except (OSError, ValueError) as error:
        line = _find_null(text)
        raise FigureError(f"cannot be read: {error}", line=line, kind=ErrorKind.SYNTAX) from error


def _find_null(text: str | bytes) -> int:
    """Return the line of the first null character, which Python refuses without its line; 0 for none."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return data[: data.index(b"\0")].count(b"\n") + 1 if b"\0" in data else 0


def _run_script(job: Job, code: CodeType, tracer: Tracer, script_folder: str) -> tuple[list[Graph], Recorder]:
    """Run the author's script as `__main__`; return the graphs that it described, and their recorder."""
    name = job.display_path if job.code else job.script
    finder = IconFinder((".", script_folder, job.root), tracer)
    is_required = job.missing_icons == "error"
    recorder = Recorder(name, finder.find_file, job.dot_program, are_icons_required=is_required)
    main = ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    sys.argv = [name]
    sys.path.insert(0, script_folder)
    imports.import_from_sources(job.root, script_folder, tracer)
    tracer.start()
    depends.on_depends = tracer.note_declared
    choices.start_run(dict(job.combination))
    pid = os.getpid()
    try:
        with record_diagrams(recorder):
            system_exit = _execute(code, main, job)
        if os.getpid() != pid:
            os._exit(0)  # the end of a fork that the script made
    finally:
        tracer.stop()
    return _collect_graphs(recorder, job, system_exit), recorder


def _execute(code: CodeType, main: ModuleType, job: Job) -> SystemExit | None:
    """Execute a script's code; return its `sys.exit()`, if it ended with that and reported success."""
    try:
        exec(code, main.__dict__)  # which the author chose to run
    except FigureError as error:
        frames = error.trace or tracebacks.list_frames(error, job)
        line = error.line or tracebacks.find_line(error, job)
        raise error.replace(trace=frames, line=line) from error
    except SystemExit as error:
        if error.code in (None, 0):
            return error
        message = tracebacks.describe_exit(error)
        line = tracebacks.find_line(error, job)
        raise FigureError(message, line=line, kind=ErrorKind.EXIT) from error
    except EOFError as error:
        hint = "a script cannot ask for input: nobody answers while a site is built"
        raise tracebacks.translate_exception(error, job, hint) from error
    except MemoryError as error:
        hint = "the script needs more memory than it may have"
        raise tracebacks.translate_exception(error, job, hint) from error
    except OSError as error:
        hint = (
            SANDBOX_HINT.format(error.filename or "this") if job.is_sandboxed and _is_refused(error) else ""
        )
        raise tracebacks.translate_exception(error, job, hint) from error
    except BaseException as error:
        raise tracebacks.translate_exception(error, job) from error
    return None


def _is_refused(error: OSError) -> bool:
    """Return whether the sandbox may be why: no host can be asked for, and `urllib` wraps the reason."""
    reason = getattr(error, "reason", error)
    return isinstance(reason, PermissionError) or type(reason).__name__ == "gaierror"


def _collect_graphs(recorder: Recorder, job: Job, system_exit: SystemExit | None) -> list[Graph]:
    """Return the graphs of a script that has ended.

    Raises:
        FigureError: It drew nothing, or left a diagram open.
    """
    exit_message = tracebacks.describe_exit(system_exit) if system_exit else ""
    exit_line = tracebacks.find_line(system_exit, job) if system_exit else 0
    if system_exit and recorder.open_diagrams:
        raise FigureError(f"{exit_message} inside a diagram", line=exit_line, kind=ErrorKind.EXIT)
    graphs = recorder.build_graphs()
    if graphs:
        return graphs
    if system_exit:
        raise FigureError(f"{exit_message} before it drew", line=exit_line or 1, kind=ErrorKind.EMPTY)
    message = "the script draws nothing: no `with Diagram(...):` block ran to its end"
    raise FigureError(message, line=1, kind=ErrorKind.EMPTY)


def _render_figure(
    graph: Graph,
    job: Job,
    icons: IconLookup,
    recorder: Recorder,
    undeclared: tuple[UndeclaredInput, ...],
) -> RenderedFigure:
    if not graph.nodes:
        raise FigureError("the diagram is empty: it has no node", line=graph.line, kind=ErrorKind.EMPTY)
    graph = icons.measure_icons(graph)
    missing = tuple(node.missing_icon for node in graph.nodes if node.missing_icon)
    missing += find_missing_images(graph, recorder.find_icon)
    try:
        drawings = {
            variant: paint_candidate(candidate, lambda path: icons.get_icon(path, graph))
            for variant, candidate in choose_candidates(graph, job).items()
        }
    except (ValueError, SyntaxError) as error:  # from Graphviz, or from a program's SVG
        raise FigureError(f"cannot be laid out: {error}", line=graph.line, kind=ErrorKind.LAYOUT) from error
    visible = graph.without_invisible()
    return RenderedFigure(
        name=graph.name,
        filename=graph.filename,
        line=graph.line,
        search_text=list_labels(visible),
        description=describe_graph(visible),
        drawings=drawings,
        graph_json=codec.encode(graph).decode(),
        parameters=choices.list_parameters(),
        steps=graph.steps,
        questions=graph.questions,
        missing_icons=missing,
        undeclared=undeclared,
    )
