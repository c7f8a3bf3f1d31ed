"""Modules and tables that the fork server loads before it forks, so that no child has to."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys
from pathlib import Path
from typing import Any

import diagrams

from ..layout.candidates.candidate import Candidate
from ..layout.engines import graphlay, graphviz
from ..model import codec, package
from ..model.graph.graph import Cluster, Edge, Graph, Node
from ..model.job import Job
from ..script import naming
from ..svg import icons
from ..svg.description import describe_graph, list_labels
from ..svg.drawing import paint_candidate

_RESOURCES = os.path.dirname(os.path.dirname(os.path.abspath(diagrams.__file__)))
_MOST_ICONS = 64
"""Icons that are loaded for one script."""
_MOST_BYTES = 2**20
"""Bytes of a script that are read for what it imports."""


def preload_libraries() -> None:
    """Render a small graph, so that later forks have all modules, tables and fonts that this loads."""
    with contextlib.suppress(ImportError):
        importlib.import_module("sqlite3")  # which every script's tracer watches
    graphlay.is_installed()  # imports it, where it is
    importlib.import_module(".child.render", __package__)  # and with it `diagrams` and the tracer
    image = package.ASSETS / "warm.png"
    icons.shrink_image(icons.read_image(image))
    graph = Graph(
        "Preload",
        "preload",
        nodes=(Node("a", "a\nb", icon=str(image), cluster="c"), Node("b", "b")),
        edges=(Edge("e", "a", "b", "to"),),
        clusters=(Cluster("c", "c"),),
    )
    if graphviz.is_binding_installed():  # a program has nothing to set up in this process
        graphviz.read_dot("digraph { a -> b }")
        candidate = Candidate(graph)
        paint_candidate(candidate, lambda path: ("icon", 1, 1))
    list_labels(graph)
    describe_graph(graph)
    naming.make_slug("a")
    codec.encode(graph)


def preload_imports(job: Job) -> None:
    """Import the modules of `diagrams` that a script imports, so that every later fork has them.

    A script in the sandbox has no cache, so the icons of the nodes that it names are loaded as well.
    """
    text = _read_script(job)
    names = re.findall(r"^\s*(?:from|import)\s+(diagrams(?:\.\w+)*)", text, re.MULTILINE)
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    if job.is_sandboxed:
        _preload_icons(text, names)


def _read_script(job: Job) -> str:
    """Return the text of a script, and of the modules beside it that it imports."""
    if job.code:
        return job.code
    text = _read_text(Path(job.script))
    beside = re.findall(r"^\s*(?:from|import)\s+(\w+)", text, re.MULTILINE)
    return "\n".join([text, *(_read_text(Path(job.script).with_name(f"{name}.py")) for name in set(beside))])


def _read_text(path: Path) -> str:
    """Return the beginning of a file; empty where there is none, or something else, such as a pipe."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(_MOST_BYTES).decode(errors="replace")
    except OSError:
        pass
    return ""


def _preload_icons(text: str, modules: list[str]) -> None:
    """Load the icons of the nodes that a text names, of which a hostile one could name all."""
    from .child.icon_lookup import load_library_icon

    words = set(re.findall(r"[A-Za-z_]\w*", text))
    known = {name: vars(sys.modules[name]) for name in dict.fromkeys(modules) if name in sys.modules}
    nodes = [names[word] for names in known.values() for word in sorted(words & names.keys())]
    paths = [path for node in nodes if (path := _find_icon(node))]
    for path in dict.fromkeys(paths[:_MOST_ICONS]):
        load_library_icon(path)


def _find_icon(node: Any) -> str:
    """Return the path of the icon of a class of nodes, as `diagrams` writes it; empty where it has none."""
    if isinstance(node, type) and issubclass(node, diagrams.Node):
        folder, name = getattr(node, "_icon_dir", ""), getattr(node, "_icon", "")
        return os.path.join(_RESOURCES, folder, name) if folder and name else ""
    return ""
