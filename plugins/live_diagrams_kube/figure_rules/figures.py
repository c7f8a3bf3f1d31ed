"""The figures that show Kubernetes objects, and the entities that each of their texts is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic, Site, find_script
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph.graph import Cluster, Edge, Node

from .entities import REFERENCE, Entity, EntityIndex
from .values import remove_markup


@dataclass(frozen=True)
class Text:
    """A text in a figure: its line in the script, what it belongs to, and whose values it may state."""

    text: str
    line: int
    place: str
    entities: tuple[Entity, ...]
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
        """The entities of all nodes, and those that clusters name; a Node may be named by its name alone."""
        nodes = [entity for node in self.graph.nodes if (entity := self.index.find(node.id))]
        named = [entity for cluster in self.graph.clusters for entity in self.index.find_named(cluster.label)]
        machines = [self.index.find(f"Node/{cluster.label}") for cluster in self.graph.clusters]
        return tuple(dict.fromkeys([*nodes, *named, *filter(None, machines)]))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text: labels are about their own nodes, and sentences about all of the figure."""
        return tuple(self._iterate_texts())

    def _iterate_texts(self) -> Iterator[Text]:
        for node in self.graph.nodes:
            if entity := self.index.find(node.id):
                for text in filter(None, (node.label, node.attrs.get("xlabel"), node.attrs.get("tooltip"))):
                    yield self._write(text, node.line, f"the node `{node.id}`", (entity,), node)
        for edge in self.graph.edges:
            if ends := self.find_ends(edge):
                place = f"the edge from `{edge.tail}` to `{edge.head}`"
                yield from (self._write(text, edge.line, place, ends, edge) for text in edge.iterate_labels())
        for cluster in self.graph.clusters:
            entities = () if self.index.find_named(cluster.label) else self.entities
            place = f"the cluster “{remove_markup(cluster.label)}”"
            yield self._write(cluster.label, cluster.line, place, entities)
        for parameter in self.parameters:
            for option in parameter.options:
                yield self._write(option, parameter.line, f"the choice “{parameter.label}”", self.entities)
        for number, step in enumerate(self.graph.steps, 1):
            for text in (step.text, step.note, *(value for _, value in step.state)):
                yield self._write(text, step.line, f"step {number}", self.entities)
        for question in self.graph.questions:  # a question, and what it offers, may be about anything
            for text in (question.because, *(option.label for option in question.answers)):
                yield self._write(text, question.line, f"the question “{question.text}”", self.entities)

    def _write(
        self, text: str, line: int, place: str, entities: tuple[Entity, ...], part: Node | Edge | None = None
    ) -> Text:
        return Text(text, line, place, (*entities, *self.index.find_named(text)), part)


def list_figures(site: Site, index: EntityIndex) -> list[FigureView]:
    """Return the figures with a node that is an object, in every combination of choices, each once."""
    found: dict[object, FigureView] = {}
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        combinations = figure.list_combinations() if isinstance(figure, Figure) else []
        if any(
            REFERENCE.fullmatch(node.id) for combination in combinations for node in combination.graph.nodes
        ):
            file = find_script(site, embed, page)
            for combination in combinations:
                found.setdefault(
                    (file, combination.appearance), FigureView(embed.name, file, combination, index)
                )
    return list(found.values())


def is_dashed(edge: Edge) -> bool:
    """Return whether an edge is configuration, which no packet crosses."""
    return any(style in edge.attrs.get("style", "") for style in ("dashed", "dotted"))
