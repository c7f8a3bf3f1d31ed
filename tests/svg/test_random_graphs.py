"""Any graph is drawn: each of its parts is in the drawing once, with its words."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from live_diagrams.layout.candidates.choice import choose_candidates
from live_diagrams.layout.engines.graphviz import ENGINES
from live_diagrams.layout.labels import is_html, strip_markup
from live_diagrams.model.figure import Drawing
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.job import Job
from live_diagrams.svg.drawing import paint_candidate

from tests.drawings import draw_graph, parse_drawing
from tests.strategies import TRICKY, graphs

TAGS = {"svg", "g", "a", "path", "polygon", "polyline", "ellipse", "rect", "use", "text", "tspan"}

MANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(MANY, max_examples=25)
"""Of what takes several layouts."""


def load_icon(path: str) -> tuple[str, int, int]:
    return "key", 40, 30


def draw(graph: Graph, engine: str = "") -> Drawing:
    return draw_graph(graph, load_icon, engine=engine)


def find_groups(root: ET.Element, kind: str) -> list[ET.Element]:
    return [group for group in root.iter("g") if kind in group.get("class", "").split()]


def count_letters(text: str) -> Counter[str]:
    """Return the visible characters of a text, however it was broken into lines and runs."""
    invisible = ("Cc", "Cn", "Cf")
    return Counter(c for c in text if not c.isspace() and unicodedata.category(c) not in invisible)


def select_visible(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if node.attrs.get("style") != "invis"]


def select_filled(graph: Graph) -> list[Cluster]:
    """Return the clusters that contain a node, if only in a cluster inside. Graphviz draws no others."""
    parents = {cluster.id: cluster.parent for cluster in graph.clusters}
    filled = {node.cluster for node in graph.nodes}
    for cluster in reversed(graph.clusters):
        if cluster.id in filled:
            filled.add(parents[cluster.id])
    return [cluster for cluster in graph.clusters if cluster.id in filled]


def assert_painted(label: str, group: ET.Element, attrs: Mapping[str, str]) -> None:
    """Assert that all words of a label are in its group."""
    if "record" in attrs.get("shape", "").lower() and not is_html(label):
        return  # `convert_record` has a grammar for these
    missing = count_letters(strip_markup(label)) - count_letters("".join(group.itertext()))
    assert not missing, f"{label!r} lost {missing}"


def assert_inert(root: ET.Element) -> None:
    """Assert that nothing acts: no script, no handler, no link but a node's own, whatever labels say."""
    for element in root.iter():
        assert element.tag in TAGS
        assert not [
            key for key in element.attrib if key.startswith("on") or (key != "href" and "href" in key)
        ]
        link = element.get("href", "").strip().lower()
        assert not re.match(r"(javascript|data|vbscript):", re.sub(r"[\x00-\x20]", "", link))


@MANY
@given(graph=graphs())
@example(graph=Graph("one", "one", nodes=tuple(Node(f"n{i}", label) for i, label in enumerate(TRICKY))))
@example(
    graph=Graph(
        "icons", "icons", nodes=tuple(Node(f"n{i}", label, icon="i") for i, label in enumerate(TRICKY))
    )
)
@example(
    graph=Graph(
        "edges",
        "edges",
        nodes=(Node("a", "a"), Node("b", "b")),
        edges=tuple(Edge(f"edge-{i}", "a", "b", label) for i, label in enumerate(TRICKY)),
    )
)
@example(
    graph=Graph(
        "clusters",
        "clusters",
        nodes=tuple(Node(f"n{i}", "in", cluster=f"c{i}") for i in range(len(TRICKY))),
        clusters=tuple(Cluster(f"c{i}", label) for i, label in enumerate(TRICKY)),
    )
)
def test_every_part_is_drawn_once_with_its_words_and_can_do_nothing(graph: Graph) -> None:
    drawing = draw(graph)
    assert draw(graph) == drawing
    root = parse_drawing(drawing)
    assert_inert(root)

    named = [g.get("id") for g in root.iter("g") if g.get("id")]
    assert len(set(named)) == len(named)
    nodes = {g.get("data-node"): g for g in find_groups(root, "node")}
    clusters = find_groups(root, "cluster")
    edges = {g.get("id"): g for g in find_groups(root, "edge")}
    assert len(find_groups(root, "node")) == len(select_visible(graph.nodes))
    assert len(clusters) == len(select_filled(graph))
    assert sorted(edges) == sorted(f"here-{edge.id}" for edge in graph.edges)

    for node in select_visible(graph.nodes):
        assert nodes[node.id].get("data-kind") == node.kind
        assert_painted(node.label, nodes[node.id], node.attrs)
    titles = find_groups(root, "cluster-titles")  # above the edges, which may cross a cluster's
    for cluster, group in zip(select_filled(graph), clusters, strict=True):
        assert count_letters(group.get("data-cluster", "")) == count_letters(strip_markup(cluster.label))
        assert_painted(cluster.label, titles[0] if titles else group, cluster.attrs)
    for edge in graph.edges:
        group = edges[f"here-{edge.id}"]
        ends = (edge.head, edge.tail) if edge.direction == "back" else (edge.tail, edge.head)
        assert (group.get("data-from"), group.get("data-to")) == ends
        assert_painted(edge.label, group, edge.attrs)


@FEW
@given(graph=graphs(), engine=st.sampled_from([e for e in ENGINES if e not in ("dot", "patchwork")]))
def test_every_engine_draws_it(graph: Graph, engine: str) -> None:
    root = parse_drawing(draw(graph, engine))
    assert len(find_groups(root, "node")) == len(select_visible(graph.nodes))


@FEW
@given(graph=graphs(), narrow=st.sampled_from(["auto", "TB", "LR"]))
def test_the_narrow_drawing_shows_the_same_and_needs_less_width(graph: Graph, narrow: str) -> None:
    job = Job("script.py", "script.py", "/", "/nowhere", narrow=narrow)
    drawings = {
        variant: paint_candidate(candidate, load_icon)
        for variant, candidate in choose_candidates(graph, job).items()
    }
    contents = []
    for drawing in drawings.values():
        root = parse_drawing(drawing)
        ids = Counter(group.get("id") for group in root.iter("g") if group.get("id"))
        contents.append((ids, count_letters("".join(root.itertext()))))
    assert all(content == contents[0] for content in contents)
    if "narrow" in drawings:
        assert drawings["narrow"].readable_width < drawings["wide"].readable_width


def test_a_strict_graph_merges_edges() -> None:
    nodes = (Node("a", "a"), Node("b", "b"))
    edges = tuple(Edge(f"edge-{i}", "a", "b") for i in range(3))
    root = parse_drawing(draw(Graph("g", "g", strict=True, nodes=nodes, edges=edges)))
    assert len(find_groups(root, "edge")) == 1


def test_many_nodes_and_clusters() -> None:
    count = 120
    clusters = tuple(Cluster(f"c{i}", f"cluster {i}", f"c{i - 1}" if i % 3 else "") for i in range(30))
    nodes = tuple(Node(f"n{i}", f"node {i}", cluster=f"c{i % 30}", icon="i") for i in range(count))
    edges = tuple(Edge(f"edge-{i}", f"n{i}", f"n{(i + 30) % count}", f"edge {i}") for i in range(count))
    root = parse_drawing(draw(Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters)))
    counts = [len(find_groups(root, kind)) for kind in ("node", "edge", "cluster")]
    assert counts == [count, count, 30]
