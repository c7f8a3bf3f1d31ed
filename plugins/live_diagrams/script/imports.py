"""How a script imports the project's own modules: from their sources, and with every name traced.

Python compares bytecode with its source by size and by seconds, so it can miss a quick edit. And a new
file beside the script can take precedence over a module that was found elsewhere.
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

from ..cache.paths import is_inside
from ..model.dependency import DependencyKind
from .tracing import Tracer


class UncachedLoader(SourceFileLoader):
    """Loads a source without reading or writing bytecode."""

    def path_stats(self, path: str) -> Any:
        """Raise an error, by which the import system learns that it cannot use bytecode.

        Raises:
            OSError: Always.
        """
        raise OSError("no bytecode")


class ShadowFinder:
    """Traces the files that would take precedence over a module found elsewhere; finds nothing itself."""

    def __init__(self, folder: str, tracer: Tracer) -> None:
        self._folder, self._tracer = folder, tracer

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Note where a top-level module of that name could be beside the script."""
        if path is None:
            for candidate in (f"{name}.py", f"{name}/__init__.py"):
                self._tracer.note(DependencyKind.FILE, os.path.join(self._folder, candidate))


def import_from_sources(root: str, folder: str, tracer: Tracer) -> None:
    """Set this process up to import everything below `root` or `folder` from sources."""
    hook = FileFinder.path_hook((ExtensionFileLoader, EXTENSION_SUFFIXES), (UncachedLoader, SOURCE_SUFFIXES))
    sys.path_hooks.insert(0, _restrict_hook((root, folder), hook))
    for path in [path for path in sys.path_importer_cache if path.startswith((root, folder))]:
        if "site-packages" not in path:
            del sys.path_importer_cache[path]
    sys.meta_path.insert(0, ShadowFinder(folder, tracer))


def _restrict_hook(folders: tuple[str, ...], hook: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a path hook that declines every path outside these folders."""

    def restricted(path: str) -> Any:
        real = os.path.realpath(path or ".")
        if "site-packages" in real or not any(is_inside(real, folder) for folder in folders):
            raise ImportError
        return hook(path)

    return restricted
