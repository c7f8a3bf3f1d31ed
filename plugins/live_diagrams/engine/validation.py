"""Whether figures from a child process or from the cache are such as we make. Pure.

The codec has checked their types. This checks what types cannot say, so that no page, no check and no other
figure depends on the good will of whoever wrote them.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from ..model.figure import Drawing, RenderedFigure
from ..model.graph.graph import Graph
from ..model.graph.icons import make_icon_key
from ..svg.validation import validate_body

VARIANTS = ("wide", "column", "narrow")
"""The names of the drawings of a figure."""

_USED_ICON = re.compile("#ld-icon-([0-9a-f]{10})")
_ICON_LIMIT = 2**20
"""Bytes of an icon, which has 336 x 112 pixels at most."""
_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_PIXELS = 10**6
_DEEPEST = 100
"""Clusters that a node may be in. Python's own stack is not much deeper."""


def validate_figures(figures: tuple[RenderedFigure, ...]) -> None:
    """Check the figures of one run of a script.

    Raises:
        ValueError: One of them is such that we cannot have made it; the message says why.
    """
    if not figures:
        raise ValueError("there is no figure")
    for figure in figures:
        try:
            _validate_figure(figure)
        except ValueError as error:
            raise ValueError(f"the figure `{figure.name[:60]}` is not as ours are: {error}") from error


def validate_icon(key: str, content: bytes) -> None:
    """Check the PNG of an icon.

    Raises:
        ValueError: It is no small PNG, or that is not its key.
    """
    sides = [int.from_bytes(content[start : start + 4], "big") for start in (16, 20)]
    if key != make_icon_key(content):
        raise ValueError("an icon has the key of another")
    if not content.startswith(_PNG) or len(content) > _ICON_LIMIT:
        raise ValueError("an icon is no PNG, or too large")
    if not all(0 < side <= 1024 for side in sides):
        raise ValueError(f"an icon has {sides[0]} x {sides[1]} pixels")


def validate_encoded_icons(icons: Mapping[str, str]) -> None:
    """Check icons that are encoded as base64.

    Raises:
        ValueError: One of them is no small PNG.
    """
    for key, encoded in icons.items():
        try:
            content = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError("an icon is not encoded as ours are") from error
        validate_icon(key, content)


def _validate_figure(figure: RenderedFigure) -> None:
    if "wide" not in figure.drawings or not set(figure.drawings) <= set(VARIANTS):
        raise ValueError(f"it has the drawings {', '.join(figure.drawings)[:60] or 'none'}")
    for drawing in figure.drawings.values():
        _validate_drawing(drawing)
    depth = -1
    for level, _ in figure.description.outline:
        if not 0 <= level <= depth + 1:
            raise ValueError("the outline of its description is not nested")
        depth = level
    for parameter in figure.parameters:
        if not 0 <= parameter.default < len(parameter.options):
            raise ValueError(f"the choice `{parameter.label[:60]}` has no default")
    _validate_graph(figure.graph)


def _validate_drawing(drawing: Drawing) -> None:
    _, _, width, height = drawing.view_box
    if not (0 < width < _MOST_PIXELS and 0 < height < _MOST_PIXELS and 0 < drawing.smallest_text < 1000):
        raise ValueError(
            f"a drawing has {width:g} x {height:g} pixels, and text of {drawing.smallest_text:g}"
        )
    validate_body(drawing.body)
    if set(_USED_ICON.findall(drawing.body)) != set(drawing.icons):
        raise ValueError("a drawing lists other icons than it shows")


def _validate_graph(graph: Graph) -> None:
    """Check that all that the parts of a graph refer to is in it."""
    nodes, clusters = {node.id for node in graph.nodes}, {cluster.id: cluster for cluster in graph.clusters}
    edges = {edge.id for edge in graph.edges}
    if len(nodes) != len(graph.nodes) or len(clusters) != len(graph.clusters) or "" in clusters:
        raise ValueError("two parts of its graph have one id")
    references = (
        ({node.cluster for node in graph.nodes} | {cluster.parent for cluster in graph.clusters})
        <= {"", *clusters},
        {end for edge in graph.edges for end in edge.endpoints} <= nodes,
        {edge for step in graph.steps for edge in step.edges} <= edges,
    )
    if not all(references):
        raise ValueError("its graph refers to a part that it does not have")
    for cluster in graph.clusters:
        parent, depth = cluster.parent, 0
        while parent and depth < _DEEPEST:
            parent, depth = clusters[parent].parent, depth + 1
        if parent:
            raise ValueError(f"its clusters are nested more than {_DEEPEST} deep")
