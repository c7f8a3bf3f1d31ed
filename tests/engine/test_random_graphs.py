"""Any graph is drawn: whatever its words are, each of its parts is in the drawing once, with its words."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from live_diagrams import dot, layout, look, markup, svg, text, words
from live_diagrams.figure import Drawing
from live_diagrams.graph import Cluster, Edge, Graph, Group, Node, graph_from_json, graph_to_json

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
labels = st.one_of(
    st.sampled_from(TRICKY),
    st.text(characters, max_size=40),
    st.lists(st.sampled_from(TRICKY), min_size=2, max_size=3).map(" ".join),
    st.from_regex(r"[a-z]{1,12}( [a-z0-9.:/-]{1,20}){0,6}", fullmatch=True),
)
colours = st.sampled_from(["red", "#ff0000", "transparent", "no-colour", "red:blue", ""])
numbers = st.sampled_from(["0", "1", "2.5", "-1", "1e9", "wide", ""])


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
    width=st.sampled_from(["0.1", "1", "3", "wide", "-1"]),
    xlabel=labels,
    labelloc=st.sampled_from(["t", "b", "c"]),
    URL=labels,
    tooltip=labels,
    comment=labels,
)
edge_attributes = attributes(
    color=colours, style=st.sampled_from(["dashed", "bold"]), xlabel=labels, headlabel=labels, minlen=numbers
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    cluster_ids = [f"cluster {i}" for i in range(draw(st.integers(0, 4)))]
    clusters = tuple(
        Cluster(
            name,
            draw(labels),
            draw(st.sampled_from(["", *cluster_ids[:i]])),
            draw(attributes(bgcolor=colours, style=st.sampled_from(["dashed", "rounded", "invis"]))),
        )
        for i, name in enumerate(cluster_ids)
    )
    names = draw(st.lists(st.text(characters, min_size=1, max_size=8), min_size=1, max_size=8, unique=True))
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
            attributes(splines=st.sampled_from(["ortho", "curved", "line"]), label=labels, nodesep=numbers)
        ),
        nodes=nodes,
        edges=edges,
        clusters=clusters,
        groups=() if clusters else tuple(draw(st.lists(group, max_size=2))),
    )


def draw(graph: Graph, engine: str = "dot") -> Drawing:
    styled = look.apply(graph)
    return svg.dress(layout.svg(dot.write(styled.graph), engine), graph, styled, lambda path: ("key", 40, 30))


def parse(drawing: Drawing) -> ET.Element:
    assert not re.search(r"<(?!>)[^<>]*<[^>]", drawing.body.replace("<>", ""))
    return ET.fromstring(f"<svg>{drawing.body.replace('<>', 'here')}</svg>")


def groups(root: ET.Element, kind: str) -> list[ET.Element]:
    return [g for g in root.iter("g") if kind in g.get("class", "").split()]


def letters(said: str) -> Counter[str]:
    """What of a text can be seen, however it was broken into lines and runs."""
    seen = (c for c in said if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cn", "Cf"))
    return Counter(seen)


def visible(element: ET.Element) -> Counter[str]:
    return letters("".join(element.itertext()).replace("\ufffd", ""))


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
        clusters=tuple(Cluster(f"c{i}", label) for i, label in enumerate(TRICKY)),
    )
)
def test_every_part_is_drawn_once_with_its_words(graph: Graph) -> None:
    drawing = draw(graph)
    root = parse(drawing)

    nodes = groups(root, "node")
    assert sorted(g.get("data-node") for g in nodes) == sorted(node.id for node in graph.nodes)
    assert len({g.get("id") for g in root.iter("g") if g.get("id")}) == len(
        [g for g in root.iter("g") if g.get("id")]
    )
    clusters = groups(root, "cluster")
    assert len(clusters) == len(graph.clusters)
    edges = {g.get("id"): g for g in groups(root, "edge")}
    assert set(edges) == {f"here-{edge.id}" for edge in graph.edges}

    by_id = {g.get("data-node"): g for g in nodes}
    for node in graph.nodes:
        assert by_id[node.id].get("data-kind") == node.kind
        check(
            node.label, by_id[node.id], node.attrs, recorded="record" in node.attrs.get("shape", "").lower()
        )
    for cluster, group in zip(graph.clusters, clusters, strict=True):
        assert group.get("data-cluster") == markup.plain(cluster.label)
        check(cluster.label, group, cluster.attrs)
    for edge in graph.edges:
        group = edges[f"here-{edge.id}"]
        ends = (edge.head, edge.tail) if edge.direction == "back" else (edge.tail, edge.head)
        assert (group.get("data-from"), group.get("data-to")) == ends
        check(edge.label, group, edge.attrs)


def check(label: str, group: ET.Element, attrs: Mapping[str, str], *, recorded: bool = False) -> None:
    """All that can be read of a label is in its group. What is invisible paints nothing."""
    if "invis" in attrs.get("style", ""):
        return
    if recorded and not markup.is_html(label):
        label = re.sub(r"(?<!\\)<[^<>]*(?<!\\)>|[{}|\\<>]", " ", label)  # its fields and their names
        assert letters(markup.plain(label)).keys() <= visible(group).keys() | set("nlrNG")
        return
    missing = letters(markup.plain(label)) - visible(group)
    assert not missing, f"{label!r} lost {missing}"


@FEW
@given(graph=graphs(), engine=st.sampled_from([e for e in layout.ENGINES if e not in ("dot", "patchwork")]))
def test_every_engine_draws_it(graph: Graph, engine: str) -> None:
    root = parse(draw(graph, engine))
    assert len(groups(root, "node")) == len(graph.nodes)


@FEW
@given(graph=graphs())
def test_a_drawing_is_the_same_each_time(graph: Graph) -> None:
    assert draw(graph) == draw(graph)


@FEW
@given(graph=graphs())
def test_it_can_be_told_in_words_and_kept_as_json(graph: Graph) -> None:
    import json

    assert graph_from_json(json.loads(graph_to_json(graph))) == graph
    assert "\n" not in words.labels(graph)
    assert len([s for s in words.sentences(graph) if s]) >= len(graph.edges)


@FEW
@given(graph=graphs())
def test_nothing_in_it_can_act(graph: Graph) -> None:
    """No script, no handler, no link but a node's own, whatever the labels and attributes say."""
    for element in parse(draw(graph)).iter():
        assert element.tag in {
            "svg",
            "g",
            "a",
            "path",
            "polygon",
            "polyline",
            "ellipse",
            "use",
            "text",
            "tspan",
        }
        assert not [
            key for key in element.attrib if key.lower().startswith("on") or "href" in key.lower()[1:]
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
    found = text.layout(label, size, bold=bold, wrap=wrap)
    assert found.width >= 0
    assert found.height >= 0
    shown = "".join(run.text for line in found.lines for run in line.runs)
    assert letters(shown) == letters("".join(line for line, _ in text.split(label)))


@FEW
@given(label=st.text(characters, max_size=60))
def test_any_label_has_words(label: str) -> None:
    assert "\n" not in markup.plain(label)
    if markup.is_html(label):
        assert ET.fromstring(f"<x>{label[1:-1]}</x>") is not None


def test_a_strict_graph_merges_edges() -> None:
    nodes = (Node("a", "a"), Node("b", "b"))
    edges = tuple(Edge(f"edge-{i}", "a", "b") for i in range(3))
    root = parse(draw(Graph("g", "g", strict=True, nodes=nodes, edges=edges)))
    assert len(groups(root, "edge")) == 1


def test_many_nodes_and_clusters() -> None:
    count = 150
    clusters = tuple(Cluster(f"c{i}", f"cluster {i}", f"c{i - 1}" if i % 10 else "") for i in range(40))
    nodes = tuple(Node(f"n{i}", f"node {i}", cluster=f"c{i % 40}", icon="i") for i in range(count))
    edges = tuple(Edge(f"edge-{i}", f"n{i}", f"n{i * 7 % count}", f"edge {i}") for i in range(count))
    root = parse(draw(Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters)))
    found: Callable[[str], int] = lambda kind: len(groups(root, kind))  # noqa: E731
    assert (found("node"), found("edge"), found("cluster")) == (count, count, 40)
