"""Graphs as Mermaid: every part is in the flowchart, and no label can end its own text."""

import re

from hypothesis import given
from live_diagrams.formats.mermaid import escape_text, write_mermaid
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.graph.walkthrough import Step

from tests.strategies import LABELS, graphs

GRAPH = Graph(
    "Shop",
    "shop",
    "TB",
    nodes=(Node("a", "end"), Node("b", 'say "hi" | #1', cluster="box"), Node("c", "", "Pod")),
    edges=(
        Edge("e0", "a", "b", "asks"),
        Edge("e1", "a", "c", direction="back", attrs={"style": "dashed"}),
        Edge("e2", "b", "c", direction="both"),
        Edge("e3", "a", "b", direction="none", attrs={"lhead": "box"}),
    ),
    clusters=(Cluster("box", "Box"), Cluster("empty", "Empty")),
    steps=(Step("First", edges=("e0",)), Step("Again", edges=("e0",))),
)
FLOWCHART = """\
flowchart TB
  n0["end"]
  n2["Pod"]
  subgraph c0["Box"]
    n1["say #quot;hi#quot; #124; #35;1"]
  end
  n0 -->|"(1, 2) asks"| n1
  n2 -.-> n0
  n1 <--> n2
  n0 --- c0
"""


def test_a_flowchart_has_nodes_clusters_arrows_and_steps():
    assert write_mermaid(GRAPH) == FLOWCHART


def test_marked_parts_have_the_style_of_their_mark():
    source = write_mermaid(GRAPH, {"a": "added", "box": "changed", "e2": "removed"})
    assert "  class n0 added\n" in source
    assert "  class c0 changed\n" in source
    assert "  linkStyle 2 stroke:#cf222e" in source


@given(graphs())
def test_every_visible_node_and_edge_is_a_line(graph):
    visible = graph.without_invisible()
    lines = write_mermaid(graph).splitlines()
    assert len([line for line in lines if re.match(r' +n\d+\["', line)]) == len(visible.nodes)
    assert len([line for line in lines if re.match(r"  [nc]\d+ [-=<.]+", line)]) == len(visible.edges)


@given(LABELS)
def test_a_label_stays_inside_its_quotation_marks(label):
    assert not re.search('["<>`|\\\\\n]', escape_text(label))
