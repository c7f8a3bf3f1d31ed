"""The command `live-diagrams export`: the graph of a figure as JSON, Mermaid, DOT or plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from ...engine import combinations, pipeline
from ...formats import conversion, document, mermaid, outline, plain_dot
from ...model.figure import Figure
from .. import project
from ..terminal import (
    FigureName,
    close_engine,
    config_option,
    output_option,
    report_errors,
    sandbox_option,
    write_file,
)
from .figure_files import all_option, check_selection, choice_option, name_script, write_figures


@click.command()
@click.argument("name", type=FigureName(), required=False)
@config_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["json", "mermaid", "dot", "txt", "schema"]),
    default="json",
    show_default=True,
    help="`schema` is the JSON schema of the format `json`, and needs no NAME.",
)
@output_option("The file to write; with --all, the folder.  [default: standard output]", folders=True)
@all_option
@choice_option
@sandbox_option
@report_errors
def export(
    name: str | None,
    config_file: str | None,
    format_name: str,
    output: Path | None,
    every: bool,
    choices: tuple[str, ...],
) -> None:
    """Export the graph of the figure NAME for other programs.

    JSON has all that the script described; Mermaid is for places that draw nothing else, such as comments
    on a pull request; DOT is for Graphviz; txt is for terminals and screen readers.

    \b
    Examples:
      live-diagrams export shop --format mermaid
      live-diagrams export --all --format json -o figures
      live-diagrams export --format schema > figure.schema.json
    """
    if format_name == "schema":
        _write(document.encode_schema(), output)
        return
    check_selection(name, every, output, choices)
    engine = pipeline.Pipeline(project.load_settings(config_file))
    try:
        if name:
            figure = combinations.select_combination(engine.render_figure(name), choices)
            _write(FORMATS[format_name](figure, name_script(engine, name)), output)
        else:
            assert output is not None
            write = FORMATS[format_name]
            suffix = f".{_SUFFIXES[format_name]}"
            write_figures(engine, output, suffix, lambda figure, script: write(figure, script).encode())
    finally:
        close_engine(engine)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        write_file(output, text.encode())


FORMATS: Mapping[str, Callable[[Figure, str], str]] = {
    "json": lambda figure, script: (
        document.encode_document(conversion.describe_figure(figure, script), indent=2) + "\n"
    ),
    "mermaid": lambda figure, script: mermaid.write_mermaid(figure.graph),
    "dot": lambda figure, script: plain_dot.write_plain_dot(figure.graph),
    "txt": lambda figure, script: outline.write_outline(figure),
}
"""The function that writes a figure, by the name of the format."""

_SUFFIXES = {"json": "json", "mermaid": "mmd", "dot": "dot", "txt": "txt"}
