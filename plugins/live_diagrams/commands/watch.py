"""Draws figures again as their scripts are saved, for sites that another program serves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ..engine.file_watcher import FileWatcher
from ..engine.pipeline import Pipeline
from ..engine.progress import format_output
from ..model.errors import FigureError
from ..model.settings import Settings

Say = Callable[[str, bool], None]
"""Takes a line, and whether it tells of something to mend."""


def keep(settings: Settings, say: Say) -> None:
    """Draw and say what came of it, until the process is interrupted."""
    lookout = Lookout(Pipeline(settings), say)
    watcher = FileWatcher(lookout.look)
    watcher.start()
    try:
        threading.Event().wait()
    finally:
        watcher.stop()
        lookout.engine.close()


class Lookout:
    """What was told of each script last."""

    def __init__(self, engine: Pipeline, say: Say) -> None:
        self.engine = engine
        engine.monitor.on_output = lambda script, output: self._line(format_output(script, output))
        self._say = say
        self._told: dict[str, object] = {}

    def look(self, files: bool) -> set[tuple[str, str]]:
        """Draw what is not up to date, and give what is to be watched."""
        if files:
            self.engine.forget_stale()
        names = list(self.engine.scripts.iterate_names())
        self.engine.request_all()
        for name in names:
            self._tell(name)
        for gone in self._told.keys() - set(names):
            del self._told[gone]
            self._line(f"{gone}: gone")
        return {("tree", str(self.engine.settings.source_folder)), *self.engine.list_dependencies()}

    def _tell(self, name: str) -> None:
        """Say what a script came to, once."""
        try:
            answer = self.engine.request_figures(self.engine.scripts.get_script(name))
            if self._told.get(name) is answer:
                return
            self._told[name] = answer
            answer.result()
        except FigureError as error:
            self._line(str(error), bad=True)
        else:
            self._line(f"{name}: drawn")

    def _line(self, said: str, *, bad: bool = False) -> None:
        self._say(f"{time.strftime('%H:%M:%S')}  {said}", bad)
