"""How a script imports the project's own modules: from their sources, and with every name noted.

Python trusts bytecode by the second and the size of its source, so a quick edit can be missed; and a
new file beside the script can come before a module that was found elsewhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from typing import Any

from .tracing import Tracer


class UncachedLoader(SourceFileLoader):
    """Loads a source without reading or writing bytecode."""

    def path_stats(self, path: str) -> Any:
        """Say that nothing is known of the source's age, which rules bytecode out."""
        raise OSError("no bytecode")


class ShadowFinder:
    """Notes the files that would come before a module found elsewhere; finds nothing itself."""

    def __init__(self, folder: str, watch: Tracer) -> None:
        self._folder, self._watch = folder, watch

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Note where a top-level module of that name could stand beside the script."""
        if path is None:
            for candidate in (f"{name}.py", f"{name}/__init__.py"):
                self._watch.note("file", os.path.join(self._folder, candidate))


def import_from_sources(root: str, folder: str, watch: Tracer) -> None:
    """Set this process up to import what lies below `root` or `folder` from sources."""
    make = FileFinder.path_hook((ExtensionFileLoader, EXTENSION_SUFFIXES), (UncachedLoader, SOURCE_SUFFIXES))
    sys.path_hooks.insert(0, _only_in((root, folder), make))
    for place in [p for p in sys.path_importer_cache if p.startswith((root, folder))]:
        if "site-packages" not in place:
            del sys.path_importer_cache[place]
    sys.meta_path.insert(0, ShadowFinder(folder, watch))


def _only_in(tops: tuple[str, ...], make: Callable[[str], Any]) -> Callable[[str], Any]:
    def hook(path: str) -> Any:
        real = os.path.realpath(path or ".")
        if "site-packages" in real or not any(real == t or real.startswith(t + os.sep) for t in tops):
            raise ImportError
        return make(path)

    return hook
