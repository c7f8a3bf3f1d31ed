"""The icons of one script: found as its author wrote the path, shrunk once and kept in the store."""

from __future__ import annotations

import os
from pathlib import Path

import diagrams

from ..cache.fingerprints import is_covered
from ..cache.store import Store
from ..model.dependency import DependencyKind
from ..model.errors import ErrorKind, FigureError
from ..model.graph import Graph
from ..script.tracing import Tracer
from ..svg import icons

_LIBRARY = os.path.realpath(Path(diagrams.__file__).parent.parent)


def find_icon_file(path: str, folders: tuple[str, ...], tracer: Tracer) -> Path | None:
    """Return the file that an icon's path names, relative to the first of `folders` that has it.

    Every file that is tried is a dependency.
    """
    if is_covered(path):  # an icon of the library, as nearly all are
        return Path(path)
    for folder in folders:
        candidate = Path(folder, path)
        tracer.note(DependencyKind.FILE, str(candidate))
        if candidate.is_file():
            return candidate.resolve()
    return None


class IconLookup:
    """Icons by the path of their image file. `encoded` maps the keys returned so far to PNGs in base64."""

    def __init__(self, store: Store) -> None:
        self.encoded: dict[str, str] = {}
        self._store = store
        self._sizes: dict[str, tuple[str, int, int]] = {}

    def get_icon(self, path: str, graph: Graph) -> tuple[str, int, int]:
        """Return the key, width and height of the icon for an image file.

        Raises:
            FigureError: The file is no image; the error names the node's line.
        """
        if path not in self._sizes:
            try:
                key, icon = self._load_icon(path)
            except ValueError as error:
                line = next((node.line for node in graph.nodes if node.icon == path), graph.line)
                message = f"icon {Path(path).name}: {error}"
                raise FigureError(message, line=line, kind=ErrorKind.ICON) from error
            self.encoded[key] = icons.encode_icon(icon)
            self._sizes[path] = (key, *icons.read_size(icon))
        return self._sizes[path]

    def _load_icon(self, path: str) -> tuple[str, bytes]:
        # The library's version tells that its icon is unchanged, so a hit reads no image.
        of_library = is_covered(path)
        content = os.path.relpath(path, _LIBRARY).encode() if of_library else icons.read_image(Path(path))
        key = icons.make_key(content)
        icon = self._store.get("icons", key)
        if icon is None:
            icon = icons.shrink_image(icons.read_image(Path(path)) if of_library else content)
            self._store.put("icons", key, icon)
        return key, icon
