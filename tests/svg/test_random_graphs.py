"""Any graph is drawn: whatever its words are, each of its parts is in the drawing once, with its words.

All this runs in one process. Left out is what makes Graphviz itself crash now and then, which would end
the tests: orthogonal edges, an edge's `xlabel` beside its label, edges that span no rank (a `minlen` of 0,
or no number), and ranks that share nodes. Such a crash ends only the child of the script that meets it.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from live_diagrams.layout import candidates as variants
from live_diagrams.layout import dot, text, titles
from live_diagrams.layout import graphviz as layout
from live_diagrams.layout import labels as markup
from live_diagrams.layout import style as look
from live_diagrams.layout.layout import Layout
from live_diagrams.model.codec import decode, encode
from live_diagrams.model.figure import Drawing
from live_diagrams.model.graph import Cluster, Edge, Graph, Group, Node
from live_diagrams.model.job import Job
from live_diagrams.svg import description as words
from live_diagrams.svg import drawing as svg

TAGS = {"svg", "g", "a", "path", "polygon", "polyline", "ellipse", "rect", "use", "text", "tspan"}

FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TRICKY = [
    *[
        'say "hi"',
        "back\\slash",
        "end\\",
        "two\nlines",
        "two\\nlines",
        "left\\lright\\r",
        "",
        " ",
        "\t",
        "\\",
    ],
    *[
        "<b>bold</b>",
        "<<b>bold</b> & not>",
        "<script>alert(1)</script>",
        "</svg>",
        "<!--",
        "]]>",
        "&amp;",
        "<>",
    ],
    *[
        "<<table><tr><td>in a table</td></tr></table>>",
        "<<i>a<br/>b</i>>",
        "<no>",
        "<a&b>",
        "<&#65;>",
        "<&nbsp;x>",
    ],
    *[
        "{a|b}",
        "{<p> a|b}",
        "\\N",
        "\\G",
        "🎉👩‍👩‍👧‍👦",
        "مرحبا بالعالم",
        "中文标签",
        "e\u0301a\u0308",
        "\u200b",
        "x" * 400,
    ],
    *["\x00", "\x01", "\x1b[0m", "\r\n", "\u2028", "\ufffe", "\uffff", "\x7f", "\ud7ff"],
]

characters = st.characters(exclude_categories=["Cs"])
ids = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
labels = st.one_of(
    st.sampled_from(TRICKY),
    st.text(characters, max_size=40),
    st.lists(st.sampled_from(TRICKY), min_size=2, max_size=3).map(" ".join),
    st.from_regex(r"[a-z]{1,12}( [a-z0-9.:/-]{1,20}){0,6}", fullmatch=True),
)
colours = st.sampled_from(["red", "#ff0000", "transparent", "no-colour", "red:blue", ""])
numbers = st.sampled_from(["1", "2.5", "wide", ""])


def attributes(**known: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=known)


node_attributes = attributes(
    color=colours,
    fontcolor=colours,
    fontsize=st.sampled_from(["8", "20", "0", "big"]),
    shape=st.sampled_from(
        ["box", "oval", "plain", "none", "record", "Mrecord", "diamond", "cylinder", "nonsense"]
    ),
    style=st.sampled_from(["filled", "dashed", "rounded", "invis", "bold", "nonsense"]),
    width=st.sampled_from(["0.1", "1", "3", "wide"]),
    xlabel=labels,
    labelloc=st.sampled_from(["t", "b", "c"]),
    URL=labels,
    tooltip=labels,
    comment=labels,
)
edge_attributes = attributes(
    color=colours,
    style=st.sampled_from(["dashed", "bold"]),
    taillabel=labels,
    headlabel=labels,
    minlen=st.sampled_from(["1", "2"]),
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    cluster_ids = [f"cluster {i}" for i in range(draw(st.integers(0, 4)))]
    clusters = tuple(
        Cluster(
            name,
            draw(labels),
            draw(st.sampled_from(["", *cluster_ids[:i]])),
            draw(attributes(bgcolor=colours, style=st.sampled_from(["dashed", "rounded"]))),
        )
        for i, name in enumerate(cluster_ids)
    )
    names = draw(st.lists(ids, min_size=1, max_size=8, unique=True))
    nodes = tuple(
        Node(
            name,
            draw(labels),
            kind=draw(st.sampled_from(["Node", "Service", "Ünï"])),
            icon=draw(st.sampled_from(["", "icon.png"])),
            cluster=draw(st.sampled_from(["", *cluster_ids])),
            attrs=draw(node_attributes),
        )
        for name in names
    )
    ends = st.sampled_from(names)
    edges = tuple(
        Edge(
            f"edge-{i}",
            draw(ends),
            draw(ends),
            draw(labels),
            draw(st.sampled_from(["forward", "back", "both", "none"])),
            draw(edge_attributes),
        )
        for i in range(draw(st.integers(0, 10)))
    )
    group = st.builds(
        Group, st.just({"rank": "same"}), st.lists(ends, min_size=1, max_size=3, unique=True).map(tuple)
    )
    return Graph(
        name=draw(labels),
        filename="figure",
        direction=draw(st.sampled_from(["LR", "TB", "RL", "BT"])),
        strict=False,
        attrs=draw(
            attributes(splines=st.sampled_from(["spline", "curved", "line"]), label=labels, nodesep=numbers)
        ),
        nodes=nodes,
        edges=edges,
        clusters=clusters,
        groups=() if clusters else tuple(draw(st.lists(group, max_size=1))),
    )


def draw(graph: Graph, engine: str = "dot") -> Drawing:
    styled = look.style_graph(graph)
    laid = Layout(layout.run_engine(dot.write_dot(styled.graph), engine))
    laid.refuse_loss(graph)
    return svg.paint_drawing(
        laid, graph, styled, titles.place_titles(laid, styled), lambda path: ("key", 40, 30)
    )


def parse(drawing: Drawing) -> ET.Element:
    return ET.fromstring(f"<svg>{drawing.body.replace('<>', 'here').replace('xlink:href=', 'href=')}</svg>")


def groups(root: ET.Element, kind: str) -> list[ET.Element]:
    return [g for g in root.iter("g") if kind in g.get("class", "").split()]


def letters(said: str) -> Counter[str]:
    """What of a text can be seen, however it was broken into lines and runs."""
    unseen = ("Cc", "Cn", "Cf")
    return Counter(c for c in said if not c.isspace() and unicodedata.category(c) not in unseen)


def shown(nodes: Iterable[Node]) -> list[Node]:
    """An invisible one only takes room."""
    return [node for node in nodes if node.attrs.get("style") != "invis"]


def filled(graph: Graph) -> list[Cluster]:
    """The clusters that hold a node, if in one of their own. Graphviz draws no others."""
    parents = {cluster.id: cluster.parent for cluster in graph.clusters}
    found = {node.cluster for node in graph.nodes}
    for cluster in reversed(graph.clusters):
        if cluster.id in found:
            found.add(parents[cluster.id])
    return [cluster for cluster in graph.clusters if cluster.id in found]


def check(label: str, group: ET.Element, attrs: Mapping[str, str]) -> None:
    """All that can be read of a label is in its group."""
    if "record" in attrs.get("shape", "").lower() and not markup.is_html(label):
        return  # `markup.record` reads it in its own way
    missing = letters(markup.strip_markup(label)) - letters("".join(group.itertext()))
    assert not missing, f"{label!r} lost {missing}"


@FEW
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
def test_every_part_is_drawn_once_with_its_words(graph: Graph) -> None:
    drawing = draw(graph)
    root = parse(drawing)

    named = [g.get("id") for g in root.iter("g") if g.get("id")]
    assert len(set(named)) == len(named)
    nodes = {g.get("data-node"): g for g in groups(root, "node")}
    clusters = groups(root, "cluster")
    edges = {g.get("id"): g for g in groups(root, "edge")}
    assert len(groups(root, "node")) == len(shown(graph.nodes))
    assert len(clusters) == len(filled(graph))
    assert sorted(edges) == sorted(f"here-{edge.id}" for edge in graph.edges)

    for node in shown(graph.nodes):
        assert nodes[node.id].get("data-kind") == node.kind
        check(node.label, nodes[node.id], node.attrs)
    titles = groups(root, "cluster-titles")  # above the edges, which may cross a cluster's
    for cluster, group in zip(filled(graph), clusters, strict=True):
        assert letters(group.get("data-cluster", "")) == letters(markup.strip_markup(cluster.label))
        check(cluster.label, titles[0] if titles else group, cluster.attrs)
    for edge in graph.edges:
        group = edges[f"here-{edge.id}"]
        ends = (edge.head, edge.tail) if edge.direction == "back" else (edge.tail, edge.head)
        assert (group.get("data-from"), group.get("data-to")) == ends
        check(edge.label, group, edge.attrs)


@FEW
@given(graph=graphs(), engine=st.sampled_from([e for e in layout.ENGINES if e not in ("dot", "patchwork")]))
def test_every_engine_draws_it(graph: Graph, engine: str) -> None:
    root = parse(draw(graph, engine))
    assert len(groups(root, "node")) == len(shown(graph.nodes))


@FEW
@given(graph=graphs(), way=st.sampled_from(["auto", "TB", "LR"]))
def test_the_narrow_drawing_shows_the_same_and_takes_less_room(graph: Graph, way: str) -> None:
    job = Job("script.py", "script.py", "/", "/nowhere", narrow=way)
    drawn = variants.draw_variants(graph, job, lambda path: ("key", 40, 30))
    shown = []
    for drawing in drawn.values():
        root = parse(drawing)
        ids = Counter(g.get("id") for g in root.iter("g") if g.get("id"))
        said = letters("".join(text for text in root.itertext()))
        shown.append((ids, said))
    assert all(one == shown[0] for one in shown)
    if "narrow" in drawn:
        assert drawn["narrow"].readable_width < drawn["wide"].readable_width


@FEW
@given(graph=graphs())
def test_a_drawing_is_the_same_each_time(graph: Graph) -> None:
    assert draw(graph) == draw(graph)


@FEW
@given(graph=graphs())
def test_it_can_be_told_in_words_and_kept_as_json(graph: Graph) -> None:

    assert decode(encode(graph), Graph) == graph
    assert "\n" not in words.list_labels(graph)
    said = words.describe_graph(graph)
    assert len(said.outline) == len(graph.nodes) + len(graph.clusters)
    assert bool(said.connections) == bool(graph.edges)


@FEW
@given(graph=graphs())
def test_nothing_in_it_can_act(graph: Graph) -> None:
    """No script, no handler, no link but a node's own, whatever the labels and attributes say."""
    for element in parse(draw(graph)).iter():
        assert element.tag in TAGS
        assert not [
            key for key in element.attrib if key.startswith("on") or (key != "href" and "href" in key)
        ]
        link = element.get("href", "").strip().lower()
        assert not re.match(r"(javascript|data|vbscript):", re.sub(r"[\x00-\x20]", "", link))


@FEW
@given(
    label=labels,
    size=st.floats(4, 200),
    wrap=st.sampled_from([0.0, 1.0, 150.0]),
    bold=st.booleans(),
)
def test_any_text_has_a_size(label: str, size: float, wrap: float, bold: bool) -> None:
    found = text.wrap_label(label, size, bold=bold, wrap=wrap)
    assert found.width >= 0
    assert found.height >= 0
    shown = "".join(run.text for line in found.lines for run in line.runs)
    assert letters(shown) == letters("".join(line for line, _ in text.split_lines(label)))


@FEW
@given(label=st.text(characters, max_size=60))
def test_any_label_has_words(label: str) -> None:
    assert "\n" not in markup.strip_markup(label)
    if markup.is_html(label):
        assert ET.fromstring(f"<x>{label[1:-1]}</x>") is not None


def test_a_strict_graph_merges_edges() -> None:
    nodes = (Node("a", "a"), Node("b", "b"))
    edges = tuple(Edge(f"edge-{i}", "a", "b") for i in range(3))
    root = parse(draw(Graph("g", "g", strict=True, nodes=nodes, edges=edges)))
    assert len(groups(root, "edge")) == 1


def test_many_nodes_and_clusters() -> None:
    count = 120
    clusters = tuple(Cluster(f"c{i}", f"cluster {i}", f"c{i - 1}" if i % 3 else "") for i in range(30))
    nodes = tuple(Node(f"n{i}", f"node {i}", cluster=f"c{i % 30}", icon="i") for i in range(count))
    edges = tuple(Edge(f"edge-{i}", f"n{i}", f"n{(i + 30) % count}", f"edge {i}") for i in range(count))
    root = parse(draw(Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters)))
    found: Callable[[str], int] = lambda kind: len(groups(root, kind))  # noqa: E731
    assert (found("node"), found("edge"), found("cluster")) == (count, count, 30)


def test_a_loss_of_graphvizs_own_is_refused() -> None:
    """With clusters nested ten deep it drops edges, and says so only on its standard error."""
    clusters = tuple(Cluster(f"c{i}", f"cluster {i}", f"c{i - 1}" if i % 10 else "") for i in range(40))
    nodes = tuple(Node(f"n{i}", f"node {i}", cluster=f"c{i % 40}", icon="i") for i in range(150))
    edges = tuple(Edge(f"edge-{i}", f"n{i}", f"n{i * 7 % 150}", f"edge {i}") for i in range(150))
    with pytest.raises(ValueError, match="Graphviz lost"):
        draw(Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters))
