"""A program `dot` of the binding's own version, for machines that have none.

Run as a script it is the program; it takes a graph on its standard input, and the options `-K` and `-T`.
"""

from __future__ import annotations

import sys
from pathlib import Path


def install_dot_program(folder: Path) -> str:
    """Write the program into a folder, and return its path."""
    path = folder / "dot"
    path.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).resolve()}" "$@"\n', encoding="utf-8"
    )
    path.chmod(0o755)
    return str(path)


def run_graphviz(options: dict[str, str]) -> None:
    from pygraphviz import graphviz

    try:
        graph = graphviz.agread(sys.stdin, None)
    except ValueError:
        sys.exit("Error: <stdin>: syntax error in line 1")
    context = graphviz.gvContextWithBuiltins()
    graphviz.gvLayout(context, graph, options["-K"].encode())
    sys.stdout.buffer.write(graphviz.gvRenderData(context, graph, options["-T"].encode())[1])


if __name__ == "__main__":
    run_graphviz({argument[:2]: argument[2:] for argument in sys.argv[1:]})
