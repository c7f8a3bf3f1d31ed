"""The graphs of the layout benchmark: real figures, the shapes of upstream's examples, and random ones."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.settings import Settings

from tests.layout.random_graphs import SIZES, create_graph
from tests.support import ROOT

ICON = "icon.png"

SHAPES = """\
grouped workers TB
  lb > w1 w2 w3 w4 w5 > events
clustered service LR
  dns > lb > Services[ web1 web2 web3 ] > cache
  web1 web2 web3 > Databases[ users ] - Databases[ replica ]
event processing LR
  source > Flows[ Ingest[ w1 w2 w3 ] > queue > Processing[ p1 p2 p3 ] ] > store
  p1 p2 p3 > warehouse
message collecting LR
  Sources[ core1 core2 core3 ] > bus > Targets[ Flow[ flow ] > Lake[ table bucket ] ]
  flow > Targets[ Processing[ engine > column ] ]
  flow > Targets[ Serverless[ function > app ] ]
exposed pod LR
  domain > service > pod1 pod2 pod3 < replicas < deployment < scaler
stateful set LR
  service > Apps[ pod1 set pvc1 pod2 pvc2 pod3 pvc3 ]
  pod1 pod2 pod3 < set
  pod1 > pvc1
  pod2 > pvc2
  pod3 > pvc3
  pvc1 pvc2 pvc3 < volume < class
web service LR
  ingress > Service[ grpc1 grpc2 grpc3 ] > Sessions[ session ] - Sessions[ copy ]
  copy < metrics > graphs
  grpc1 grpc2 grpc3 > Database[ users ] - Database[ reader ]
  reader < metrics
  grpc1 grpc2 grpc3 > logs > stream > analytics
"""
"""The shapes of the examples in upstream's documentation: a title and a direction, then chains.

`a b > c` leads from both to `c`; `<` back, `-` without an arrow. `Name[ … ]` is a cluster around its nodes.
"""


def iterate_figures(root: Path = ROOT) -> Iterator[tuple[str, Graph]]:
    """Yield the graphs of a project's figures: in this one, those of the guide and of the gallery."""
    with tempfile.TemporaryDirectory(prefix="bench-layout-") as cache:
        pipeline = Pipeline(Settings(root=root, cache_dir=cache))
        pipeline.start_build()
        try:
            for name in pipeline.scripts.iterate_names():
                for figure in pipeline.request_figures(pipeline.scripts.get_script(name)).result():
                    yield name, figure.graph
        finally:
            pipeline.close()


def iterate_shapes(text: str = SHAPES) -> Iterator[tuple[str, Graph]]:
    """Yield the graphs that shapes describe."""
    for block in re.split(r"\n(?=\S)", text.strip()):
        title, *chains = block.splitlines()
        name, _, direction = title.rpartition(" ")
        yield name, _Shape(chains).build(name, direction)


def iterate_random(seeds: Sequence[int], sizes: Sequence[int] = SIZES) -> Iterator[tuple[str, Graph]]:
    """Yield random graphs: of every size one for each seed, in alternate directions."""
    for size in sizes:
        for seed in seeds:
            yield f"random {size}", create_graph(seed, size, "LR" if seed % 2 else "TB")


def collect_graphs(seeds: Sequence[int]) -> Mapping[str, list[Graph]]:
    """Return all graphs by the rows of the report."""
    rows: dict[str, list[Graph]] = {"guide": [], "gallery": [], "upstream": []}
    for name, graph in iterate_figures():
        rows["gallery" if name.startswith("gallery/") else "guide"].append(graph)
    rows["upstream"] += (graph for _, graph in iterate_shapes())
    for name, graph in iterate_random(seeds):
        rows.setdefault(name, []).append(graph)
    return rows


class _Shape:
    """The nodes, edges and clusters of one shape."""

    def __init__(self, chains: Sequence[str]) -> None:
        self._nodes: dict[str, Node] = {}
        self._clusters: dict[str, Cluster] = {}
        self._edges: list[Edge] = []
        for chain in chains:
            self._read_chain(chain.split())

    def _read_chain(self, words: Sequence[str]) -> None:
        around: list[str] = []
        last: list[str] = []
        current: list[str] = []
        operator = ""
        for word in words:
            if word in {">", "<", "-"}:
                self._connect(last, operator, current)
                last, current, operator = current or last, [], word
            elif word.endswith("["):
                name = "/".join((*around, word[:-1]))
                self._clusters.setdefault(name, Cluster(name, word[:-1], "/".join(around)))
                around.append(word[:-1])
            elif word == "]":
                around.pop()
            else:
                self._nodes.setdefault(word, Node(word, word, icon=ICON, cluster="/".join(around)))
                current.append(word)
        self._connect(last, operator, current)

    def _connect(self, tails: Sequence[str], operator: str, heads: Sequence[str]) -> None:
        direction = {">": "forward", "<": "back", "-": "none"}.get(operator, "")
        if direction:
            pairs = [(tail, head) for tail in tails for head in heads]
            self._edges += (
                Edge(f"e{len(self._edges) + i}", *pair, "", direction) for i, pair in enumerate(pairs)
            )

    def build(self, name: str, direction: str) -> Graph:
        """Return the graph."""
        return Graph(
            name,
            "shape",
            direction,
            nodes=tuple(self._nodes.values()),
            edges=tuple(self._edges),
            clusters=tuple(self._clusters.values()),
        )
