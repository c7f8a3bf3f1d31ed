"""The figures of a large site: any number of different ones, of sizes as in real repositories.

Most have 5 to 12 nodes; one in fifty has 25 to 60. Half of the scripts import
a helper that they share with others. One figure in ten is a script inside its page, one in twenty has an
icon of the author's, and one in fifty has a choice.
"""

from __future__ import annotations

import random
from textwrap import indent

from ..sample_graphs import (
    DOORS,
    PARTS,
    PEOPLE,
    STORES,
    SUBJECTS,
    VERBS,
    WORKLOADS,
    Arrow,
    Box,
    SampleGraph,
    format_body,
    format_imports,
)

SMALLEST, LARGEST = 3, 60
TEAM = 40
"""Figures of one team, half of which import its helper."""
ICON = "diagram_src/_logo.svg"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'
    '<circle cx="32" cy="32" r="28" fill="#3f51b5"/></svg>'
)


def create_figure(number: int, nodes: int = 0) -> SampleGraph:
    """Return the graph of a figure: a flow from a person through tiers of services to stores.

    Args:
        number: The number of the figure, which decides everything in it.
        nodes: How many nodes it has; 0 for a size as in real repositories.
    """
    chance = random.Random(number)
    subject = chance.choice(SUBJECTS)
    size = max(SMALLEST, round(chance.lognormvariate(2.1, 0.4)))
    size = min(LARGEST, chance.randint(25, LARGEST) if chance.random() < 0.02 else size)
    size = nodes or size
    person = Box("person", "reader", chance.choice(PEOPLE))
    door = Box("door", f"{subject.lower()}.example", chance.choice(DOORS))
    inside = [_create_box(chance, number, index, subject) for index in range(size - 2)]
    inside.sort(key=lambda box: box.cluster)
    arrows = [Arrow("person", "door", "asks")]
    for index, box in enumerate(inside):
        tail = chance.choice(inside[max(0, index - 4) : index] or [door])
        arrows.append(Arrow(tail.name, box.name, chance.choice(VERBS) if chance.random() < 0.6 else ""))
    for _ in range(size // 6):
        start, end = chance.sample(inside, 2)
        arrows.append(Arrow(start.name, end.name, ""))
    return SampleGraph(number, f"{subject} {number}", (person, door, *inside), tuple(arrows))


def _create_box(chance: random.Random, number: int, index: int, subject: str) -> Box:
    is_store = chance.random() < 0.3
    icon = chance.choice(STORES if is_store else WORKLOADS)
    label = f"{icon[1].lower()} {number}" if is_store else f"{chance.choice(PARTS)} {number}"
    tier = chance.randrange(1 + index // 8)
    cluster = f"{subject} {'data' if is_store else 'services'} {tier + 1}" if index > 1 else ""
    return Box(f"box{index}", label, icon, cluster)


def is_inline(graph: SampleGraph) -> bool:
    """Whether the script of a figure is in its page."""
    return graph.number % 10 == 3


def has_helper(graph: SampleGraph) -> bool:
    """Whether the script of a figure imports the helper of its team."""
    return graph.number % 2 == 0


def name_helper(graph: SampleGraph) -> str:
    """Return the module that a figure's team shares."""
    return f"_team_{graph.number // TEAM:04}"


def write_helper(revision: int = 0) -> str:
    """Return the text of a helper: it draws the arrows of its team."""
    return (
        '"""What the figures of a team share."""\n\nfrom diagrams import Edge\n\n\n'
        'def arrow(label="", **options):\n'
        f'    return Edge(label=label, penwidth="{1 + revision / 10:.1f}", **options)\n'
    )


def write_script(graph: SampleGraph) -> str:
    """Return the script of a figure, as the author of a large repository writes it."""
    head, body = [format_imports(graph)], format_body(graph)
    if has_helper(graph) and not is_inline(graph):
        head.append(f"from {name_helper(graph)} import arrow")
        body = body.replace("Edge(", "arrow(")
    if graph.number % 20 == 9:
        head.append("from diagrams.custom import Custom")
        body += '\nCustom("logo", "_logo.svg") >> door'
    if graph.number % 50 == 7:
        head.append('from live_diagrams import toggle\n\nshows_watcher = toggle("Monitoring")')
        head.insert(0, "from diagrams.onprem.monitoring import Grafana")
        body += '\nif shows_watcher:\n    Grafana("metrics") >> door'
    options = f'"{graph.title}", filename="{graph.name}", show=False'
    return "\n".join(head) + f"\n\nwith Diagram({options}):\n{indent(body, '    ')}\n"
