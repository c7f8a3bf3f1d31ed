"""Scripts run under the recorder, and their graphs in short."""

from __future__ import annotations

import textwrap
from pathlib import Path

from live_diagrams.model.graph.graph import Graph, Node
from live_diagrams.script.patches import record_diagrams
from live_diagrams.script.recorder import Recorder

HEAD = """\
from diagrams import Cluster, Diagram, Edge, Node, setdiagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import SVC, Ing
"""


def find_file(path: str) -> Path:
    if "absent" in path:
        raise FileNotFoundError(f"icon file not found: {path}")
    return Path("/found", path)


def record_graphs(script: str, *, are_icons_required: bool = False) -> list[Graph]:
    recorder = Recorder("script.py", find_file, are_icons_required=are_icons_required)
    with record_diagrams(recorder):
        exec(compile(HEAD + textwrap.dedent(script), "script.py", "exec"), {})
    return recorder.build_graphs()


def record_graph(script: str, *, are_icons_required: bool = False) -> Graph:
    (graph,) = record_graphs(script, are_icons_required=are_icons_required)
    return graph


def record_block(lines: str, *, are_icons_required: bool = False) -> Graph:
    """The graph of a diagram with these lines in its block."""
    script = 'with Diagram("d", show=False) as d:\n' + textwrap.indent(textwrap.dedent(lines), "    ")
    return record_graph(script, are_icons_required=are_icons_required)


def find_node(graph: Graph, label: str) -> Node:
    (match,) = [node for node in graph.nodes if node.label == label]
    return match


def format_edges(graph: Graph) -> str:
    """`a>b a<b a-b a=b`, by the nodes' ids; `=` is both ways."""
    signs = {"forward": ">", "back": "<", "none": "-", "both": "="}
    return " ".join(f"{e.tail}{signs[e.direction]}{e.head}" for e in graph.edges)


NODES = 'a, b, c, d = [Node(name, nodeid=name) for name in "abcd"]\n'
