"""The figures that show Kubernetes objects, and the entities that each of their texts is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic, Site, find_script
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph import Cluster, Edge, Node

from .entities import REFERENCE, Entity, EntityIndex
from .values import remove_markup


@dataclass(frozen=True)
class Text:
    """A text in a figure.

    Attributes:
        text: The text as the script has it.
        line: The line of the script.
        place: What the text belongs to, for messages.
        ends: The entities that it is written at.
        named: The entities that it names.
        part: The node or the edge that it is a label of.
    """

    text: str
    line: int
    place: str
    ends: tuple[Entity, ...] = ()
    named: tuple[Entity, ...] = ()
    part: Node | Edge | None = None


class FigureView:
    """One figure, with the entities of its nodes. `file` is its script as diagnostics name it."""

    def __init__(self, name: str, file: str, figure: Figure, index: EntityIndex) -> None:
        self.name, self.file, self.index = name, file, index
        self.graph = figure.graph.without_invisible()
        self.parameters = figure.parameters
        self._clusters = {cluster.id: cluster for cluster in self.graph.clusters}

    def report(self, line: int, rule: str, message: str) -> Diagnostic:
        """Return a diagnostic at a line of the script."""
        return Diagnostic(self.file, line or self.graph.line or 1, rule, message)

    def find_ends(self, edge: Edge) -> tuple[Entity, ...]:
        """Return the entities that an edge leads from and to, or nothing where one is unknown."""
        ends = [self.index.find(end) for end in edge.endpoints]
        return tuple(end for end in ends if end) if all(ends) else ()

    def iterate_clusters(self, node: Node) -> Iterator[Cluster]:
        """Yield the clusters around a node, the innermost first."""
        id_ = node.cluster
        while id_ in self._clusters:
            yield self._clusters[id_]
            id_ = self._clusters[id_].parent

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of all nodes, and those that clusters name."""
        nodes = [entity for node in self.graph.nodes if (entity := self.index.find(node.id))]
        named = [entity for cluster in self.graph.clusters for entity in self.index.find_named(cluster.label)]
        return tuple(dict.fromkeys([*nodes, *named]))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text whose entities are known."""
        return tuple(self._iterate_texts())

    def _iterate_texts(self) -> Iterator[Text]:
        for node in self.graph.nodes:
            entity = self.index.find(node.id)
            for text in filter(None, (node.label, node.attrs.get("xlabel"), node.attrs.get("tooltip"))):
                if entity:
                    yield self._text(text, node.line, f"the node `{node.id}`", (entity,), node)
        for edge in self.graph.edges:
            place = f"the edge from `{edge.tail}` to `{edge.head}`"
            for text in edge.iterate_labels():
                if ends := self.find_ends(edge):
                    yield self._text(text, edge.line, place, ends, edge)
        for cluster in self.graph.clusters:
            nodes = [node for node in self.graph.nodes if cluster in self.iterate_clusters(node)]
            inside = tuple(entity for node in nodes if (entity := self.index.find(node.id)))
            place = f"the cluster “{remove_markup(cluster.label)}”"
            named = self.index.find_named(cluster.label)
            yield Text(cluster.label, cluster.line, place, () if named else inside, tuple(named))
        for parameter in self.parameters:
            for option in parameter.options:
                yield self._text(option, parameter.line, f"the choice “{parameter.label}”", self.entities)
        edges = {edge.id: edge for edge in self.graph.edges}
        for number, step in enumerate(self.graph.steps, 1):
            along = [edges[id_] for id_ in step.edges if id_ in edges]
            ends = tuple(dict.fromkeys(end for edge in along for end in self.find_ends(edge)))
            line = step.line or (along[0].line if along else 0)
            for text in filter(None, (step.text, step.note)) if ends else ():
                yield self._text(text, line, f"step {number}", ends)

    def _text(
        self, text: str, line: int, place: str, ends: tuple[Entity, ...], part: Node | Edge | None = None
    ) -> Text:
        return Text(text, line, place, ends, tuple(self.index.find_named(text)), part)


def list_figures(site: Site, index: EntityIndex) -> list[FigureView]:
    """Return the figures with a node that is an object, in every combination of choices, each once."""
    found: dict[object, FigureView] = {}
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        combinations = figure.list_combinations() if isinstance(figure, Figure) else []
        if any(REFERENCE.fullmatch(node.id) for each in combinations for node in each.graph.nodes):
            file = find_script(site, embed, page)
            for each in combinations:
                found.setdefault((file, each.appearance), FigureView(embed.name, file, each, index))
    return list(found.values())


def is_dashed(edge: Edge) -> bool:
    """Return whether an edge is configuration, which no packet crosses."""
    return any(style in edge.attrs.get("style", "") for style in ("dashed", "dotted"))
