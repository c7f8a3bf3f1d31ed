"""The figures that show Kubernetes objects, and the entities that each of their texts is about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic, Site, find_script
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph.graph import Cluster, Edge, Node

from .entities import REFERENCE, Entity, EntityIndex
from .values import remove_markup


@dataclass(frozen=True)
class Text:
    """A text in a figure: its line in the script, what it belongs to, and whose values it may state.

    A sentence may also state a path that no rule has: it can be about a request that somebody makes.
    """

    text: str
    line: int
    place: str
    entities: tuple[Entity, ...]
    is_sentence: bool = False


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
        return tuple({entity.id: entity for entity in (*nodes, *named, *filter(None, machines))}.values())

    def iterate_texts(self) -> Iterator[Text]:
        """Yield every text: labels are about their own nodes, and sentences about all of the figure."""
        texts: tuple[str, ...]
        for node in self.graph.nodes:
            if entity := self.index.find(node.id):
                texts = (node.label, node.attrs.get("xlabel", ""), node.attrs.get("tooltip", ""))
                yield from self._write(f"the node `{node.id}`", node.line, texts, (entity,))
        for edge in self.graph.edges:
            if ends := self.find_ends(edge):
                place = f"the edge from `{edge.tail}` to `{edge.head}`"
                yield from self._write(place, edge.line, edge.iterate_labels(), ends)
        for cluster in self.graph.clusters:
            place = f"the cluster “{remove_markup(cluster.label)}”"
            entities = () if self.index.find_named(cluster.label) else self.entities
            yield from self._write(place, cluster.line, [cluster.label], entities)
        for choice in self.parameters:
            yield from self._write(f"the choice “{choice.label}”", choice.line, choice.options, self.entities)
        for number, step in enumerate(self.graph.steps, 1):
            texts = (step.text, step.note, *(value for _, value in step.state))
            yield from self._write(f"step {number}", step.line, texts, self.entities, is_sentence=True)
        for question in self.graph.questions:  # a question, and what it offers, may be about anything
            texts = (question.because, *(option.label for option in question.answers))
            place = f"the question “{question.text}”"
            yield from self._write(place, question.line, texts, self.entities, is_sentence=True)

    def _write(
        self,
        place: str,
        line: int,
        texts: Iterable[str],
        entities: tuple[Entity, ...],
        *,
        is_sentence: bool = False,
    ) -> Iterator[Text]:
        for text in texts:
            yield Text(text, line, place, (*entities, *self.index.find_named(text)), is_sentence)


def list_figures(site: Site, index: EntityIndex) -> list[FigureView]:
    """Return the figures with a node that is an object, in every combination of choices, each once."""
    views: dict[object, FigureView] = {}
    for page, _, embed in site.iterate_embeds():
        figure = site.figures.get(embed)
        combinations = figure.list_combinations() if isinstance(figure, Figure) else []
        if any(
            REFERENCE.fullmatch(node.id) for combination in combinations for node in combination.graph.nodes
        ):
            file = find_script(site, embed, page)
            for combination in combinations:
                views.setdefault(
                    (file, combination.appearance), FigureView(embed.name, file, combination, index)
                )
    return list(views.values())


def is_dashed(edge: Edge) -> bool:
    """Return whether an edge is configuration, which no packet crosses."""
    return any(style in edge.attrs.get("style", "") for style in ("dashed", "dotted"))
