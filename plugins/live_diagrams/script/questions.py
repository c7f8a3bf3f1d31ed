"""Questions of a figure: `ask("Which of them may answer?", answer=[web_1, web_2], because="…")`.

As steps, they are kept on the diagram, where `graph_builder` finds them. So a script with questions also runs
by itself; its picture then shows none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import diagrams

from ..layout.labels import strip_markup
from ..model.errors import ErrorKind, FigureError
from ..model.graph.graph import Node
from ..model.graph.walkthrough import Option, Question


@dataclass(frozen=True)
class QuestionNote:
    """The author's question: answers and the options beside them are nodes of `diagrams`, or words."""

    text: str
    answers: tuple[Any, ...]
    among: tuple[Any, ...]
    because: str
    line: int


def ask(question: str, answer: Any, because: str = "", among: Iterable[Any] = ()) -> None:
    """Let readers answer a question about the figure before they see the answer.

    Args:
        question: The question, as readers see it.
        answer: What is right: a node or a word, or a list of them. Readers pick nodes in the drawing.
        because: The reason: one paragraph of Markdown, without HTML.
        among: What readers choose from. For nodes that is, where it is not given, every node of the
            same kinds in the figure; where these are only the right ones, every node.

    Raises:
        EnvironmentError: It is outside `with Diagram(…):`.
        ValueError: The question or its answer is empty, or words leave nothing to choose.
    """
    diagram = diagrams.getdiagram()
    if diagram is None:
        raise OSError("Global diagrams context not set up: a question belongs inside `with Diagram(…):`")
    text = " ".join(str(question).split())
    answers, others = _list_options(answer), _list_options(among)
    if not text or not answers:
        raise ValueError('a question has an answer: ask("Who answers?", answer=[server], because="…")')
    line = sys._getframe(1).f_lineno
    is_words = not any(isinstance(option, diagrams.Node) for option in answers)
    if is_words and all(option in answers for option in others):
        raise ValueError(f"“{text}” leaves nothing to choose; name what else could be meant in `among=[…]`")
    list_questions(diagram).append(QuestionNote(text, answers, others, str(because), line))


def list_questions(diagram: Any) -> list[QuestionNote]:
    """Return the questions of a diagram so far."""
    notes: list[QuestionNote] = vars(diagram).setdefault("_live_questions", [])
    return notes


def build_question(note: QuestionNote, nodes: Iterable[Node], ids: Mapping[str, str]) -> Question:
    """Return a question with its options; `ids` are those of nodes in the graph, by their `nodeid`.

    Nodes are in the order of the script, and words that `among` does not place are sorted, so that the place
    of an answer says nothing.

    Raises:
        FigureError: A node of it is not in the diagram.
    """
    by_id = {node.id: node for node in nodes}

    def find_key(option: Any) -> str:
        if not isinstance(option, diagrams.Node):
            return str(option)
        if option.nodeid not in ids:
            message = f"the question “{note.text}” is about a node of another diagram"
            raise FigureError(message, line=note.line, kind=ErrorKind.EXCEPTION)
        return ids[option.nodeid]

    right = [find_key(option) for option in note.answers]
    keys = list(map(find_key, note.among)) or _list_candidates(right, by_id)
    if not set(right) <= set(keys):
        keys = sorted({*keys, *right})
    ranks = {id_: rank for rank, id_ in enumerate(by_id)}
    keys.sort(key=lambda key: ranks.get(key, -1))
    return Question(
        note.text,
        tuple(
            Option(_name(by_id[key]) if key in by_id else key, key in right, key if key in by_id else "")
            for key in dict.fromkeys(keys)
        ),
        note.because,
        note.line,
    )


def _list_candidates(right: list[str], nodes: Mapping[str, Node]) -> list[str]:
    """Return the nodes of the same kinds as the right ones, or all where there are no others."""
    kinds = {nodes[id_].kind for id_ in right if id_ in nodes}
    visible = [id_ for id_, node in nodes.items() if "invis" not in node.attrs.get("style", "")]
    alike = [id_ for id_ in visible if nodes[id_].kind in kinds]
    return alike if set(alike) - set(right) or not kinds else visible


def _name(node: Node) -> str:
    """Return a node's label on one line, else its id."""
    return strip_markup(node.label) or node.id


def _list_options(options: Any) -> tuple[Any, ...]:
    if isinstance(options, str) or not isinstance(options, Iterable):
        options = [options]
    return tuple(
        option if isinstance(option, diagrams.Node) else " ".join(str(option).split())
        for option in options
        if option is not None
    )
