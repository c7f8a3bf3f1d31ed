"""DOT in, SVG out: Graphviz as the pygraphviz wheel carries it, or the `dot` program.

Both give the same markup. Fonts are kept out of it: Graphviz then measures by its built-in metrics,
and a drawing no longer depends on what is installed on the machine.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from pygraphviz import graphviz as gv

from ..model import package
from . import dot

ENGINES = ("dot", "neato", "fdp", "sfdp", "twopi", "circo", "osage", "patchwork")
"""Graphviz's layout engines, named by the graph attribute `layout`."""

_FONTS = "FONTCONFIG_FILE"
_NONE = str(package.ASSETS / "no-fonts.conf")


def run_engine(source: str, engine: str = "dot", program: str = "") -> str:
    """Lay out a DOT source and give it as an SVG document.

    Args:
        source: The DOT source.
        engine: One of `ENGINES`.
        program: The `dot` program to use in place of the binding; empty for the binding.

    Raises:
        ValueError: Graphviz refuses the source or the engine; the message is Graphviz's own.
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no layout engine {engine!r}; there are {', '.join(ENGINES)}")
    return _by_program(source, engine, program) if program else _in_process(source, engine)


def _in_process(source: str, engine: str) -> str:
    graph = dot.parse(source)
    try:
        with _no_fonts():
            failed = gv.gvLayout(_context(), graph, engine.encode())
        if failed:
            raise ValueError("Graphviz could not lay this graph out")
        _, data = gv.gvRenderData(_context(), graph, b"svg")
        gv.gvFreeLayout(_context(), graph)
    finally:
        gv.agclose(graph)
    return data.decode() if isinstance(data, bytes) else str(data)


@cache
def _context() -> Any:
    """What Graphviz knows of its own parts, found once a process."""
    return gv.gvContextWithBuiltins()


@contextlib.contextmanager
def _no_fonts() -> Iterator[None]:
    """Keep the machine's fonts from Graphviz, and only from it: what else runs here may need them.

    Fontconfig looks at this variable once, when the binding first lays out a label.
    """
    before = os.environ.get(_FONTS)
    os.environ[_FONTS] = _NONE
    try:
        yield
    finally:
        if before is None:
            del os.environ[_FONTS]
        else:
            os.environ[_FONTS] = before


def _by_program(source: str, engine: str, program: str) -> str:
    try:
        done = subprocess.run(
            [program, f"-K{engine}", "-Tsvg"],
            input=source.encode(),
            capture_output=True,
            check=False,
            env={**os.environ, _FONTS: _NONE},
        )
    except OSError as error:
        raise ValueError(f"the layout program {program!r} does not run: {error.strerror}") from error
    if done.returncode:
        raise ValueError(f"{program} ended with {done.returncode}: {done.stderr.decode().strip()}")
    return done.stdout.decode()
