"""Modules and tables that the fork server loads before it forks, so that no child has to."""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
from pathlib import Path

from ..layout.candidates.candidate import Candidate
from ..layout.engines import graphlay, graphviz
from ..model import codec, package
from ..model.graph.graph import Cluster, Edge, Graph, Node
from ..model.job import Job
from ..script import naming
from ..svg import icons
from ..svg.description import describe_graph, list_labels
from ..svg.drawing import paint_candidate


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
    """Import the modules of `diagrams` that a script imports, so that every later fork has them."""
    text = job.code
    if not text:
        with contextlib.suppress(OSError):
            text = Path(job.script).read_bytes().decode(errors="replace")
    for name in re.findall(r"^\s*(?:from|import)\s+(diagrams(?:\.\w+)*)", text, re.MULTILINE):
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
