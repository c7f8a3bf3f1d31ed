"""The graphs of the benchmark: any number of different ones, the same in every run.

A graph is a small system of ten boxes in and around two clusters, connected by labelled arrows, with about
eight different icons. It can be written as a script for the `diagrams` library, as DOT and as D2, so that
every contestant draws the same graph in its own language.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from textwrap import indent

PEOPLE = (("onprem.client", "Client"), ("onprem.client", "User"), ("onprem.client", "Users"))
DOORS = (
    ("k8s.network", "Ingress"),
    ("onprem.network", "Envoy"),
    ("onprem.network", "Nginx"),
    ("onprem.network", "Traefik"),
)
WORKLOADS = (
    ("k8s.compute", "Deployment"),
    ("k8s.compute", "Job"),
    ("k8s.compute", "Pod"),
    ("k8s.compute", "StatefulSet"),
    ("k8s.network", "Service"),
)
STORES = (
    ("k8s.storage", "PVC"),
    ("onprem.database", "MongoDB"),
    ("onprem.database", "MySQL"),
    ("onprem.database", "PostgreSQL"),
    ("onprem.inmemory", "Memcached"),
    ("onprem.inmemory", "Redis"),
    ("onprem.queue", "Kafka"),
    ("onprem.queue", "RabbitMQ"),
)
WATCHERS = (("onprem.monitoring", "Grafana"), ("onprem.monitoring", "Prometheus"))
SUBJECTS = ("Billing", "Booking", "Catalog", "Identity", "Mail", "Orders", "Search", "Shipping")
PARTS = ("api", "cart", "feed", "index", "login", "mailer", "pricing", "report", "stock", "worker")
VERBS = ("asks", "caches", "calls", "locks", "logs", "notifies", "reads", "signs", "writes")


@dataclass(frozen=True)
class Box:
    """One node: its variable in a script, its label, its icon and its cluster."""

    name: str
    label: str
    icon: tuple[str, str]
    cluster: str = ""


@dataclass(frozen=True)
class Arrow:
    """One labelled edge between two boxes, by their variables."""

    tail: str
    head: str
    label: str


@dataclass(frozen=True)
class SampleGraph:
    """The graph of one figure."""

    number: int
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def name(self) -> str:
        """Return the name of the figure, its script and its page."""
        return f"figure-{self.number:04}"

    @property
    def words(self) -> frozenset[str]:
        """Return every word that a correct drawing of this graph contains."""
        texts = (f"{box.label} {box.cluster}" for box in self.boxes)
        return frozenset(word for text in texts for word in text.split())

    def edit_label(self, revision: int) -> SampleGraph:
        """Return the graph after an edit of one label."""
        first, *others = self.boxes
        label = f"{first.label.split()[0]} rev{revision}"
        return replace(self, boxes=(replace(first, label=label), *others))

    def group_boxes(self) -> Iterator[tuple[str, list[Box]]]:
        """Yield the boxes by cluster, in order; those without a cluster under ""."""
        for cluster, boxes in groupby(self.boxes, key=lambda box: box.cluster):
            yield cluster, list(boxes)


def create_graphs(count: int) -> list[SampleGraph]:
    """Return a number of graphs, no two alike."""
    return [_create_graph(number) for number in range(1, count + 1)]


def _create_graph(number: int) -> SampleGraph:
    chance = random.Random(number)
    subject = chance.choice(SUBJECTS)
    kinds = chance.sample(WORKLOADS, 2)
    parts = chance.sample(PARTS, 4)
    services = [
        Box(f"service{i}", f"{part} {number}", kinds[i % 2], f"{subject} services")
        for i, part in enumerate(parts)
    ]
    stores = [
        Box(f"store{i}", f"{icon[1].lower()} {number}", icon, f"{subject} data")
        for i, icon in enumerate(chance.sample(STORES, 3))
    ]
    person = Box("person", "reader", chance.choice(PEOPLE))
    door = Box("door", f"{subject.lower()}.example", chance.choice(DOORS))
    watcher = Box("watcher", "metrics", chance.choice(WATCHERS))
    pairs = [(person, door), *((door, service) for service in services[:2])]
    pairs += [(services[0], services[2]), (services[1], services[3])]
    pairs += [(service, chance.choice(stores)) for service in services]
    pairs += [(watcher, chance.choice(services))]
    return SampleGraph(
        number,
        f"{subject} {number}",
        (person, door, *services, *stores, watcher),
        tuple(Arrow(tail.name, head.name, chance.choice(VERBS)) for tail, head in pairs),
    )


def format_imports(graph: SampleGraph) -> str:
    """Return the import lines of a script that draws the graph."""
    icons = sorted({box.icon for box in graph.boxes})
    lines = ["from diagrams import Cluster, Diagram, Edge"]
    for module, members in groupby(icons, key=lambda icon: icon[0]):
        lines.append(f"from diagrams.{module} import {', '.join(name for _, name in members)}")
    return "\n".join(lines)


def format_body(graph: SampleGraph) -> str:
    """Return the statements below `with Diagram(…):`, not indented."""
    lines: list[str] = []
    for cluster, boxes in graph.group_boxes():
        nodes = [f'{box.name} = {box.icon[1]}("{box.label}")' for box in boxes]
        lines += _format_block(f'with Cluster("{cluster}"):', nodes) if cluster else nodes
    for arrow in graph.arrows:
        lines.append(f'{arrow.tail} >> Edge(label="{arrow.label}") >> {arrow.head}')
    return "\n".join(lines)


def format_script(graph: SampleGraph) -> str:
    """Return a whole script, as an author of `diagrams` writes it."""
    options = f'"{graph.title}", filename="{graph.name}", outformat="svg", show=False'
    block = indent(format_body(graph), "    ")
    return f"{format_imports(graph)}\n\nwith Diagram({options}):\n{block}\n"


def write_scripts(graphs: Iterable[SampleGraph], folder: Path) -> None:
    """Write a script for each graph into one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for graph in graphs:
        (folder / f"{graph.name}.py").write_text(format_script(graph), encoding="utf-8")


def format_dot(graph: SampleGraph) -> str:
    """Return the graph in DOT: boxes without icons, since DOT brings none."""
    lines = ["rankdir=LR", "node [shape=box, style=rounded]", f'label="{graph.title}"']
    for number, (cluster, boxes) in enumerate(graph.group_boxes()):
        nodes = [f'{box.name} [label="{box.label}"]' for box in boxes]
        inside = [f'label="{cluster}"', *nodes]
        lines += _format_block(f"subgraph cluster_{number} {{", inside, "}") if cluster else nodes
    lines += [f'{arrow.tail} -> {arrow.head} [label="{arrow.label}"]' for arrow in graph.arrows]
    return "\n".join(_format_block("digraph {", lines, "}"))


def format_d2(graph: SampleGraph) -> str:
    """Return the graph in D2: boxes without icons, which would have to be fetched from the web."""
    lines = ["direction: right"]
    paths: dict[str, str] = {}
    for number, (cluster, boxes) in enumerate(graph.group_boxes()):
        nodes = [f'{box.name}: "{box.label}"' for box in boxes]
        lines += _format_block(f'cluster{number}: "{cluster}" {{', nodes, "}") if cluster else nodes
        prefix = f"cluster{number}." if cluster else ""
        paths |= {box.name: prefix + box.name for box in boxes}
    for arrow in graph.arrows:
        lines.append(f'{paths[arrow.tail]} -> {paths[arrow.head]}: "{arrow.label}"')
    return "\n".join(lines)


def _format_block(head: str, lines: Iterable[str], *tail: str) -> list[str]:
    return [head, *(f"    {line}" for line in lines), *tail]
