"""The command `live-diagrams render`: a figure, or every figure, as a file in one of several formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from ...engine import combinations, pipeline
from ...engine.progress import format_output
from ...model.errors import CheckError
from ...model.figure import Figure
from ...pages.syntax.embeds import DIRECTIONS
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
from . import standalone
from .figure_files import all_option, check_selection, choice_option, name_script, write_figures
from .shards import render_shard

INSTALL_EXPORT = 'pip install "mkdocs-live-diagrams[export]"'


@click.command()
@click.argument("name", type=FigureName(), required=False)
@config_option
@output_option(
    "The file to write, .svg, .png or .pdf; with --all, the folder.  [default: standard output]", folders=True
)
@all_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["svg", "png", "pdf"]),
    help="[default: that of the file's name, else svg]",
)
@click.option("--direction", type=click.Choice(DIRECTIONS), help="[default: the script's]")
@choice_option
@click.option("--variant", type=click.Choice(["wide", "narrow"]), default="wide", show_default=True)
@click.option("--scheme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option(
    "--scale",
    type=click.FloatRange(0.1, 20),
    default=2.0,
    show_default=True,
    help="Pixels of a PNG for each pixel of the drawing.",
)
@click.option(
    "--shard", metavar="I/N", help="With --all: render for others the I-th of N parts; I begins at 1."
)
@sandbox_option
@report_errors
def render(
    name: str | None,
    config_file: str | None,
    output: Path | None,
    every: bool,
    format_name: str | None,
    direction: str | None,
    choices: tuple[str, ...],
    variant: str,
    scheme: str,
    scale: float,
    shard: str | None,
) -> None:
    """Render the figure NAME, or with --all every figure, as a file that contains its icons.

    Where scripts fail, --all writes the figures of the others, then prints each reason and exits with 2.
    With --shard, it writes no files: what pages show of one part is rendered into the shared cache.

    \b
    PDF needs the extra `export`:
      pip install "mkdocs-live-diagrams[export]"

    \b
    Examples:
      live-diagrams render shop -o shop.svg
      live-diagrams render shop -o shop.png --scheme dark --choice "Servers=3"
      live-diagrams render --all --format png -o figures
      live-diagrams render --all --shard 1/4
    """
    if shard is not None:
        if name or output or not every:
            raise CheckError(
                "--shard renders into the shared cache: say --all, without a name and without -o"
            )
        render_shard(config_file, shard)
        return
    check_selection(name, every, output, choices)
    suffix = f".{format_name}" if format_name else ".svg"
    if output and not every and output.suffix.lower() != suffix:
        if format_name or output.suffix.lower() not in FORMATS:
            endings = f"`{suffix}`" if format_name else f"any of {', '.join(FORMATS)}"
            raise CheckError(f"`{output}` does not end with {endings}")
        suffix = output.suffix.lower()
    settings = project.load_settings(config_file)
    engine = pipeline.Pipeline(settings)
    engine.monitor.on_output = lambda script, output: click.echo(format_output(script, output), err=True)

    def write(figure: Figure, script: str) -> bytes:
        _report_defects(engine, figure, script)
        svg = standalone.write_svg(figure, variant, scheme, halo=suffix != ".pdf", script=script)
        return FORMATS[suffix](svg, scale if suffix == ".png" else 1.0)

    try:
        if name:
            figure = combinations.select_combination(engine.render_figure(name, direction or ""), choices)
            content = write(figure, name_script(engine, name))
        else:
            assert output is not None
            write_figures(engine, output, suffix, write, direction=direction or "")
            return
    finally:
        close_engine(engine)
    if output is None:
        click.echo(content, nl=False)
        return
    write_file(output, content)
    click.echo(f"{output}: {len(content):,} bytes", err=True)


def _report_defects(engine: pipeline.Pipeline, figure: Figure, name: str) -> None:
    """Print what is wrong with a figure that is rendered all the same."""
    script = engine.scripts.find_script(name)[0].display_path
    for icon in figure.missing_icons:
        click.echo(f"{script}:{icon.line or figure.line}: {icon.message}", err=True)
    for undeclared in figure.undeclared if engine.settings.undeclared_inputs != "ignore" else ():
        click.echo(f"{undeclared.file or script}:{undeclared.line}: {undeclared.message}", err=True)


def convert_to_png(svg: str, scale: float) -> bytes:
    """Return an image; one CSS pixel becomes `scale` pixels."""
    import resvg_py

    width = round(float(svg.split(' width="', 1)[1].split('"', 1)[0]) * scale)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))


def convert_to_pdf(svg: str, scale: float) -> bytes:
    """Return a page as large as the drawing.

    Raises:
        CheckError: The library, or the system's Cairo that it needs, is not installed.
    """
    try:
        import cairosvg
    except ImportError:
        raise CheckError(f"PDF needs more packages: {INSTALL_EXPORT}") from None
    except OSError:
        raise CheckError(
            "PDF needs the library Cairo of the system (on Debian: apt install libcairo2)"
        ) from None
    # Cairo takes the first family whether it is installed or not; the system has a substitute for Helvetica.
    families = svg.split('font-family="', 1)[1].split('"', 1)[0]
    return bytes(cairosvg.svg2pdf(bytestring=svg.replace(families, "Helvetica", 1).encode(), scale=scale))


FORMATS: Mapping[str, Callable[[str, float], bytes]] = {
    ".svg": lambda svg, scale: svg.encode(),
    ".png": convert_to_png,
    ".pdf": convert_to_pdf,
}
"""The function that converts an SVG, by the suffix of the file to write."""
