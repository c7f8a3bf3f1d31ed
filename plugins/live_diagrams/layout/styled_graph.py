"""A styled graph: what a layout engine is asked to lay out, and what is painted into the result.

Its types are not those of the author's graph, so neither can be passed for the other. Every part goes by its
name (`model.graph.parts`), labels are Graphviz's, and each attribute is one that the engine understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..model.graph.graph import Attrs
from .labels import Placeholders
from .text import Text

NODE_SIZE, CLUSTER_SIZE, EDGE_SIZE, TITLE_SIZE = 13.0, 12.0, 12.0, 15.0
"""Font sizes in CSS pixels, where the author set none."""


@dataclass(frozen=True)
class Spacing:
    """The space that a drawing takes. Lengths in CSS pixels, but Graphviz's own separations in inches.

    `icon` is the side of an icon, `padding` the space between a card's outline and its content. A label
    longer than `node_wrap`, `edge_wrap` or `title_wrap` is broken at a space. `overridden` are attributes
    that an author sets for a wide drawing, and that a narrow one ignores. A title has `beside` on either
    side, so that it can move aside of edges; in the clusters `roomy` (ids) it has more.
    """

    icon: float = 40.0
    padding: float = 8.0
    node_wrap: float = 150.0
    edge_wrap: float = 130.0
    title_wrap: float = 260.0
    nodesep: str = "0.35"
    ranksep: str = "0.55"
    margin: str = "12"
    overridden: frozenset[str] = frozenset()
    beside: float = 0.0
    roomy: frozenset[str] = frozenset()


WIDE = Spacing()
COMPACT = Spacing(
    icon=36.0,
    padding=6.0,
    node_wrap=120.0,
    edge_wrap=90.0,
    title_wrap=200.0,
    nodesep="0.2",
    ranksep="0.35",
    margin="8",
)
NARROW = Spacing(
    icon=32.0,
    padding=6.0,
    node_wrap=104.0,
    edge_wrap=64.0,
    title_wrap=65.0,
    beside=26.0,
    nodesep="0.12",
    ranksep="0.3",
    margin="5",
    overridden=frozenset(
        {"nodesep", "ranksep", "size", "ratio", "page", "viewport", "margin", "pad", "rankdir"}
    ),
)
TIGHT = replace(NARROW, padding=4.0, ranksep="0.2")


@dataclass(frozen=True)
class StyledNode:
    """A node for the engine; `cluster` is the name of the innermost cluster around it, or empty."""

    name: str
    label: str
    attrs: Attrs
    cluster: str = ""


@dataclass(frozen=True)
class StyledEdge:
    """An edge for the engine; `tail` and `head` are names of nodes."""

    name: str
    tail: str
    head: str
    label: str
    direction: str
    attrs: Attrs


@dataclass(frozen=True)
class StyledCluster:
    """A cluster for the engine; `parent` is the name of the cluster around it, or empty."""

    name: str
    label: str
    attrs: Attrs
    parent: str = ""


@dataclass(frozen=True)
class StyledGroup:
    """A subgraph that is no cluster; `nodes` are names."""

    attrs: Attrs
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """The content of a node that has an icon; sizes in CSS pixels. `icon` is empty where a placeholder is.

    A bare icon is no picture on a ground, but a shape.
    """

    icon: str
    icon_width: float
    icon_height: float
    text: Text
    label_first: bool = False
    is_bare: bool = False


@dataclass(frozen=True)
class StyledGraph:
    """A graph ready for a layout engine.

    `cards` are by the names of nodes. `rounded` names the nodes and clusters whose outline is a box with
    round corners, which SVG can draw as one element. `placeholders` are the texts that the layout reserves
    space for.
    """

    engine: str
    strict: bool
    attrs: Attrs
    nodes: tuple[StyledNode, ...]
    edges: tuple[StyledEdge, ...]
    clusters: tuple[StyledCluster, ...]
    groups: tuple[StyledGroup, ...]
    cards: Mapping[str, Card]
    placeholders: Placeholders
    rounded: frozenset[str]

    @property
    def smallest_text(self) -> float:
        """The size in CSS pixels of the smallest text to be painted; that of a node where there is none."""
        texts = [*self.placeholders.texts, *(card.text for card in self.cards.values())]
        sizes = [run.size for text in texts for line in text.lines for run in line.runs if run.text.strip()]
        return min(sizes, default=NODE_SIZE)
