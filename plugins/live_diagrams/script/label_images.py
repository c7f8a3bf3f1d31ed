"""The pictures in HTML-like labels: `<IMG SRC="logo.png"/>`. Each is an icon that may be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from ..layout.labels import is_html
from ..model.graph.graph import Graph
from ..model.graph.icons import MissingIcon

_SOURCE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def find_missing_images(
    graph: Graph, find_icon: Callable[[str, int], tuple[str, MissingIcon | None]]
) -> tuple[MissingIcon, ...]:
    """Return the pictures of a graph's labels that are missing.

    `find_icon` takes a path and the line that names it, and returns the file or what is missing.
    """
    results = (find_icon(path, line)[1] for path, line in dict.fromkeys(_iterate_images(graph)))
    return tuple(missing for missing in results if missing)


def _iterate_images(graph: Graph) -> Iterator[tuple[str, int]]:
    for label, line in _iterate_labels(graph):
        if "<" in label and is_html(label):
            for match in _SOURCE.finditer(label):
                yield unescape(match[1] or match[2] or ""), line


def _iterate_labels(graph: Graph) -> Iterator[tuple[str, int]]:
    yield graph.attrs.get("label", ""), graph.line
    for node in graph.nodes:
        yield node.label, node.line
        yield node.attrs.get("xlabel", ""), node.line
    for cluster in graph.clusters:
        yield cluster.label, cluster.line
    for edge in graph.edges:
        yield from ((label, edge.line) for label in edge.iterate_labels())
