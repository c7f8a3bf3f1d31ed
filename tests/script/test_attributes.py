"""The attributes of a script: kinds, icons, directions, defaults, and raw DOT beside the library."""

from __future__ import annotations

import functools
from typing import Any

import diagrams
import pytest
from live_diagrams.model.errors import FigureError

from tests.script.recording import find_node, format_edges, record_block, record_graph


def test_kinds_are_the_fullest_names_and_providers_and_icons_are_known() -> None:
    graph = record_graph(
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
    graph = record_block("Node('a')\nNode('b', image='absent.png')")
    (missing,) = [node.missing_icon for node in graph.nodes if node.missing_icon]
    assert (missing.path, missing.line) == ("absent.png", 6)
    assert missing.message == "icon file not found: absent.png"


def test_a_missing_icon_is_an_error_at_its_line_where_icons_are_required() -> None:
    with pytest.raises(FigureError, match=r"icon file not found: absent\.png") as caught:
        record_block("Node('a')\nNode('b', image='absent.png')", are_icons_required=True)
    assert (caught.value.kind, caught.value.line) == ("icon", 6)


def test_defaults_for_all_and_what_one_says_itself() -> None:
    graph = record_graph(
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
    graph = record_graph(
        f"""
        with Diagram("d", show=False, {arguments}):
            a = Node("a")
            a >> Node("b")
            a >> Edge(color="red") >> Node("c")
        """
    )
    assert [dict(edge.attrs) for edge in graph.edges] == colours


def test_what_the_author_did_not_say_is_left_open() -> None:
    graph = record_block('a = Pod("a")\nwith Cluster("c"):\n    b = Node("b")\na >> Edge(label="e") >> b')
    assert (graph.attrs, graph.direction, graph.strict) == ({}, "LR", False)
    for thing in (*graph.nodes, *graph.edges, *graph.clusters):
        assert thing.attrs == {}


@pytest.mark.parametrize("direction", ["TB", "BT", "LR", "RL", "tb"])
def test_directions(direction: str) -> None:
    graph = record_graph(f'with Diagram("d", show=False, direction={direction!r}): Node("a")')
    assert graph.direction == direction.upper()


def test_a_label_of_the_graph_that_is_not_its_name_is_painted() -> None:
    assert record_graph('with Diagram("d", show=False, graph_attr={"label": "own"}): Node("a")').attrs == {
        "label": "own"
    }


def test_raw_dot_beside_the_library() -> None:
    graph = record_block(
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
    assert find_node(graph, "Raw label").attrs == {"shape": "oval"}
    assert find_node(graph, "later").attrs == {"fontcolor": "blue"}
    assert format_edges(graph) == "a>b raw>a z<raw"
    assert [e.label for e in graph.edges] == ["", "raw edge", "appended"]
    assert graph.edges[1].attrs == {"color": "red"}
    assert [(c.id, c.label, c.attrs["bgcolor"]) for c in graph.clusters] == [
        ("cluster_raw", "Raw cluster", "blue")
    ]
    assert [(group.attrs, group.nodes) for group in graph.groups] == [({"rank": "same"}, ("a", "b"))]


def test_raw_attributes_of_the_graph() -> None:
    graph = record_block(
        'Node("a")\nd.dot.attr(rankdir="BT", ranksep="3")\nd.dot.graph_attr["nodesep"] = "1"'
    )
    assert graph.direction == "BT"
    assert graph.attrs == {"ranksep": "3", "nodesep": "1"}


def test_raw_dot_that_is_none_is_an_error_at_its_diagram() -> None:
    with pytest.raises(FigureError, match="cannot read what the script made") as caught:
        record_block('Node("a")\nd.dot.body.append("a -> [")')
    assert (caught.value.kind, caught.value.line) == ("layout", 4)
