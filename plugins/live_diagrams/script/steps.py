"""Steps of a walkthrough, as a script describes them: `client >> Step("Asks for the page") >> server`.

A step is an edge of `diagrams`, so a script with steps also runs by itself; its edges then show the numbers
of their steps. Its text and note are kept on the diagram, where `graph_builder` finds it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import diagrams

from ..model.graph.graph import LABEL_SEPARATOR
from ..model.graph.walkthrough import State

ATTRIBUTE = "_step"
"""The edge attribute that is the number of its step. `diagrams` copies it wherever it copies an edge."""


@dataclass(frozen=True)
class StepNote:
    """The author's description of one step.

    `along` is the number of the step whose edges it follows: its own, or that of an earlier step; `back`
    says that it follows them backwards.
    """

    text: str
    note: str
    along: int
    back: bool
    line: int
    state: State = ()


class Step(diagrams.Edge):  # type: ignore[misc]  # diagrams has no types
    """An edge that is a step of the walkthrough: its number is the place among the diagram's steps.

    Used between several nodes, or more than once, it is one step along several edges.

    Args:
        text: What happens, in a few words.
        note: More on it: one paragraph of Markdown, without HTML.
        state: What holds now, as names with values: readers see which have changed since the last state.
        attrs: What any `Edge` takes. A label is painted beside the step's number.

    Raises:
        EnvironmentError: It is outside `with Diagram(…):`.
        ValueError: It says nothing.
    """

    def __init__(
        self, text: str, note: str = "", *, state: Mapping[str, object] | None = None, **attrs: Any
    ) -> None:
        self.number = _add_step(text, note, state)
        number_and_label = (str(self.number), str(attrs.pop("label", "")))
        attrs["label"] = LABEL_SEPARATOR.join(filter(None, number_and_label))
        super().__init__(**attrs, **{ATTRIBUTE: str(self.number)})

    def then(self, text: str, note: str = "", *, state: Mapping[str, object] | None = None) -> None:
        """Add a step that goes along this one's edges again.

        Args:
            text: What happens, in a few words.
            note: More on it: one paragraph of Markdown, without HTML.
            state: What holds now, as names with values.
        """
        _add_step(text, note, state, self.number)

    def reply(self, text: str, note: str = "", *, state: Mapping[str, object] | None = None) -> None:
        """Add a step that goes back along this one's edges.

        Args:
            text: What comes back, in a few words.
            note: More on it: one paragraph of Markdown, without HTML.
            state: What holds now, as names with values.
        """
        _add_step(text, note, state, self.number, back=True)


def list_steps(diagram: Any) -> list[StepNote]:
    """Return the steps of a diagram so far."""
    step_notes: list[StepNote] = vars(diagram).setdefault("_live_steps", [])
    return step_notes


def _add_step(
    text: str, note: str, state: Mapping[str, object] | None, along: int = 0, *, back: bool = False
) -> int:
    """Add a step to the diagram whose block is running, and return its number."""
    diagram = diagrams.getdiagram()
    if diagram is None:
        raise OSError("Global diagrams context not set up: a step belongs inside `with Diagram(…):`")
    if not str(text).strip():
        raise ValueError('a step says what happens: Step("Asks for the page")')
    step_notes = list_steps(diagram)
    line = sys._getframe(2).f_lineno
    number = len(step_notes) + 1
    values = tuple((_join(name), _join(value)) for name, value in (state or {}).items() if value is not None)
    step_notes.append(StepNote(_join(text), str(note), along or number, back, line, values))
    return number


def _join(text: object) -> str:
    return " ".join(str(text).split())
