"""Walkthroughs as scripts describe them: which step goes along which edges, and what cannot be one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from live_diagrams.model.codec import decode, encode
from live_diagrams.model.errors import FigureError
from live_diagrams.model.graph.graph import Graph
from live_diagrams.script.patches import record_diagrams
from live_diagrams.script.recorder import Recorder

HEAD = """\
from diagrams import Diagram, Edge, Node
from live_diagrams import Step
with Diagram("d", filename="d", show=False):
    a, b, c = [Node(name, nodeid=name) for name in "abc"]
"""
LINE = HEAD.count("\n") + 1
DOT = os.environ.get("LIVE_DIAGRAMS_DOT") or shutil.which("dot") or ""


def record_block(lines: str) -> Graph:
    recorder = Recorder("script.py", Path)
    with record_diagrams(recorder):
        exec(compile(HEAD + textwrap.indent(textwrap.dedent(lines), "    "), "script.py", "exec"), {})
    (graph,) = recorder.build_graphs()
    return graph


def describe_steps(graph: Graph) -> list[str]:
    """Each step with the nodes that it goes between."""
    edges = {edge.id: edge for edge in graph.edges}
    lines = []
    for step in graph.steps:
        ends = [edges[name].endpoints[:: -1 if step.back else 1] for name in step.edges]
        lines.append(f"{step.text}: {' '.join('>'.join(pair) for pair in ends)}")
    return lines


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        ('a >> Step("one") >> b', ["one: a>b"]),
        ('a << Step("one") << b', ["one: b>a"]),
        ('a >> Step("one") >> b >> Step("two") >> c', ["one: a>b", "two: b>c"]),
        ('a >> Step("one") >> [b, c]', ["one: a>b a>c"]),
        ('[a, b] >> Step("one") >> c', ["one: a>c b>c"]),
        ('one = Step("one")\na >> one >> b\nb >> one >> c', ["one: a>b b>c"]),
        ('one = Step("one")\na >> one >> b\none.reply("two")', ["one: a>b", "two: b>a"]),
        ('one = Step("one")\na >> one >> b\none.then("two")', ["one: a>b", "two: a>b"]),
        ('late = Step("first")\nb >> Step("second") >> c\na >> late >> b', ["first: a>b", "second: b>c"]),
        ('a >> Step("again") >> b >> Step("again") >> c', ["again: a>b", "again: b>c"]),
        ('a >> Step(" in \\n one  line ") >> b', ["in one line: a>b"]),
        ("a >> Edge() >> b", []),
    ],
)
def test_steps_and_their_edges(lines: str, steps: list[str]) -> None:
    graph = record_block(lines)
    assert describe_steps(graph) == steps
    assert not any("_step" in edge.attrs for edge in graph.edges)


def test_an_edge_shows_the_numbers_of_its_steps_and_its_own_label() -> None:
    graph = record_block(
        'one = Step("one", label="TLS")\na >> one >> b\none.reply("two")\nb >> Step("three") >> c'
    )
    assert [edge.label for edge in graph.edges] == ["TLS", ""]
    assert [graph.format_edge_label(edge) for edge in graph.edges] == ["1, 2\nTLS", "3"]


def test_a_step_takes_what_an_edge_takes() -> None:
    (edge,) = record_block('a >> Step("one", color="red", style="dashed", minlen="2") >> b').edges
    assert {key: edge.attrs[key] for key in ("color", "style", "minlen")} == {
        "color": "red",
        "style": "dashed",
        "minlen": "2",
    }


def test_a_step_has_a_state() -> None:
    graph = record_block(
        'one = Step("one", state={"to": "b", "by  x": 443, "none": None})\na >> one >> b\n'
        'one.reply("two", state={"to": "a"})\none.then("three", "n")'
    )
    assert [step.state for step in graph.steps] == [(("to", "b"), ("by x", "443")), (("to", "a"),), ()]


@pytest.mark.parametrize(
    ("lines", "error", "message"),
    [
        ('Step("lost")', FigureError, "step 1, “lost”, joins no nodes; write `a >> Step(…) >> b`"),
        ('one = Step("one")\none.reply("two")\na >> b', FigureError, "step 1, “one”, joins no nodes"),
        ('a >> Step("") >> b', ValueError, "a step says what happens"),
        ('a >> Step("  ") >> b', ValueError, "a step says what happens"),
    ],
)
def test_what_is_no_step(lines: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)) as raised:
        record_block(lines)
    if isinstance(raised.value, FigureError):
        assert raised.value.line == LINE


def test_a_step_outside_a_diagram_says_so() -> None:
    script = 'from live_diagrams import Step\nStep("one")'
    recorder = Recorder("script.py", Path)
    with (
        record_diagrams(recorder),
        pytest.raises(OSError, match="a step belongs inside `with Diagram"),
    ):
        exec(compile(script, "script.py", "exec"), {})


def test_steps_survive_being_remembered() -> None:

    graph = record_block('one = Step("one", "A *note*.")\na >> one >> [b, c]\none.reply("two")')
    assert decode(encode(graph), Graph) == graph


@pytest.mark.skipif(not DOT, reason="plain `diagrams` needs the program `dot`, which is not here")
def test_a_script_with_steps_runs_by_itself(tmp_path: Path) -> None:
    script = tmp_path / "walk.py"
    script.write_text(
        HEAD.replace("show=False", 'show=False, outformat="dot"') + '    a >> Step("one") >> b\n'
    )
    environment = {**os.environ, "PATH": f"{Path(DOT).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([sys.executable, script.name], cwd=tmp_path, env=environment, check=True, timeout=60)
    assert re.search(r"a -> b\s*\[[^]]*label=1\b", (tmp_path / "d.dot").read_text())


def test_the_package_imports_no_diagrams_before_a_script_asks_for_steps() -> None:
    code = (
        "import live_diagrams, sys; assert 'diagrams' not in sys.modules; live_diagrams.Step; import diagrams"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
