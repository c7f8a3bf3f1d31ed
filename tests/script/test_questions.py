"""Questions as scripts ask them: what readers choose from, what is right, and what cannot be asked."""

from __future__ import annotations

import re

import pytest
from live_diagrams.model.errors import FigureError
from live_diagrams.model.graph.graph import Graph
from live_diagrams.script.patches import record_diagrams
from live_diagrams.script.recorder import Recorder

HEAD = """\
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.k8s.compute import Pod
from live_diagrams import ask
with Diagram("other", filename="other", show=False):
    far = Node("far")
with Diagram("d", filename="d", show=False):
    user = Node("the\\nuser", nodeid="user")
    pods = [Pod(f"Pod {n}", nodeid=f"pod-{n}") for n in (1, 2, 3)]
    one, two, three = pods
    ghost = Node("ghost", nodeid="ghost", style="invis")
"""


def build(lines: str) -> Graph:
    written = Recorder("script.py", lambda path: path)
    with record_diagrams(written):
        exec(compile(f"{HEAD}    {lines}\n", "script.py", "exec"), {})
    return written.build_graphs()[-1]


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ('ask("Who?", answer=two)', ["Pod 1", "Pod 2 (pod-2) right", "Pod 3"]),
        ('ask("Who?", answer=[three, one])', ["Pod 1 (pod-1) right", "Pod 2", "Pod 3 (pod-3) right"]),
        ('ask("Who?", answer=user)', ["the user (user) right", "Pod 1", "Pod 2", "Pod 3"]),
        ('ask("Who?", answer=pods)', ["the user", *(f"Pod {n} (pod-{n}) right" for n in (1, 2, 3))]),
        ('ask("Who?", answer=one, among=[user, one])', ["the user", "Pod 1 (pod-1) right"]),
        ('ask("Which?", answer="2", among=["3", "1"])', ["1", "2 right", "3"]),
        ('ask("Which?", answer="b", among=["c", "b"])', ["c", "b right"]),
        ('ask("Which?", "b", among=[user])', ["b right", "the user"]),
    ],
)
def test_the_options_of_a_question(lines, options):
    (question,) = build(lines).questions
    shown = [f"{o.label} ({o.node}) right" if o.node else f"{o.label} right" for o in question.answers]
    assert [o.label if not o.is_right else shown.pop(0) for o in question.options] == options


def test_a_question_has_its_reason_and_its_line():
    (question,) = build('ask("  Who\\n answers? ", answer=one, because="It *listens*.")').questions
    assert (question.text, question.because, question.line) == ("Who answers?", "It *listens*.", 11)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ('ask("", answer=one)', "a question has an answer"),
        ('ask("Who?", answer=[])', "a question has an answer"),
        ('ask("Which?", answer="b")', "“Which?” leaves nothing to choose"),
        ('ask("Which?", answer=["a", "b"], among=["a", "b"])', "leaves nothing to choose"),
    ],
)
def test_what_is_no_question_says_why(lines, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        build(lines)


def test_a_question_about_another_diagram_is_an_error_at_its_line():
    with pytest.raises(FigureError, match="about a node of another diagram") as caught:
        build('ask("Who?", answer=far)')
    assert caught.value.line == 11
