"""What is noted of a script is what plain `diagrams` would draw, at the lines that say it."""

from __future__ import annotations

import functools
import textwrap
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import diagrams
import pytest
from live_diagrams.layout.engines.graphviz import read_dot
from live_diagrams.model.errors import FigureError
from live_diagrams.model.graph import Graph, Node
from live_diagrams.script import recorder as capture

HEAD = """\
from diagrams import Cluster, Diagram, Edge, Node, setdiagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import SVC, Ing
"""


def find_file(path: str) -> Path:
    if "absent" in path:
        raise FileNotFoundError(f"icon file not found: {path}")
    return Path("/found", path)


def run(script: str, *, are_icons_required: bool = False) -> list[Graph]:
    recorder = capture.Recorder("script.py", find_file, are_icons_required=are_icons_required)
    with capture.record_diagrams(recorder):
        exec(compile(HEAD + textwrap.dedent(script), "script.py", "exec"), {})
    return recorder.build_graphs()


def only(script: str, *, are_icons_required: bool = False) -> Graph:
    (graph,) = run(script, are_icons_required=are_icons_required)
    return graph


def inside(lines: str, *, are_icons_required: bool = False) -> Graph:
    """The graph of a diagram with these lines in its block."""
    script = 'with Diagram("d", show=False) as d:\n' + textwrap.indent(textwrap.dedent(lines), "    ")
    return only(script, are_icons_required=are_icons_required)


def node(graph: Graph, label: str) -> Node:
    (found,) = [node for node in graph.nodes if node.label == label]
    return found


def arrows(graph: Graph) -> str:
    """`a>b a<b a-b a=b`, by the nodes' ids; `=` is both ways."""
    signs = {"forward": ">", "back": "<", "none": "-", "both": "="}
    return " ".join(f"{e.tail}{signs[e.direction]}{e.head}" for e in graph.edges)


NODES = 'a, b, c, d = [Node(name, nodeid=name) for name in "abcd"]\n'


@pytest.mark.parametrize(
    ("lines", "drawn"),
    [
        ("a >> b", "a>b"),
        ("a << b", "a<b"),
        ("a - b", "a-b"),
        ("a >> b >> c", "a>b b>c"),
        ("a << b << c", "a<b b<c"),
        ("a - b - c", "a-b b-c"),
        ("a >> b << c - d", "a>b c-d b<d"),
        ("a >> [b, c]", "a>b a>c"),
        ("a << [b, c]", "a<b a<c"),
        ("a - [b, c]", "a-b a-c"),
        ("[a, b] >> c", "a>c b>c"),
        ("[a, b] << c", "a<c b<c"),
        ("[a, b] - c", "a-c b-c"),
        ("a >> Edge() >> b", "a>b"),
        ("a << Edge() << b", "a<b"),
        ("a - Edge() - b", "a-b"),
        ("a >> Edge() << b", "a=b"),
        ("a << Edge() >> b", "a=b"),
        ("a >> Edge() >> [b, c]", "a>b a>c"),
        ("[a, b] >> Edge() >> c", "a>c b>c"),
        ("[a, b] << Edge() << c", "a<c b<c"),
        ("[a, b] - Edge() - c", "a-c b-c"),
        ("a >> a", "a>a"),
        ("a >> b; a >> b; b >> a", "a>b a>b b>a"),
        ("e = Edge(); a >> e >> b; c >> e >> d", "a>b c>d"),
        ("a.connect(b, Edge(a, forward=True, reverse=True))", "a=b"),
    ],
)
def test_operators(lines: str, drawn: str) -> None:
    graph = inside(NODES + lines)
    assert arrows(graph) == drawn
    assert [edge.id for edge in graph.edges] == [f"edge-{i}" for i in range(1, len(graph.edges) + 1)]


def test_what_an_edge_says() -> None:
    graph = inside(
        """
        a, b, c = Node("a"), Node("b"), Node("c")
        a >> Edge(label="first", color="red", style="dashed", minlen="2") >> b
        a >> Edge(label="second", xlabel=None, penwidth=3) >> [b, c]
        a >> Edge(label="left") >> Edge(label="taken") >> b
        a >> Edge(color="blue") << b
        """
    )
    assert [(e.label, dict(e.attrs)) for e in graph.edges] == [
        ("first", {"color": "red", "style": "dashed", "minlen": "2"}),
        ("second", {"penwidth": "3"}),
        ("second", {"penwidth": "3"}),
        ("taken", {}),
        ("", {"color": "blue"}),
    ]


def test_an_edge_leads_to_nodes_only() -> None:
    with pytest.raises(TypeError, match="from a node to a node, not to 'b'"):
        inside(NODES + "a.connect('b', Edge(a))")


def test_nested_clusters_of_one_label_stay_distinct() -> None:
    graph = inside(
        """
        with Cluster("same"):
            Node("a")
            with Cluster("same"):
                Node("b")
        with Cluster("same"):
            Node("c")
        """
    )
    assert [(c.id, c.label, c.parent) for c in graph.clusters] == [
        ("same", "same", ""),
        ("same-2", "same", "same"),
        ("same-3", "same", ""),
    ]
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "same", "b": "same-2", "c": "same-3"}


def test_a_cluster_can_be_entered_again() -> None:
    graph = inside(
        """
        cluster = Cluster("c")
        with cluster:
            Node("a")
        Node("between")
        with cluster:
            Node("b")
            with Cluster("inner"):
                Node("i")
        """
    )
    assert [(c.id, c.parent) for c in graph.clusters] == [("c", ""), ("inner", "c")]
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "c", "b": "c", "i": "inner", "between": ""}


def test_a_node_after_an_inner_cluster_is_in_the_outer_one() -> None:
    graph = inside('with Cluster("o"):\n    with Cluster("i"):\n        Node("a")\n    Node("b")')
    assert {n.label: n.cluster for n in graph.nodes} == {"a": "i", "b": "o"}


def test_an_empty_cluster_is_one() -> None:
    graph = inside('with Cluster("nothing"):\n    pass\nNode("a")')
    assert [c.label for c in graph.clusters] == ["nothing"]


def test_clusters_that_edges_are_cut_off_at() -> None:
    graph = inside(
        """
        with Cluster("A b"):
            a = Node("a")
        with Cluster("c"):
            c = Node("c")
        a >> Edge(ltail="cluster_A b", lhead="cluster_c") >> c
        """
    )
    assert graph.edges[0].attrs == {"ltail": "a-b", "lhead": "c"}


def test_strict_merges_edges() -> None:
    graph = only(
        'with Diagram("d", show=False, strict=True):\n    a, b = Node("a"), Node("b")\n    a >> b\n    a >> b'
    )
    assert graph.strict
    assert len(graph.edges) == 1


def test_autolabel() -> None:
    graph = only('with Diagram("d", show=False, autolabel=True):\n    Pod("web"); SVC(); Node("x")')
    assert [n.label for n in graph.nodes] == ["Pod\nweb", "SVC", "Node\nx"]


def test_kinds_are_the_fullest_names_and_providers_and_icons_are_known() -> None:
    graph = only(
        """
        from diagrams.aws.compute import EC2, ECS
        from diagrams.custom import Custom
        from diagrams.onprem.client import User
        class Mine(Pod):
            pass
        with Diagram("d", show=False):
            SVC("a"); Ing("b"); Pod("c"); EC2("d"); ECS("e"); User("f"); Node("g"); Mine("h")
            Custom("i", "own.png"); Node("j", image="pictures/own.png")
        """
    )
    assert [(n.kind, n.provider) for n in graph.nodes] == [
        *[("Service", "k8s"), ("Ingress", "k8s"), ("Pod", "k8s"), ("EC2", "aws")],
        *[("ElasticContainerService", "aws"), ("User", "onprem"), ("Node", ""), ("Mine", "k8s")],
        *[("Custom", "custom"), ("Node", "")],
    ]
    assert [n.icon for n in graph.nodes[-2:]] == ["/found/own.png", "/found/pictures/own.png"]
    assert graph.nodes[0].icon.endswith("resources/k8s/network/svc.png")
    assert graph.nodes[6].icon == ""
    assert all("image" not in n.attrs for n in graph.nodes)


def test_a_missing_icon_is_noted_with_its_line() -> None:
    graph = inside("Node('a')\nNode('b', image='absent.png')")
    (missing,) = [node.missing_icon for node in graph.nodes if node.missing_icon]
    assert (missing.path, missing.line) == ("absent.png", 6)
    assert missing.message == "icon file not found: absent.png"


def test_a_missing_icon_is_an_error_at_its_line_where_icons_are_required() -> None:
    with pytest.raises(FigureError, match=r"icon file not found: absent\.png") as caught:
        inside("Node('a')\nNode('b', image='absent.png')", are_icons_required=True)
    assert (caught.value.kind, caught.value.line) == ("icon", 6)


def test_ids_are_slugs_of_kind_and_label() -> None:
    graph = inside(
        """
        Pod("web-1\\n10.0.0.1"); Pod("web-1\\n10.0.0.1"); Node("Über  Größe"); Node("日本"); Node("")
        Node("!?"); Node("a <b>bold</b>"); SVC("web", nodeid="own")
        """
    )
    assert [n.id for n in graph.nodes] == [
        *[
            "pod-web-1-10-0-0-1",
            "pod-web-1-10-0-0-1-2",
            "über-größe",
            "日本",
            "node",
            "node-2",
            "a-bold",
            "own",
        ]
    ]


def test_a_slug_keeps_clear_of_an_authors_id() -> None:
    graph = inside('Node("a"); Node("x", nodeid="a"); Node("a"); Node("y", nodeid="a-2")')
    assert sorted(n.id for n in graph.nodes) == ["a", "a-2", "a-3", "a-4"]
    assert {n.label: n.id for n in graph.nodes if n.label in "xy"} == {"x": "a", "y": "a-2"}


NODE_IDS = [
    *[
        'a"b',
        "a:b",
        "a:b:c",
        "a/b",
        "a b",
        "a\\b",
        "\\",
        "<a>",
        "<<b>a</b>>",
        "a\nb",
        "a;b{}[]",
        "a->b",
        "a&amp;b",
    ],
    *[
        "node",
        "edge",
        "graph",
        "digraph",
        "subgraph",
        "strict",
        "cluster",
        "cluster_0",
        "1",
        "-1",
        "n0",
        "e0",
    ],
    *[
        "ü 日本 🎉",
        "مرحبا",
        "{a|b}",
        "%s",
        "a%b",
        "//x",
        "/*x*/",
        "#x",
        "'",
        "true",
        "_",
        "-",
        "\\N",
        "\\n",
        '\\"',
    ],
]


@pytest.mark.parametrize("name", NODE_IDS)
def test_an_id_may_hold_any_character(name: str, request: pytest.FixtureRequest) -> None:
    if name.startswith("%") or '\\"' in name:
        request.applymarker(pytest.mark.xfail(reason="a name that DOT cannot say", strict=False))
    lines = f"""
    a, b, c = Node("a", nodeid={name!r}), Node("b", nodeid="b"), Node("c", nodeid={"x" + name!r})
    with Cluster("c"):
        d = Node("d", nodeid={"y" + name!r})
    b >> a >> c >> d
    """
    if name.endswith("\\"):
        with pytest.raises(ValueError, match="cannot end in a backslash"):
            inside(lines)
        return
    graph = inside(lines)
    assert {n.label: (n.id, n.cluster) for n in graph.nodes} == {
        "a": (name, ""),
        "b": ("b", ""),
        "c": (f"x{name}", ""),
        "d": (f"y{name}", "c"),
    }
    assert [(e.tail, e.head) for e in graph.edges] == [
        ("b", name),
        (name, f"x{name}"),
        (f"x{name}", f"y{name}"),
    ]


def test_an_empty_id_is_none() -> None:
    first, second = (node(inside('Node("a", nodeid="")'), "a").id for _ in range(2))
    assert first == second


LABELS = [
    *[
        'say "hi"',
        "back\\slash",
        "end\\",
        "\\",
        '\\"',
        "two\nlines",
        "two\\nlines",
        "l\\lr\\r",
        "tab\t",
        " ",
        "",
        "%",
    ],
    *[
        "<b>bold</b>",
        "<<b>bold</b>>",
        "<script>alert(1)</script>",
        "</svg>",
        "<!-- -->",
        "&amp; &lt;",
        "<>",
        "<a",
    ],
    *[
        "{a|b}",
        "\\N",
        "\\G",
        "]]>",
        "🎉👩‍👩‍👧",
        "مرحبا بالعالم",
        "中文标签",
        "e\u0301",
        "\u200b",
        "x" * 5000,
        "[a=b]",
    ],
    *["-> b", "; }", "#", "//", "/*", "\r\n", "\u2028", "\x01"],
]


@pytest.mark.parametrize("label", LABELS)
def test_a_nodes_or_edges_label_may_hold_any_character(label: str) -> None:
    graph = inside(f"""
    a, b = Node({label!r}, nodeid="a"), Pod({label!r}, nodeid="b")
    a >> Edge(label={label!r}, xlabel={label!r}) >> b
    """)
    assert [n.label for n in graph.nodes] == [label, label]
    assert [(e.label, e.attrs) for e in graph.edges] == [(label, {"xlabel": label})]


@pytest.mark.parametrize("label", LABELS)
def test_a_clusters_label_may_hold_any_character(label: str) -> None:
    graph = inside(f"""
    with Cluster({label!r}):
        Node("a")
        with Cluster({label!r}):
            Node("b")
    """)
    assert [c.label for c in graph.clusters] == [label, label]
    assert [n.cluster for n in graph.nodes] == [c.id for c in graph.clusters]


@pytest.mark.parametrize("name", LABELS)
def test_a_diagrams_name_may_hold_any_character(name: str) -> None:
    graph = only(f'with Diagram({name!r}, filename="f", show=False):\n    Node("a")')
    assert (graph.name, graph.filename) == (name, "f")
    assert "label" not in graph.attrs


def test_defaults_for_all_and_what_one_says_itself() -> None:
    graph = only(
        """
        with Diagram(
            "d",
            show=False,
            direction="TB",
            curvestyle="curved",
            graph_attr={"nodesep": "2", "bgcolor": "red"},
            node_attr={"color": "green", "shape": "oval"},
            edge_attr={"color": "pink", "style": "dotted"},
        ):
            a, b = Node("a"), Node("b", color="blue", width=2)
            with Cluster("c", graph_attr={"bgcolor": "yellow", "margin": 9}):
                c = Node("c")
            a >> b >> Edge(color="black") >> c
        """
    )
    assert graph.direction == "TB"
    assert graph.attrs == {"nodesep": "2", "bgcolor": "red", "splines": "curved"}
    assert [dict(n.attrs) for n in graph.nodes] == [
        {"color": "green", "shape": "oval"},
        {"color": "blue", "shape": "oval", "width": "2"},
        {"color": "green", "shape": "oval"},
    ]
    assert [dict(e.attrs) for e in graph.edges] == [
        {"color": "pink", "style": "dotted"},
        {"color": "black", "style": "dotted"},
    ]
    assert graph.clusters[0].attrs == {"bgcolor": "yellow", "margin": "9"}


@pytest.mark.parametrize(
    ("arguments", "colours"),
    [("", [{}, {"color": "red"}]), ('edge_attr={"color": "pink"}', [{"color": "pink"}, {"color": "red"}])],
)
def test_the_colour_of_a_theme_is_not_the_authors(
    arguments: str, colours: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = diagrams.Diagram.__init__

    @functools.wraps(original)
    def init(self: diagrams.Diagram, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self._theme_config = {"edgecolor": "#495057"}
        self.dot.edge_attr = {"color": "#495057"} | (kwargs.get("edge_attr") or {})

    monkeypatch.setattr(diagrams.Diagram, "__init__", init)
    graph = only(
        f"""
        with Diagram("d", show=False, {arguments}):
            a = Node("a")
            a >> Node("b")
            a >> Edge(color="red") >> Node("c")
        """
    )
    assert [dict(edge.attrs) for edge in graph.edges] == colours


def test_what_the_author_did_not_say_is_left_open() -> None:
    graph = inside('a = Pod("a")\nwith Cluster("c"):\n    b = Node("b")\na >> Edge(label="e") >> b')
    assert (graph.attrs, graph.direction, graph.strict) == ({}, "LR", False)
    for thing in (*graph.nodes, *graph.edges, *graph.clusters):
        assert thing.attrs == {}


@pytest.mark.parametrize("direction", ["TB", "BT", "LR", "RL", "tb"])
def test_directions(direction: str) -> None:
    graph = only(f'with Diagram("d", show=False, direction={direction!r}): Node("a")')
    assert graph.direction == direction.upper()


def test_a_label_of_the_graph_that_is_not_its_name_is_painted() -> None:
    assert only('with Diagram("d", show=False, graph_attr={"label": "own"}): Node("a")').attrs == {
        "label": "own"
    }


def test_raw_dot_beside_the_library() -> None:
    graph = inside(
        """
        a, b = Node("a", nodeid="a"), Node("b")
        d.dot.node("raw", "Raw label", shape="oval")
        d.dot.edge("raw", "a", label="raw edge", color="red")
        with d.dot.subgraph() as same:
            same.attr(rank="same")
            same.node(a.nodeid)
            same.node(b.nodeid)
        with d.dot.subgraph(name="cluster_raw") as cluster:
            cluster.attr(label="Raw cluster", bgcolor="blue")
            cluster.node("inner")
        d.dot.body.append('  z -> raw [label="appended" dir=back]\\n')
        d.dot.attr("node", fontcolor="blue")
        Node("later")
        a >> b
        """
    )
    assert {n.id: (n.label, n.cluster) for n in graph.nodes} == {
        "a": ("a", ""),
        "b": ("b", ""),
        "raw": ("Raw label", ""),
        "inner": ("inner", "cluster_raw"),
        "z": ("z", ""),
        "later": ("later", ""),
    }
    assert node(graph, "Raw label").attrs == {"shape": "oval"}
    assert node(graph, "later").attrs == {"fontcolor": "blue"}
    assert arrows(graph) == "a>b raw>a z<raw"
    assert [e.label for e in graph.edges] == ["", "raw edge", "appended"]
    assert graph.edges[1].attrs == {"color": "red"}
    assert [(c.id, c.label, c.attrs["bgcolor"]) for c in graph.clusters] == [
        ("cluster_raw", "Raw cluster", "blue")
    ]
    assert [(group.attrs, group.nodes) for group in graph.groups] == [({"rank": "same"}, ("a", "b"))]


def test_raw_attributes_of_the_graph() -> None:
    graph = inside('Node("a")\nd.dot.attr(rankdir="BT", ranksep="3")\nd.dot.graph_attr["nodesep"] = "1"')
    assert graph.direction == "BT"
    assert graph.attrs == {"ranksep": "3", "nodesep": "1"}


def test_raw_dot_that_is_none_is_an_error_at_its_diagram() -> None:
    with pytest.raises(FigureError, match="cannot read what the script made") as caught:
        inside('Node("a")\nd.dot.body.append("a -> [")')
    assert (caught.value.kind, caught.value.line) == ("layout", 4)


def test_several_diagrams_in_one_script() -> None:
    graphs = run(
        """
        with Diagram("One", show=False): Node("a")
        with Diagram("Two words", show=False): Node("b")
        with Diagram("Three", filename="folder/three", show=False): Node("c")
        with Diagram(show=False): Node("d")
        """
    )
    assert [(g.name, g.filename, [n.label for n in g.nodes]) for g in graphs] == [
        ("One", "one", ["a"]),
        ("Two words", "two_words", ["b"]),
        ("Three", "folder/three", ["c"]),
        ("", "diagrams_image", ["d"]),
    ]


def test_a_second_diagram_of_one_file_stands_for_the_first() -> None:
    graphs = run(
        """
        with Diagram("One", show=False): Node("a")
        with Diagram("Two", show=False): Node("b")
        with Diagram("One", show=False): Node("c")
        """
    )
    assert [(g.name, [n.label for n in g.nodes]) for g in graphs] == [("Two", ["b"]), ("One", ["c"])]


def test_a_diagram_without_with() -> None:
    graph = only(
        """
        diagram = Diagram("d", show=False)
        setdiagram(diagram)
        Node("a") >> Node("b")
        diagram.render()
        """
    )
    assert [n.label for n in graph.nodes] == ["a", "b"]


def test_a_diagram_whose_block_raised_is_not_drawn() -> None:
    graphs = run(
        """
        for number in range(3):
            try:
                with Diagram(f"d{number}", show=False):
                    Node("a")
                    1 / (number - 1)
            except ZeroDivisionError:
                pass
        """
    )
    assert [g.name for g in graphs] == ["d0", "d2"]


def test_a_cluster_whose_block_raised_is_left() -> None:
    graph = inside(
        """
        try:
            with Cluster("c"):
                raise KeyError
        except KeyError:
            pass
        Node("a")
        """
    )
    assert node(graph, "a").cluster == ""


def test_lines() -> None:
    graph = only(
        """
        def pods(names):
            return [Pod(name) for name in names]
        with Diagram("d", show=False):
            a = Node("a")
            with Cluster(
                "c",
            ):
                b, c = pods("bc")
            a >> b
            a >> Edge(
                label="e"
            ) >> c
        """
    )
    assert graph.line == 7
    assert [n.line for n in graph.nodes] == [8, 6, 6]
    assert [c.line for c in graph.clusters] == [9]
    assert [e.line for e in graph.edges] == [13, 14]


def test_a_node_said_twice_is_the_last_one() -> None:
    graph = inside('Node("one", nodeid="x", color="red")\nNode("two", nodeid="x")')
    assert [(n.id, n.label) for n in graph.nodes] == [("x", "two")]


def test_a_node_said_again_in_another_cluster_moves_there() -> None:
    graph = inside(
        'with Cluster("a"):\n    Node("n", nodeid="n")\nwith Cluster("b"):\n    Node("n", nodeid="n")\n'
    )
    assert [(n.id, n.cluster) for n in graph.nodes] == [("n", "b")]


def test_c4() -> None:
    graph = only(
        """
        from diagrams.c4 import Container, Person, Relationship, SystemBoundary
        with Diagram("d", show=False):
            customer = Person(name="Customer", description="Has <an> account & a card")
            with SystemBoundary("Bank"):
                web = Container(name="Web", technology="Java", description="Delivers pages")
            customer >> Relationship("Visits", technology="HTTPS") >> web
        """
    )
    assert ["Customer" in n.label for n in graph.nodes] == [True, False]
    assert all(n.label.startswith("<") and n.label.endswith(">") for n in graph.nodes)
    assert graph.edges[0].label.startswith("<")
    assert [c.label for c in graph.clusters] == ["Bank"]


def test_the_library_is_as_it_was_afterwards() -> None:
    owners = (diagrams.Diagram, diagrams.Cluster, diagrams.Node, diagrams.Edge)
    before = [dict(vars(owner)) for owner in owners]
    inside('Node("a")')
    with pytest.raises(ZeroDivisionError):
        inside("1 / 0")
    assert [dict(vars(owner)) for owner in owners] == before


# What plain `diagrams` hands to Graphviz is the judge of what was noted.

PLAIN = {
    "operators": NODES + "a >> b >> [c, d] << a\n[a, b] - Edge(label='x', color='red') - c\nb << Edge() >> d",
    "clusters": """
        with Cluster("one", direction="TB"):
            a = Pod("a")
            with Cluster("two", graph_attr={"bgcolor": "red"}):
                b = [Pod(f"b{i}") for i in range(3)]
        with Cluster("three"):
            c = SVC("c")
        a >> b >> c
        """,
    "raw": """
        a = Node("a", nodeid="a")
        d.dot.node("r", label="raw")
        d.dot.edge("r", "a")
        d.dot.body.append("x -> y -> a")
        with d.dot.subgraph(name="cluster_z") as z:
            z.attr(label="z")
            z.edge("p", "q")
        """,
    "attributes": """
        a = Node("a", shape="oval", style="filled", color="#ff0000")
        b = Pod("b", fontsize="20", xlabel="beside")
        a >> Edge(label="l", style="dashed", minlen="3", xlabel="x", headlabel="h") >> b
        """,
    "again": """
        shared = Cluster("c")
        with shared:
            a = Node("a", nodeid="a")
        with shared:
            b = Node("b", nodeid="b")
        a >> b
        """,
}


@contextmanager
def plainly(sources: list[str]) -> Any:
    """Have plain `diagrams` keep the DOT source in place of drawing it."""

    def render(self: Any) -> None:
        sources.append(self.dot.source)

    with mock.patch.object(diagrams.Diagram, "render", render), mock.patch("os.remove"):
        yield


@pytest.mark.parametrize("name", PLAIN)
def test_it_agrees_with_plain_diagrams(name: str) -> None:
    lines = textwrap.indent(textwrap.dedent(PLAIN[name]), "    ")
    script = HEAD + 'with Diagram("d", show=False) as d:\n' + lines
    sources: list[str] = []
    with plainly(sources):
        exec(compile(script, "plain.py", "exec"), {})
    plain = read_dot(sources[0])
    graph = inside(PLAIN[name])
    label = {key: found.attrs.get("label", r"\N").replace(r"\N", key) for key, found in plain.nodes.items()}
    own = {n.id: n.label for n in graph.nodes}
    assert Counter(label.values()) == Counter(own.values())
    drawn = Counter(
        (label[e.tail], label[e.head], e.attrs.get("label", ""), e.attrs.get("dir", "forward"))
        for e in plain.edges
    )
    assert drawn == Counter((own[e.tail], own[e.head], e.label, e.direction) for e in graph.edges)
    titles = {c.id: c.label for c in graph.clusters}
    assert {
        label[key]: plain.clusters[found.cluster].attrs["label"] if found.cluster else ""
        for key, found in plain.nodes.items()
    } == {n.label: titles.get(n.cluster, "") for n in graph.nodes}
    said = {(key, value) for edge in graph.edges for key, value in edge.attrs.items()}
    assert said <= {(key, value) for edge in plain.edges for key, value in edge.attrs.items()}


def test_edges_are_found_again_in_the_order_of_the_script() -> None:
    graph = inside(NODES + "d >> a\nc >> b\nb >> a\na >> b")
    assert arrows(graph) == "d>a c>b b>a a>b"
