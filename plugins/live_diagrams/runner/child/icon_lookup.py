"""The icons of one script: shrunk once, kept in the store, and measured before the layout."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from pathlib import Path

import diagrams

from ...cache.fingerprints import is_covered
from ...cache.store import Store
from ...model.errors import ErrorKind, FigureError
from ...model.graph.graph import Graph, Node
from ...model.graph.icons import MissingIcon, make_icon_key
from ...svg import icons

_LIBRARY = os.path.realpath(Path(diagrams.__file__).parent.parent)

_loaded: dict[str, tuple[str, bytes]] = {}
"""Icons of the library by digests of their sources, loaded before the fork for children without a cache."""


def load_library_icon(path: str) -> None:
    """Load an icon of the library for all that this process forks; leave out one that is no image."""
    source = icons.digest_source(os.path.relpath(path, _LIBRARY).encode(), _find_kind(path))
    if source not in _loaded:
        with contextlib.suppress(ValueError):
            icon = icons.shrink_image(icons.read_image(Path(path)), _find_kind(path))
            _loaded[source] = make_icon_key(icon), icon


class IconLookup:
    """Icons by the path of their image file. `encoded` maps the keys returned so far to PNGs in base64.

    Args:
        store: The cache, which has the icons; none for a script in the sandbox, which has what was loaded
            before it.
        are_required: Whether an icon that cannot be read is an error, in place of a placeholder.
    """

    def __init__(self, store: Store | None, *, are_required: bool = False) -> None:
        self.encoded: dict[str, str] = {}
        self._store = store
        self._are_required = are_required
        self._sizes: dict[str, tuple[str, int, int]] = {}

    def measure_icons(self, graph: Graph) -> Graph:
        """Return the graph with the size of each icon; what cannot be read is missing.

        Raises:
            FigureError: An icon that is required cannot be read.
        """
        if not any(_may_differ(node) for node in graph.nodes):
            return graph
        return dataclasses.replace(
            graph, nodes=tuple(self._measure_icon(node, graph) for node in graph.nodes)
        )

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

    def _measure_icon(self, node: Node, graph: Graph) -> Node:
        if not _may_differ(node):
            return node
        try:
            _, width, height = self.get_icon(node.icon, graph)
        except FigureError as error:
            if self._are_required:
                raise
            missing = MissingIcon(Path(node.icon).name, node.line, error.message)
            return dataclasses.replace(node, icon="", missing_icon=missing)
        fit = icons.fit_flowchart_size if node.is_flowchart_shape else icons.fit_size
        return dataclasses.replace(node, icon_size=fit(width, height))

    def _load_icon(self, path: str) -> tuple[str, bytes]:
        # The library's version tells that its icon is unchanged, so a hit reads no image.
        of_library = is_covered(path)
        kind = _find_kind(path) if of_library else icons.OWN
        content = os.path.relpath(path, _LIBRARY).encode() if of_library else icons.read_image(Path(path))
        source = icons.digest_source(content, kind)
        if cached := self._find_cached(source):
            return cached
        icon = icons.shrink_image(icons.read_image(Path(path)) if of_library else content, kind)
        key = make_icon_key(icon)
        if self._store:
            self._store.put("icons", key, icon)
            self._store.put("sources", source, key.encode())
        return key, icon

    def _find_cached(self, source: str) -> tuple[str, bytes] | None:
        """Return the key and the PNG of the icon that was made of a source, if the cache has it."""
        if not self._store:
            return _loaded.get(source)
        key = (self._store.get("sources", source) or b"").decode("ascii", "replace")
        icon = self._store.get("icons", key)
        return (key, icon) if icon is not None and make_icon_key(icon) == key else None


def _find_kind(path: str) -> icons.IconKind:
    """Return how an icon of the library is converted."""
    return icons.FLOWCHART if Node("", "", icon=path).is_flowchart_shape else icons.LIBRARY


def _may_differ(node: Node) -> bool:
    """Whether a node's icon may need another space than the icons of the library, which are square."""
    return bool(node.icon) and (not is_covered(node.icon) or node.is_flowchart_shape)
