"""Random graphs of any size, the same in every run: nested clusters, a quarter of the edges labelled."""

from __future__ import annotations

import random

from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

SIZES = 15, 30, 60, 90, 120
"""The numbers of nodes."""

_WORDS = "orders billing search catalog identity mail stock pricing report worker gateway queue cache".split()
_VERBS = "reads", "writes to", "asks", "notifies", "replicates", "signs in at"


def create_graph(seed: int, size: int, direction: str = "LR") -> Graph:
    """Return the graph of that seed with that many nodes."""
    chance = random.Random(seed * 1000 + size)
    clusters = [Cluster("c0", "Region")]
    for index in range(1, max(2, size // 6)):
        parent = chance.choice(["", *(cluster.id for cluster in clusters)])
        clusters.append(Cluster(f"c{index}", f"{chance.choice(_WORDS).title()} {index}", parent))
    nodes = tuple(
        Node(
            f"n{index}",
            f"{chance.choice(_WORDS)} {index}",
            icon="icon.png",
            cluster=chance.choice(["", *(cluster.id for cluster in clusters)]),
        )
        for index in range(size)
    )
    edges = []
    for index in range(int(size * 1.4)):
        tail = chance.randrange(size)
        head = min(size - 1, tail + 1 + int(chance.expovariate(1 / 5)))
        if tail == head:
            tail, head = head, chance.randrange(size)
        if tail != head:
            label = chance.choice(_VERBS) if chance.random() < 0.25 else ""
            edges.append(Edge(f"e{index}", f"n{tail}", f"n{head}", label))
    return Graph(
        f"Random {seed}", "random", direction, nodes=nodes, edges=tuple(edges), clusters=tuple(clusters)
    )
