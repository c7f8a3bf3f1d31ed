"""The command `live-diagrams`. Each subcommand has a module, beside the functions that do its work."""

from __future__ import annotations

import click

from ..version import __version__
from .cache import cache
from .check import check
from .comparison.command import diff
from .doctor import doctor
from .figures.export import export
from .figures.listing import list_figures
from .figures.render import render
from .figures.watch import watch
from .scaffold import add, new
from .schema import schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="live-diagrams")
def main() -> None:
    """Figures drawn by Python scripts, in documentation.

    \b
    Begin with:
      live-diagrams new SITE      a small site that builds at once
      live-diagrams add NAME      one more figure in this site

    Commands read mkdocs.yml in the working folder. Where there is none, a folder diagram_src is enough for
    all but `check` and `list`; options then have their defaults.

    \b
    Every command has an example in its own help:
      live-diagrams render --help
    """


for command in (new, add, render, export, list_figures, schema, watch, diff, check, cache, doctor):
    main.add_command(command)
