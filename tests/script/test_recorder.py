"""The recorder notes what plain `diagrams` would draw, diagram by diagram, with the lines of the script."""

from __future__ import annotations

import os
import tempfile
import textwrap
from collections import Counter
from contextlib import contextmanager
from typing import Any
from unittest import mock

import diagrams
import pytest
from live_diagrams.layout.engines.graphviz import read_dot

from tests.script.recording import HEAD, NODES, record_block, record_graph, record_graphs


def test_several_diagrams_in_one_script() -> None:
    graphs = record_graphs(
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
    graphs = record_graphs(
        """
        with Diagram("One", show=False): Node("a")
        with Diagram("Two", show=False): Node("b")
        with Diagram("One", show=False): Node("c")
        """
    )
    assert [(g.name, [n.label for n in g.nodes]) for g in graphs] == [("Two", ["b"]), ("One", ["c"])]


def test_a_diagram_without_with() -> None:
    graph = record_graph(
        """
        diagram = Diagram("d", show=False)
        setdiagram(diagram)
        Node("a") >> Node("b")
        diagram.render()
        """
    )
    assert [n.label for n in graph.nodes] == ["a", "b"]


def test_a_diagram_whose_block_raised_is_not_drawn() -> None:
    graphs = record_graphs(
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


def test_lines() -> None:
    graph = record_graph(
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


def test_c4() -> None:
    graph = record_graph(
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
    record_block('Node("a")')
    with pytest.raises(ZeroDivisionError):
        record_block("1 / 0")
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
        descriptor, self.filename = tempfile.mkstemp()  # which it removes, as it thinks that it wrote it
        os.close(descriptor)

    with mock.patch.object(diagrams.Diagram, "render", render):
        yield


@pytest.mark.parametrize("name", PLAIN)
def test_it_agrees_with_plain_diagrams(name: str) -> None:
    lines = textwrap.indent(textwrap.dedent(PLAIN[name]), "    ")
    script = HEAD + 'with Diagram("d", show=False) as d:\n' + lines
    sources: list[str] = []
    with plainly(sources):
        exec(compile(script, "plain.py", "exec"), {})
    plain = read_dot(sources[0])
    graph = record_block(PLAIN[name])
    label = {key: node.attrs.get("label", r"\N").replace(r"\N", key) for key, node in plain.nodes.items()}
    own = {n.id: n.label for n in graph.nodes}
    assert Counter(label.values()) == Counter(own.values())
    drawn = Counter(
        (label[e.tail], label[e.head], e.attrs.get("label", ""), e.attrs.get("dir", "forward"))
        for e in plain.edges
    )
    assert drawn == Counter((own[e.tail], own[e.head], e.label, e.direction) for e in graph.edges)
    titles = {c.id: c.label for c in graph.clusters}
    assert {
        label[key]: plain.clusters[node.cluster].attrs["label"] if node.cluster else ""
        for key, node in plain.nodes.items()
    } == {n.label: titles.get(n.cluster, "") for n in graph.nodes}
    attributes = {(key, value) for edge in graph.edges for key, value in edge.attrs.items()}
    assert attributes <= {(key, value) for edge in plain.edges for key, value in edge.attrs.items()}
