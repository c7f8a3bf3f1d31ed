"""The command `live-diagrams watch`: figures are rendered as their scripts are saved.

For sites that another program serves; `mkdocs serve` has live figures instead.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import click

from ...engine.file_watcher import FileWatcher
from ...engine.pipeline import Pipeline
from ...engine.progress import format_output
from ...model.errors import FigureError
from ...model.figure import Figure
from ...model.settings import Settings
from .. import project
from ..terminal import config_option, report_errors

Report = Callable[[str, bool], None]
"""Takes a line, and whether it is an error."""


@click.command()
@config_option
@report_errors
def watch(config_file: str | None) -> None:
    """Render figures as their scripts are saved, and report errors, until Ctrl+C.

    For sites that another program serves. Does not need MkDocs, but reads mkdocs.yml where there is one.
    `mkdocs serve` does the same by itself, and shows it in the page.

    \b
    Examples:
      live-diagrams watch
      live-diagrams watch -f docs/mkdocs.yml
    """
    settings = project.load_settings(config_file)
    with contextlib.suppress(KeyboardInterrupt):
        watch_figures(settings, lambda line, bad: click.secho(line, fg="red" if bad else None))
    click.echo()


def watch_figures(settings: Settings, report: Report) -> None:
    """Render and report until the process is interrupted."""
    reporter = FigureReporter(Pipeline(settings), report)
    watcher = FileWatcher(reporter.update)
    try:
        watcher.start()
        # The system may deliver Ctrl+C to another thread, which does not wake this one.
        while True:
            time.sleep(0.5)
    finally:
        watcher.stop()
        reporter.engine.close()


class FigureReporter:
    """Renders figures again, and reports each outcome once."""

    def __init__(self, engine: Pipeline, report: Report) -> None:
        self.engine = engine
        engine.monitor.on_output = lambda script, output: self._report_line(format_output(script, output))
        self._report = report
        self._reported: dict[str, object] = {}

    def update(self, files: bool) -> set[tuple[str, str]]:
        """Render figures that are not up to date, and return the paths to watch."""
        if files:
            self.engine.forget_stale()
        names = list(self.engine.scripts.iterate_names())
        self.engine.request_all()
        for name in names:
            self._report_figure(name)
        for name in self._reported.keys() - set(names):
            del self._reported[name]
            self._report_line(f"{name}: gone")
        return {("tree", str(self.engine.settings.source_folder)), *self.engine.list_dependencies()}

    def _report_figure(self, name: str) -> None:
        try:
            script = self.engine.scripts.get_script(name)
            request = self.engine.request_figures(script)
            if self._reported.get(name) is request:
                return
            self._reported[name] = request
            figures = request.result()
        except FigureError as error:
            self._report_line(str(error), bad=True)
        else:
            self._report_line(f"{name}: rendered")
            for figure in figures:
                for icon in figure.missing_icons:
                    line = icon.line or figure.line
                    self._report_line(f"{script.display_path}:{line}: {icon.message}", bad=True)
            self._report_undeclared(figures, script.display_path)

    def _report_undeclared(self, figures: list[Figure], script: str) -> None:
        """Report what a script asks and cannot be followed, once for all of its figures and choices."""
        level = self.engine.settings.undeclared_inputs
        inputs = (undeclared for figure in figures for undeclared in figure.list_undeclared())
        for undeclared in dict.fromkeys(inputs) if level != "ignore" else ():
            line = f"{undeclared.file or script}:{undeclared.line}: {undeclared.message}"
            self._report_line(line, bad=level == "error")

    def _report_line(self, line: str, *, bad: bool = False) -> None:
        self._report(f"{time.strftime('%H:%M:%S')}  {line}", bad)
