"""The scripts of figures as files of the site, for readers to open: those that pages link to."""

from __future__ import annotations

import contextlib
import posixpath
from pathlib import Path

from ..engine.pipeline import Pipeline
from ..model.errors import FigureError
from .built_files import FOLDER


class PublishedScripts:
    """The scripts that the pages of a site link to."""

    def __init__(self, engine: Pipeline, site_dir: Path) -> None:
        self._engine, self._site_dir = engine, site_dir
        self._paths: dict[str, Path] = {}

    def add(self, name: str) -> str:
        """Return the address of a figure's script from the root of the site; empty where it has none."""
        try:
            script, _ = self._engine.scripts.find_script(name)
        except FigureError:  # a script in the page itself
            return ""
        path = self._engine.scripts.find_own_file(script)
        if path is None:  # a link to a file that nobody meant to publish
            return ""
        shown = posixpath.relpath(script.display_path, self._engine.settings.source_dir)
        address = f"{FOLDER}/scripts/{shown}.txt"
        self._paths[address] = path
        return address

    def write(self) -> None:
        """Write the scripts into the site."""
        for address, path in self._paths.items():
            target = self._site_dir / address
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # deleted since the page was rendered
                target.write_bytes(path.read_bytes())
