"""The pictures of the benchmark: as many different ones as asked for, always the same ones.

A picture is a small system of ten boxes in and around two clusters, joined by labelled arrows,
with about eight different icons. It can be written as a script for the `diagrams` library, as DOT
and as D2, so that every contestant draws the same thing in the language that it reads.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from textwrap import indent

_PEOPLE = (("onprem.client", "Client"), ("onprem.client", "User"), ("onprem.client", "Users"))
_DOORS = (
    ("k8s.network", "Ingress"),
    ("onprem.network", "Envoy"),
    ("onprem.network", "Nginx"),
    ("onprem.network", "Traefik"),
)
_WORKLOADS = (
    ("k8s.compute", "Deployment"),
    ("k8s.compute", "Job"),
    ("k8s.compute", "Pod"),
    ("k8s.compute", "StatefulSet"),
    ("k8s.network", "Service"),
)
_STORES = (
    ("k8s.storage", "PVC"),
    ("onprem.database", "MongoDB"),
    ("onprem.database", "MySQL"),
    ("onprem.database", "PostgreSQL"),
    ("onprem.inmemory", "Memcached"),
    ("onprem.inmemory", "Redis"),
    ("onprem.queue", "Kafka"),
    ("onprem.queue", "RabbitMQ"),
)
_WATCHERS = (("onprem.monitoring", "Grafana"), ("onprem.monitoring", "Prometheus"))
_SUBJECTS = ("Billing", "Booking", "Catalog", "Identity", "Mail", "Orders", "Search", "Shipping")
_PARTS = ("api", "cart", "feed", "index", "login", "mailer", "pricing", "report", "stock", "worker")
_VERBS = ("asks", "caches", "calls", "locks", "logs", "notifies", "reads", "signs", "writes")


@dataclass(frozen=True)
class Box:
    """One node: its variable in a script, what is written below it, its icon and its cluster."""

    name: str
    label: str
    icon: tuple[str, str]
    cluster: str = ""


@dataclass(frozen=True)
class Arrow:
    """One labelled edge between two boxes, which it names by their variables."""

    tail: str
    head: str
    label: str


@dataclass(frozen=True)
class Picture:
    """What one figure shows."""

    number: int
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def name(self) -> str:
        """The figure's name, which is also its script's and its page's."""
        return f"figure-{self.number:04}"

    @property
    def words(self) -> frozenset[str]:
        """Every word that a true drawing of this picture must contain."""
        texts = (f"{box.label} {box.cluster}" for box in self.boxes)
        return frozenset(word for text in texts for word in text.split())

    def edit_label(self, revision: int) -> Picture:
        """The same picture after its author changed one label."""
        first, *others = self.boxes
        label = f"{first.label.split()[0]} rev{revision}"
        return replace(self, boxes=(replace(first, label=label), *others))

    def group_boxes(self) -> Iterator[tuple[str, list[Box]]]:
        """The boxes by cluster, in the order in which they stand; those in none come under ""."""
        for cluster, boxes in groupby(self.boxes, key=lambda box: box.cluster):
            yield cluster, list(boxes)


def create_pictures(count: int) -> list[Picture]:
    """So many pictures, no two alike."""
    return [_create_picture(number) for number in range(1, count + 1)]


def _create_picture(number: int) -> Picture:
    chance = random.Random(number)
    subject = chance.choice(_SUBJECTS)
    kinds = chance.sample(_WORKLOADS, 2)
    parts = chance.sample(_PARTS, 4)
    services = [
        Box(f"service{i}", f"{part} {number}", kinds[i % 2], f"{subject} services")
        for i, part in enumerate(parts)
    ]
    stores = [
        Box(f"store{i}", f"{icon[1].lower()} {number}", icon, f"{subject} data")
        for i, icon in enumerate(chance.sample(_STORES, 3))
    ]
    person = Box("person", "reader", chance.choice(_PEOPLE))
    door = Box("door", f"{subject.lower()}.example", chance.choice(_DOORS))
    watcher = Box("watcher", "metrics", chance.choice(_WATCHERS))
    pairs = [(person, door), *((door, service) for service in services[:2])]
    pairs += [(services[0], services[2]), (services[1], services[3])]
    pairs += [(service, chance.choice(stores)) for service in services]
    pairs += [(watcher, chance.choice(services))]
    return Picture(
        number,
        f"{subject} {number}",
        (person, door, *services, *stores, watcher),
        tuple(Arrow(tail.name, head.name, chance.choice(_VERBS)) for tail, head in pairs),
    )


def format_imports(picture: Picture) -> str:
    """The import lines of a script that draws the picture."""
    icons = sorted({box.icon for box in picture.boxes})
    lines = ["from diagrams import Cluster, Diagram, Edge"]
    for module, members in groupby(icons, key=lambda icon: icon[0]):
        lines.append(f"from diagrams.{module} import {', '.join(name for _, name in members)}")
    return "\n".join(lines)


def format_body(picture: Picture) -> str:
    """The statements that stand below `with Diagram(…):`, not indented."""
    lines: list[str] = []
    for cluster, boxes in picture.group_boxes():
        nodes = [f'{box.name} = {box.icon[1]}("{box.label}")' for box in boxes]
        lines += _format_block(f'with Cluster("{cluster}"):', nodes) if cluster else nodes
    for arrow in picture.arrows:
        lines.append(f'{arrow.tail} >> Edge(label="{arrow.label}") >> {arrow.head}')
    return "\n".join(lines)


def format_script(picture: Picture) -> str:
    """A whole script, just as an author of `diagrams` writes it."""
    options = f'"{picture.title}", filename="{picture.name}", outformat="svg", show=False'
    block = indent(format_body(picture), "    ")
    return f"{format_imports(picture)}\n\nwith Diagram({options}):\n{block}\n"


def write_scripts(pictures: Iterable[Picture], folder: Path) -> None:
    """A script for each picture, into one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        (folder / f"{picture.name}.py").write_text(format_script(picture), encoding="utf-8")


def format_dot(picture: Picture) -> str:
    """The picture in Graphviz' own language: boxes without icons, for DOT brings none."""
    lines = ["rankdir=LR", "node [shape=box, style=rounded]", f'label="{picture.title}"']
    for number, (cluster, boxes) in enumerate(picture.group_boxes()):
        nodes = [f'{box.name} [label="{box.label}"]' for box in boxes]
        inside = [f'label="{cluster}"', *nodes]
        lines += _format_block(f"subgraph cluster_{number} {{", inside, "}") if cluster else nodes
    lines += [f'{arrow.tail} -> {arrow.head} [label="{arrow.label}"]' for arrow in picture.arrows]
    return "\n".join(_format_block("digraph {", lines, "}"))


def format_d2(picture: Picture) -> str:
    """The picture in D2: boxes without icons, which would have to be fetched from the web."""
    lines = ["direction: right"]
    paths: dict[str, str] = {}
    for number, (cluster, boxes) in enumerate(picture.group_boxes()):
        nodes = [f'{box.name}: "{box.label}"' for box in boxes]
        lines += _format_block(f'cluster{number}: "{cluster}" {{', nodes, "}") if cluster else nodes
        prefix = f"cluster{number}." if cluster else ""
        paths |= {box.name: prefix + box.name for box in boxes}
    for arrow in picture.arrows:
        lines.append(f'{paths[arrow.tail]} -> {paths[arrow.head]}: "{arrow.label}"')
    return "\n".join(lines)


def _format_block(head: str, lines: Iterable[str], *tail: str) -> list[str]:
    return [head, *(f"    {line}" for line in lines), *tail]
