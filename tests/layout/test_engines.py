"""Graphviz reads and lays out alike as a binding and as a program."""

import os
import shutil
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from live_diagrams.layout.dot import write_dot
from live_diagrams.layout.engines import graphviz
from live_diagrams.layout.engines.binding import Binding
from live_diagrams.layout.engines.graphviz import find_graphviz, lay_out, read_dot
from live_diagrams.layout.engines.program import Program
from live_diagrams.layout.style import style_graph
from live_diagrams.model.errors import ErrorKind, FigureError
from live_diagrams.model.graph.graph import Edge, Graph, Node

from tests.dot_program import install_dot_program
from tests.strategies import graphs

SOURCES = {
    "empty": "digraph {}",
    "undirected": "graph { a -- b }",
    "strict": "strict digraph { a -> b; a -> b }",
    "defaults": 'digraph { node [shape=box label="x"]; edge [color=red]; a -> b; node [shape=oval]; c }',
    "label of the name": r'digraph { a [label="\N"]; b [label=""]; c [label="x \N"] }',
    "names": 'digraph { "a\\"b" -> "c d"; "" -> "a:b"; "ü 日本" -> "<a>"; 1 -> -2.5 }',
    "ports": "digraph { a:p:n -> b:q }",
    "escapes": 'digraph { a [label="say \\"hi\\" \\\\ \\l/\t\x01"] }',
    "html": "digraph { a [label=<<b>x</b> &amp; y>]; a -> b [label=<z>] }",
    "html that is no label": "digraph { a [label=<<b>x>] }",
    "order": "digraph { c; a -> b; b -> c; a -> c; d -> a }",
    "clusters": """digraph { label=L; color=red
        subgraph cluster_0 { label=A; a; subgraph cluster_1 { label=B; color=red; b } { rank=same; c; d } }
        subgraph cluster_2 { b; e } subgraph named { rank=min; f } { g; h } { { rank=same; i } } }""",
    "cluster twice": "digraph { subgraph cluster_0 { a } subgraph cluster_0 { label=B; b } }",
    "attributes with the names of members": """digraph { name=x; directed=y; objects=z; edges=w
        subgraph cluster_0 { name=x; nodes=7; edges=8; _gvid=9; subgraphs=1; a } a [name=q; _gvid=4]
        a -> b [tail=4; head=5; name=t] }""",
    "two graphs": "digraph { a } digraph { b }",
    "of another engine": 'digraph { layout=neato; a -> b [len=2]; a [pos="1,2!"] }',
    "what aborts dot": """digraph { compound=true; splines=curved; subgraph cluster_0 { a }
        a -> b [ltail=cluster_0] }""",
}


@pytest.fixture(scope="session")
def same_program(tmp_path_factory):
    return install_dot_program(tmp_path_factory.mktemp("bin"))


@pytest.fixture(scope="session")
def installed_program():
    program = os.environ.get("LIVE_DIAGRAMS_DOT") or shutil.which("dot")
    if not program:
        pytest.skip("Graphviz's program is not installed; LIVE_DIAGRAMS_DOT can name one")
    return program


@pytest.fixture
def no_binding(monkeypatch):
    """A Python that has no `pygraphviz`."""
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.delitem(sys.modules, "live_diagrams.layout.engines.binding", raising=False)
    graphviz._find_binding.cache_clear()
    yield
    graphviz._find_binding.cache_clear()


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_is_read_alike_by_the_same_version(source, same_program):
    assert Program(same_program).read_dot(source) == Binding().read_dot(source)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_is_read_alike_by_any_version(source, installed_program):
    """But for the order of groups, in which versions differ."""
    by_program, by_binding = Program(installed_program).read_dot(source), Binding().read_dot(source)
    assert replace(by_program, groups=[]) == replace(by_binding, groups=[])
    assert sorted(by_program.groups, key=repr) == sorted(by_binding.groups, key=repr)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(graph=graphs())
def test_any_graph_is_read_alike(graph, installed_program):
    source = write_dot(style_graph(graph))
    assert Program(installed_program).read_dot(source) == Binding().read_dot(source)


def test_a_layout_of_the_same_version_is_the_same(same_program):
    styled = style_graph(
        Graph("g", "g", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b"),))
    )
    source = write_dot(styled)
    assert Program(same_program).run_engine(source, "dot") == Binding().run_engine(source, "dot")
    assert lay_out(styled, same_program).groups.keys() == lay_out(styled).groups.keys()


@pytest.mark.parametrize("source", ["digraph { a -> [", "no graph", ""])
@pytest.mark.parametrize("program", ["same_program", "installed_program"])
def test_what_is_no_dot_is_refused_alike(source, program, request):
    for engine in (Binding(), Program(request.getfixturevalue(program))):
        with pytest.raises(ValueError, match="not valid DOT"):
            engine.read_dot(source)


def test_an_installed_program_lays_out_a_graph_where_there_is_no_binding(no_binding, installed_program):
    graph = Graph("g", "g", nodes=(Node("a", "a"), Node("b", "b")), edges=(Edge("e", "a", "b", "to"),))
    layout = lay_out(style_graph(graph), installed_program)
    assert layout.locate_nodes(graph).keys() == {"a", "b"}
    assert read_dot("digraph { a -> b }", installed_program).nodes.keys() == {"a", "b"}


def test_without_either_the_message_names_both(no_binding):
    assert not graphviz.is_binding_installed()
    with pytest.raises(FigureError) as raised:
        find_graphviz()
    assert raised.value.kind is ErrorKind.LAYOUT
    assert "pip install pygraphviz" in raised.value.message
    assert "dot: /usr/bin/dot" in raised.value.message


def test_the_binding_is_used_where_no_program_is_named():
    assert isinstance(find_graphviz(), Binding)
    assert find_graphviz("dot") == Program("dot")


def test_a_program_that_does_not_run_is_named():
    with pytest.raises(FigureError, match=r"'/nowhere/dot' does not run: No such file.*option `dot`"):
        Program("/nowhere/dot").read_dot("digraph {}")


def test_the_words_of_a_program_that_fails_reach_the_author(tmp_path):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho 'no plugins; run dot -c' >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(ValueError, match="ended with 3: no plugins; run dot -c"):
        Program(str(program)).run_engine("digraph {}", "dot")
    with pytest.raises(ValueError, match="no plugins; run dot -c"):
        Program(str(program)).read_dot("digraph {}")


@pytest.mark.parametrize(
    "output", ["<svg/>", "{}", "[1]", '{"objects": 3}', '{"strict": false, "edges": [{}]}']
)
def test_a_program_that_is_not_graphviz_is_an_error(output, tmp_path):
    program = tmp_path / "dot"
    program.write_text(f"#!/bin/sh\necho '{output}'\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(ValueError, match="wrote no graph as JSON"):
        Program(str(program)).read_dot("digraph {}")


def test_an_engine_that_does_not_exist_is_an_error():
    graph = Graph("g", "g", attrs={"layout": "nonsense"}, nodes=(Node("a", "a"),))
    with pytest.raises(ValueError, match="no layout engine 'nonsense'; there are dot, neato"):
        lay_out(style_graph(graph))
