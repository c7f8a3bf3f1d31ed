"""How a script imports the project's own modules: from their sources, and with every place traced.

Python compares bytecode with its source by size and by seconds, so it can miss a quick edit. And a module
that is found in one folder can appear in an earlier one, as a module that was not found can in any.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from types import CodeType
from typing import Any

from ...cache.digests import ABSENT, list_module_files
from ...cache.paths import SITE_PACKAGES, is_inside
from ...model.dependency import DependencyKind
from .clocks import compile_author_code
from .tracer import Tracer


class UncachedLoader(SourceFileLoader):
    """Loads a source without reading or writing bytecode."""

    def path_stats(self, path: str) -> Any:
        """Raise an error, by which the import system learns that it cannot use bytecode.

        Raises:
            OSError: Always.
        """
        raise OSError("no bytecode")

    def source_to_code(  # type: ignore[override]  # the type of the base class lacks `self`
        self, data: Any, path: Any, *, _optimize: int = -1
    ) -> CodeType:
        """Return the code of a file of the author's."""
        return compile_author_code(data, os.fsdecode(path))


class PlaceFinder:
    """Traces the places where a module is looked for; finds nothing itself."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Note every folder in which a module of that name is looked for, up to the one that has it."""
        if name in sys.builtin_module_names:
            return
        leaf = name.rpartition(".")[2]
        places = [
            os.path.join(folder or ".", leaf)
            for folder in (sys.path if path is None else path)
            if isinstance(folder, str)
        ]
        passed, is_found = self._tracer.call_quietly(_find_places, places)
        for place in passed:
            # An installer changes a whole package; that its parts are where they are needs no note.
            if path is None or not is_found or not is_inside(place, SITE_PACKAGES):
                self._tracer.note(DependencyKind.MODULE, place)


def _find_places(places: Iterable[str]) -> tuple[list[str], bool]:
    """Return the places up to the first that has a module, and whether there is one."""
    passed = []
    for place in places:
        passed.append(place)
        files = list_module_files(place)
        if files not in (ABSENT, "/"):  # a folder without `__init__.py` is the last choice
            return passed, True
    return passed, False


def import_from_sources(root: str, folder: str, tracer: Tracer) -> None:
    """Set this process up to import everything below `root` or `folder` from sources."""
    hook = FileFinder.path_hook((ExtensionFileLoader, EXTENSION_SUFFIXES), (UncachedLoader, SOURCE_SUFFIXES))
    sys.path_hooks.insert(0, _restrict_hook((root, folder), hook))
    for path in [path for path in sys.path_importer_cache if path.startswith((root, folder))]:
        if "site-packages" not in path:
            del sys.path_importer_cache[path]
    sys.meta_path.insert(0, PlaceFinder(tracer))


def _restrict_hook(folders: tuple[str, ...], hook: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a path hook that declines every path outside these folders."""

    def restricted(path: str) -> Any:
        real = os.path.realpath(path or ".")
        if "site-packages" in real or not any(is_inside(real, folder) for folder in folders):
            raise ImportError
        return hook(path)

    return restricted
