"""Graphs and labels to draw: any that an author can write, tricky ones among them."""

from __future__ import annotations

from hypothesis import strategies as st
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Group, Node

TRICKY = [
    'say "hi"', "back\\slash", "end\\", "two\nlines", "two\\nlines", "left\\lright\\r", "", " ", "\t",
    "\\", "<b>bold</b>", "<<b>bold</b> & not>", "<script>alert(1)</script>", "</svg>", "<!--", "]]>",
    "&amp;", "<>", "<<table><tr><td>in a table</td></tr></table>>", "<<i>a<br/>b</i>>", "<no>", "<a&b>",
    "<&#65;>", "<&nbsp;x>", "{a|b}", "{<p> a|b}", "\\N", "\\G", "🎉👩‍👩‍👧‍👦", "مرحبا بالعالم", "中文标签",
    "e\u0301a\u0308", "\u200b", "x" * 400, "\x00", "\x01", "\x1b[0m", "\r\n", "\u2028", "\ufffe", "\uffff",
    "\x7f", "\ud7ff",
]  # fmt: skip
"""Labels that a careless writer of DOT, HTML or XML would break."""

CHARACTERS = st.characters(exclude_categories=["Cs"])
IDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
LABELS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(CHARACTERS, max_size=40),
    st.lists(st.sampled_from(TRICKY), min_size=2, max_size=3).map(" ".join),
    st.from_regex(r"[a-z]{1,12}( [a-z0-9.:/-]{1,20}){0,6}", fullmatch=True),
)
_COLOURS = st.sampled_from(["red", "#ff0000", "transparent", "no-colour", "red:blue", ""])
_NUMBERS = st.sampled_from(["1", "2.5", "wide", ""])


def _attributes(**optional: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=optional)


_NODE_ATTRIBUTES = _attributes(
    color=_COLOURS,
    fontcolor=_COLOURS,
    fontsize=st.sampled_from(["8", "20", "0", "big"]),
    shape=st.sampled_from(
        ["box", "oval", "plain", "none", "record", "Mrecord", "diamond", "cylinder", "nonsense"]
    ),
    style=st.sampled_from(["filled", "dashed", "rounded", "invis", "bold", "nonsense"]),
    width=st.sampled_from(["0.1", "1", "3", "wide"]),
    xlabel=LABELS,
    labelloc=st.sampled_from(["t", "b", "c"]),
    URL=LABELS,
    tooltip=LABELS,
    comment=LABELS,
)
_EDGE_ATTRIBUTES = _attributes(
    color=_COLOURS,
    style=st.sampled_from(["dashed", "bold"]),
    taillabel=LABELS,
    headlabel=LABELS,
    minlen=st.sampled_from(["1", "2"]),
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Return a graph with any labels and attributes that do not crash Graphviz itself.

    Left out are orthogonal edges, an `xlabel` of an edge beside its label, edges that span no rank (a
    `minlen` of 0, or no number), and ranks that share nodes: a crash would end the tests, which run in one
    process. In a site it ends only the child process of the script.
    """
    cluster_ids = [f"cluster {i}" for i in range(draw(st.integers(0, 4)))]
    clusters = tuple(
        Cluster(
            name,
            draw(LABELS),
            draw(st.sampled_from(["", *cluster_ids[:i]])),
            draw(_attributes(bgcolor=_COLOURS, style=st.sampled_from(["dashed", "rounded"]))),
        )
        for i, name in enumerate(cluster_ids)
    )
    names = draw(st.lists(IDS, min_size=1, max_size=8, unique=True))
    nodes = tuple(
        Node(
            name,
            draw(LABELS),
            kind=draw(st.sampled_from(["Node", "Service", "Ünï"])),
            icon=draw(st.sampled_from(["", "icon.png"])),
            cluster=draw(st.sampled_from(["", *cluster_ids])),
            attrs=draw(_NODE_ATTRIBUTES),
        )
        for name in names
    )
    ends = st.sampled_from(names)
    edges = tuple(
        Edge(
            f"edge-{i}",
            draw(ends),
            draw(ends),
            draw(LABELS),
            draw(st.sampled_from(["forward", "back", "both", "none"])),
            draw(_EDGE_ATTRIBUTES),
        )
        for i in range(draw(st.integers(0, 10)))
    )
    group = st.builds(
        Group, st.just({"rank": "same"}), st.lists(ends, min_size=1, max_size=3, unique=True).map(tuple)
    )
    return Graph(
        name=draw(LABELS),
        filename="figure",
        direction=draw(st.sampled_from(["LR", "TB", "RL", "BT"])),
        strict=False,
        attrs=draw(
            _attributes(splines=st.sampled_from(["spline", "curved", "line"]), label=LABELS, nodesep=_NUMBERS)
        ),
        nodes=nodes,
        edges=edges,
        clusters=clusters,
        groups=() if clusters else tuple(draw(st.lists(group, max_size=1))),
    )


SHORT_LABELS = st.one_of(
    st.text(max_size=24),
    st.sampled_from(
        ["<script>alert(1)</script>", 'a "quoted" & <b>', "日本語\nテスト", "العربية", "🚀 launch",
         r"left\lright\r", r"\N \G", "back\\slash", "<<b>bold</b> and <i>plain</i>>",
         "<a<br/>b>", "<x>", "{a|b}", "", " "]
    ),
)  # fmt: skip
_SHAPES = st.sampled_from(["", "box", "ellipse", "record", "Mrecord", "plain", "cylinder", "circle", "point"])
_STYLES = st.sampled_from(["", "dashed", "rounded,filled", "filled"])


@st.composite
def plain_graphs(draw: st.DrawFn) -> Graph:
    """Return a small graph with any labels, of which no part is invisible."""
    count = draw(st.integers(1, 8))
    clusters = [
        Cluster(
            f"c{i}",
            draw(SHORT_LABELS),
            f"c{draw(st.integers(0, i - 1))}" if i and draw(st.booleans()) else "",
        )
        for i in range(draw(st.integers(0, 3)))
    ]
    nodes = []
    for i in range(count):
        attrs = {"shape": draw(_SHAPES), "style": draw(_STYLES)}
        nodes.append(
            Node(
                f"n {i}",
                draw(SHORT_LABELS),
                icon=draw(st.sampled_from(["", "", "/icons/a.png", "/icons/b.png"])),
                cluster=draw(st.sampled_from(["", *(c.id for c in clusters)])),
                attrs={k: v for k, v in attrs.items() if v},
            )
        )
    ends = st.sampled_from([node.id for node in nodes])
    edges = [
        Edge(
            f"edge-{i + 1}",
            draw(ends),
            draw(ends),
            draw(SHORT_LABELS),
            draw(st.sampled_from(["forward", "back", "both", "none"])),
        )
        for i in range(draw(st.integers(0, 8)))
    ]
    groups = (Group({"rank": "same"}, tuple(node.id for node in nodes[:2])),) if draw(st.booleans()) else ()
    return Graph(
        "A graph", "a_graph", draw(st.sampled_from(["LR", "TB", "RL", "BT"])), nodes=tuple(nodes),
        edges=tuple(edges), clusters=tuple(clusters), groups=groups if not clusters else (),
    )  # fmt: skip
