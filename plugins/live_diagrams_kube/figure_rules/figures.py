"""The figures that show Kubernetes objects, and every label in them with what it speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic, Site, find_script
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph import Cluster, Edge, Node

from . import facts
from .facts import Facts
from .things import KINDS, REFERENCE, Known, Thing


@dataclass(frozen=True)
class Label:
    """A text in a figure. `of` are the things whose facts it may state; `shown` names it in messages.

    `edge` is the edge that it stands beside. `step` is a sentence of the walkthrough.
    """

    text: str
    line: int
    shown: str
    of: tuple[Thing, ...]
    node: Node | None = None
    edge: Edge | None = None
    step: bool = False

    @cached_property
    def facts(self) -> Facts:
        """What the text states."""
        return facts.read(self.text)


class Drawn:
    """One figure with what its parts stand for; `name` is the embed's, `file` the script in messages."""

    def __init__(self, name: str, file: str, figure: Figure, known: Known) -> None:
        self.name, self.file, self.graph, self.known = name, file, figure.graph.without_invisible(), known
        self.parameters = figure.parameters
        self.nodes = {node.id: node for node in self.graph.nodes}
        self.boxes = {cluster.id: cluster for cluster in self.graph.clusters}

    def problem(self, line: int, rule: str, message: str) -> Diagnostic:
        """A problem at a line of the script."""
        return Diagnostic(self.file, line or self.graph.line or 1, rule, message)

    def thing(self, id_: str) -> Thing | None:
        """What a node stands for."""
        return self.known.thing(id_)

    def around(self, node: Node) -> Iterator[Cluster]:
        """The boxes around a node, the innermost first."""
        at = node.cluster
        while at in self.boxes:
            yield self.boxes[at]
            at = self.boxes[at].parent

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every text of the figure."""
        return tuple(self._labels())

    def _labels(self) -> Iterator[Label]:
        for node in self.graph.nodes:
            thing = self.thing(node.id)
            for text in filter(None, (node.label, node.attrs.get("xlabel"), node.attrs.get("tooltip"))):
                if thing:
                    of = {each.id: each for each in (thing, *self._spoken_of(text))}
                    yield Label(text, node.line, f"the node `{node.id}`", tuple(of.values()), node=node)
        for edge in self.graph.edges:
            for text in edge.iterate_labels():
                shown = f"the edge from `{edge.tail}` to `{edge.head}`"
                if len(self.ends(edge)) < 2:
                    continue  # an end is nothing that is known, which is a problem of its own
                yield Label(text, edge.line, shown, self._of(edge, text), edge=edge)
        for cluster in self.graph.clusters:
            named = self._named(cluster.label)
            inside = [
                thing
                for node in self.graph.nodes
                if cluster in self.around(node) and (thing := self.thing(node.id))
            ]
            shown = f"the box “{facts.plain(cluster.label)}”"
            yield Label(cluster.label, cluster.line, shown, tuple(named or inside))
        for one in self.parameters:
            for option in one.options:
                yield Label(option, one.line, f"the choice “{one.label}”", self.things)
        edges = {edge.id: edge for edge in self.graph.edges}
        for number, step in enumerate(self.graph.steps, 1):
            along = [edges[each] for each in step.edges if each in edges]
            line = step.line or (along[0].line if along else 0)
            if any(len(self.ends(edge)) < 2 for edge in along):
                continue
            for text in filter(None, (step.text, step.note)):
                of = {thing.id: thing for edge in along for thing in self._of(edge, text)}
                yield Label(text, line, f"step {number}", tuple(of.values()), step=True)

    def _spoken_of(self, text: str) -> Iterator[Thing]:
        """What a node's label says that it calls or hears from: a Service by its name, or an address."""
        text = facts.plain(text)
        for host in _CALLED.findall(text):
            if thing := self.thing(f"Service/{host}"):
                yield thing
        heard = set(_HEARD.findall(text))
        yield from (thing for thing in self.things if heard & thing.facts.addresses)

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """All that nodes stand for and that boxes name."""
        named = [thing for box in self.graph.clusters for thing in self._named(box.label)]
        found = [thing for node in self.nodes if (thing := self.thing(node))]
        return tuple({thing.id: thing for thing in [*found, *named]}.values())

    def beside(self, thing: Thing) -> list[tuple[Edge, Thing]]:
        """What edges join to a thing, each with the edge."""
        found = []
        for edge in self.graph.edges:
            if thing.id in edge.endpoints and len(ends := self.ends(edge)) == 2:
                found.append((edge, ends[1] if ends[0] is thing else ends[0]))
        return found

    def calls(self, pod: Thing, other: Thing) -> bool:
        """Whether the label of a Pod says that it calls the Service which something is, or stands for."""
        label = self.nodes[pod.id].label if pod.id in self.nodes else ""
        called = {thing.name for thing in self._spoken_of(label) if thing.kind == "Service"}
        return bool(called & ({other.name} if other.kind == "Service" else other.services))

    def ends(self, edge: Edge) -> tuple[Thing, ...]:
        """What an edge joins, as far as it is known."""
        return tuple(thing for end in edge.endpoints if (thing := self.thing(end)))

    def _of(self, edge: Edge, text: str) -> tuple[Thing, ...]:
        of = (*self.ends(edge), *self._named(text))
        return tuple({thing.id: thing for thing in of}.values())

    def _named(self, text: str) -> list[Thing]:
        """The things that a text names: objects with their kind, or names that are no ordinary words."""
        text = facts.plain(text)
        found = [f"{kind}/{name}" for kind, name in facts.refs(text, KINDS)]
        for word in re.findall(r"[a-z0-9](?:[\w.-]*\w)?", text):
            found += self.known.names.get(word, [])
        for host in re.findall(r"https?://([\w-]+)", text):
            found.append(f"Service/{host}")
        spaced = text.casefold()
        found += [
            i
            for i in self.nodes
            if "/" not in i and re.search(rf"\b{re.escape(i)}\b", spaced.replace(" ", "-"))
        ]
        return [thing for each in dict.fromkeys(found) if (thing := self.thing(each))]


def drawn(site: Site, known: Known) -> list[Drawn]:
    """The figures that show objects, each once, in every combination of what readers choose.

    A figure without the id of an object is none of our business.
    """
    found: dict[tuple[str, str], Drawn] = {}
    for page in site.pages:
        for embed in page.embeds:
            figure = site.figures.get(embed)
            every = figure.list_combinations() if isinstance(figure, Figure) else []
            if any(REFERENCE.fullmatch(node.id) for one in every for node in one.graph.nodes):
                file = find_script(site, embed, page)
                for one in every:
                    if (file, one.graph_json) not in found:
                        found[file, one.graph_json] = Drawn(embed.name, file, one, known)
    return list(found.values())


_CALLED = re.compile(r"(?:https?://|\b(?:calls|asks) `?(?!https?:))([a-z0-9][\w-]*)")
_HEARD = re.compile(r"\b(?:sees|hears|from|calls|asks) `?(\d+(?:\.\d+){3})")

Rule = Callable[[Drawn], Iterable[Diagnostic]]


def is_dashed(edge: Edge) -> bool:
    """Whether an edge is configuration: read or watched, and crossed by no packet."""
    return any(word in edge.attrs.get("style", "") for word in ("dashed", "dotted"))
