"""What crosses a pipe or lies in the cache is the message that was sent, or an error: nothing in between."""

from __future__ import annotations

import pytest
from live_diagrams.model.codec import CodecError, decode, encode
from live_diagrams.model.dependency import Dependency, DependencyKind
from live_diagrams.model.errors import ErrorKind, FigureError, TraceFrame
from live_diagrams.model.figure import Description, Drawing, RenderedFigure
from live_diagrams.model.graph.graph import Edge, Graph, Node
from live_diagrams.model.graph.parameters import Parameter
from live_diagrams.model.graph.walkthrough import Option, Question, Step
from live_diagrams.model.job import Job
from live_diagrams.model.messages import Limits, RunResult, Task, TaskReport, TaskState

GRAPH = Graph(
    "Web",
    "web",
    nodes=(Node("a", "A", attrs={"color": "red"}), Node("b", "日本")),
    edges=(Edge("e", "a", "b"),),
)
FIGURE = RenderedFigure(
    name="Web",
    filename="web",
    line=3,
    search_text="A · 日本",
    description=Description(((0, "A"), (1, "日本")), ("A leads to 日本.",)),
    drawings={"wide": Drawing("<g/>", (0.0, -1.5, 100.25, 50.0), ("0123",), 11.5)},
    graph_json=encode(GRAPH).decode(),
    steps=(Step("Asks", "for *it*", ("e",), state=(("To", "10.0.0.1"),)),),
    questions=(Question("Who?", (Option("A", True, "a"), Option("日本", node="b")), "It *listens*.", 4),),
    parameters=(Parameter("Type", ("a", "b"), 1, 7),),
)
MESSAGES = [
    GRAPH,
    Graph("Steps", "steps", steps=(Step("Asks", edges=("e",), back=True),)),
    FIGURE,
    Task(7, Job("a.py", "a.py", "/root", "/store", combination=(("Type", "a"),)), Limits(1.5, 0)),
    TaskReport(7, TaskState.FINISHED, 12, "printed\n"),
    RunResult((FIGURE,), {"0123": "iVBORw0="}, (Dependency(DependencyKind.FILE, "{root}/a.csv", "ab"),)),
    RunResult(failure=FigureError("no", "a.py", 3, ErrorKind.SYNTAX, (TraceFrame("a.py", 3, "f", "x"),))),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_is_decoded_as_it_was_encoded(message: object) -> None:
    assert decode(encode(message), type(message)) == message


def test_the_graph_of_a_figure_is_decoded_on_demand() -> None:
    figure = decode(encode(FIGURE), RenderedFigure)
    assert "graph" not in vars(figure)
    assert figure.graph == GRAPH


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_that_was_cut_short_is_an_error(message: object) -> None:
    data = encode(message)
    for end in range(0, len(data), 7):
        with pytest.raises(CodecError):
            decode(data[:end], type(message))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"<svg/>",
        b"\xff\xfe",
        b'{"task": "7", "state": "started"}',
        b'{"task": 7}',
        b'{"task": 7, "state": "gone"}',
        b'{"task": 7, "state": "started", "size": 1.5}',
        b'{"task": 7, "state": "started", "output": "\xff"}',
        b'{"task": 7, "state": "started"} trailing',
        b'{"task": 7, "unknown": ' + b"[" * 100_000,
    ],
)
def test_data_that_is_no_message_is_an_error_that_names_the_type(data: bytes) -> None:
    with pytest.raises(CodecError, match=r"^no TaskReport: "):
        decode(data, TaskReport)


def test_a_lone_surrogate_becomes_a_question_mark() -> None:
    """A script can have one in a label, and a path that is no UTF-8 has some."""
    report = TaskReport(1, TaskState.FINISHED, output="a\ud800b ü")
    assert decode(encode(report), TaskReport).output == "a?b ü"


def test_an_error_comes_back_as_it_was_raised() -> None:
    error = FigureError("wrong", "a.py", 3, ErrorKind.MEMORY, (TraceFrame("a.py", 3, "f", "x"),), "printed")
    again = decode(encode(error), FigureError)
    assert str(again) == "a.py:3: wrong"
    assert (again.kind, again.trace, again.output) == (error.kind, error.trace, error.output)


def test_a_changed_copy_of_an_error_leaves_it_alone() -> None:
    error = FigureError("wrong", "a.py")
    changed = error.replace(message="with Type: a: wrong", line=3)
    assert (str(error), str(changed)) == ("a.py: wrong", "a.py:3: with Type: a: wrong")
