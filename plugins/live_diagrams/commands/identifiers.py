"""The ids of everything that a page can refer to: diagrams, and their nodes, edges and clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..engine.pipeline import Pipeline
from ..layout.labels import strip_markup
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from .figures.figure_files import iterate_named
from .terminal import close_engine


@dataclass(frozen=True)
class Part:
    """A part of a figure. `kind` is `diagram`, `cluster`, `node`, `edge`, or `error` for a failed script."""

    figure: str
    kind: str
    id: str
    label: str


def list_parts(settings: Settings) -> list[Part]:
    """Return the parts of every figure of a project; scripts run where they are not in the cache."""
    engine = Pipeline(settings)
    try:
        engine.request_all()
        return [part for name in engine.scripts.iterate_names() for part in _list_script(engine, name)]
    finally:
        close_engine(engine)


def format_parts(parts: Sequence[Part]) -> str:
    """Return the parts in columns, those of a figure below its name."""
    width = min(32, max((len(part.id) for part in parts if part.kind in ("node", "edge")), default=0))
    lines = []
    for part in parts:
        if part.kind == "error":
            lines.append(f"{part.figure}  failed: {part.label}")
        elif part.kind == "diagram":
            lines.append(f"{part.figure}  {part.label}".rstrip())
        else:
            lines.append(f"  {part.kind:<7}  {part.id:<{width}}  {part.label}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def _list_script(engine: Pipeline, script: str) -> Iterator[Part]:
    try:
        figures = engine.request_figures(engine.scripts.get_script(script)).result()
    except FigureError as error:
        yield Part(script, "error", "", str(error))
        return
    for name, figure in iterate_named(script, figures):
        yield from _list_figure(name, figure)


def _list_figure(name: str, figure: Figure) -> Iterator[Part]:
    graph = figure.graph
    yield Part(name, "diagram", graph.filename, graph.name)
    for cluster in graph.clusters:
        yield Part(name, "cluster", cluster.id, strip_markup(cluster.label))
    for node in graph.nodes:
        yield Part(name, "node", node.id, strip_markup(node.label))
    for edge in graph.edges:
        words = " → ".join(edge.endpoints)
        label = strip_markup(edge.label)
        yield Part(name, "edge", edge.id, f"{words}: {label}" if label else words)
