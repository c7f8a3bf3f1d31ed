"""From an embed to its figure, by the pipeline that renders it."""

from __future__ import annotations

import contextlib
import tokenize
from collections.abc import Callable
from concurrent.futures import Future

from ..engine import pipeline
from ..engine.figure_request import FigureRequest
from ..engine.scripts import Script
from ..formats.conversion import describe_figure
from ..formats.document import encode_document
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.messages import Priority

ResolveFigure = Callable[[Embed], Figure | FigureError]
"""Returns the figure of an embed, or the error in its place."""

ReadScript = Callable[[Embed], str]
"""Returns the text of the script that draws an embed's figure; empty where it cannot be read."""

DescribeGraph = Callable[[Embed, Figure], str]
"""Returns the graph of an embed's figure as JSON; empty where the author does not publish graphs."""


def request_figures(engine: pipeline.Pipeline, embed: Embed) -> tuple[Future[list[Figure]], str, str]:
    """Start to render the figures of an embed's script; return as `request_embed`, all choices complete.

    Raises:
        FigureError: There is no such script.
    """
    request, part, script = request_embed(engine, embed)
    return request.complete, part, script


def request_embed(
    engine: pipeline.Pipeline, embed: Embed, priority: Priority = Priority.NORMAL
) -> tuple[FigureRequest, str, str]:
    """Start to render the figures of an embed's script.

    Returns:
        The figures to come; which of them the embed names; and the path of the script for messages.

    Raises:
        FigureError: There is no such script.
    """
    if embed.code:
        script, part = Script(engine.settings.root / embed.page, embed.page, embed.code, embed.line), ""
    else:
        script, part = engine.scripts.find_script(embed.name)
    request = engine.request(script, embed.direction, embed.narrow, embed.width, embed.engine, priority)
    return request, part, script.display_path


def make_resolver(engine: pipeline.Pipeline, warn: Callable[[str], None] = lambda _: None) -> ResolveFigure:
    """Return a function that waits for an embed's figure.

    Args:
        engine: Renders the figures.
        warn: Called with the message of each error, missing icon and undeclared input, once for equal ones.
    """
    warned: set[str] = set()

    def warn_once(message: str) -> None:
        if message not in warned:
            warned.add(message)
            warn(message)

    def resolve_figure(embed: Embed) -> Figure | FigureError:
        try:
            figures, part, script = request_figures(engine, embed)
            figure = pipeline.select_figure(figures.result(), part, script)
        except FigureError as error:
            warn_once(str(error))
            return error
        for icon in figure.list_missing_icons():
            warn_once(f"{script}:{icon.line or figure.line}: {icon.message}")
        if engine.settings.undeclared_inputs != "ignore":
            for undeclared in figure.list_undeclared():
                warn_once(f"{undeclared.file or script}:{undeclared.line}: {undeclared.message}")
        return figure

    return resolve_figure


def make_script_reader(engine: pipeline.Pipeline) -> ReadScript:
    """Return a function that reads the script of an embed, as its author wrote it.

    Readers see it, so a file that a link in the folder of scripts leads to is not read.
    """

    def read_script(embed: Embed) -> str:
        if embed.code:
            return embed.code
        try:
            script, _ = engine.scripts.find_script(embed.name)
            if path := engine.scripts.find_own_file(script):
                with tokenize.open(path) as file:
                    return file.read()
        except (FigureError, OSError, SyntaxError, ValueError):  # deleted or changed since it was rendered
            pass
        return ""

    return read_script


def make_graph_writer(engine: pipeline.Pipeline) -> DescribeGraph:
    """Return a function that describes the graph of an embed's figure as data."""

    def describe_graph(embed: Embed, figure: Figure) -> str:
        if not engine.settings.publish_graphs:
            return ""
        return encode_document(describe_figure(figure, name_script(engine, embed)))

    return describe_graph


def name_script(engine: pipeline.Pipeline, embed: Embed) -> str:
    """Return the name of an embed's script, without the diagram of it that the embed names."""
    if not embed.code:
        with contextlib.suppress(FigureError):  # deleted since it was rendered
            _, diagram = engine.scripts.find_script(embed.name)
            return embed.name.removesuffix(f"/{diagram}") if diagram else embed.name
    return embed.name
