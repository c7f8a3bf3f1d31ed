"""Steps of a walkthrough, as a script tells them: `client >> Step("Asks for the page") >> server`.

A step is an edge of `diagrams`, so a script with steps also runs by itself; its edges then show the
steps' numbers. What else a step says is kept beside the diagram for `capture`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import diagrams

from ..model.graph import LABEL_SEPARATOR

ATTRIBUTE = "_step"
"""The attribute by which an edge names its step. It goes wherever `diagrams` copies an edge's attributes."""


@dataclass(frozen=True)
class StepNote:
    """One step: what happens, more on it, and the number of the step whose edges it goes along, or back."""

    text: str
    note: str
    along: int
    back: bool
    line: int


class Step(diagrams.Edge):  # type: ignore[misc]  # diagrams has no types
    """An edge that is a step of the walkthrough: its number is the place among the diagram's steps.

    Used between several nodes, or more than once, it is one step along several edges.

    Args:
        text: What happens, in a few words.
        note: More on it: one paragraph of Markdown, without HTML.
        attrs: What any `Edge` takes. A label stands beside the step's number.

    Raises:
        EnvironmentError: It stands outside `with Diagram(…):`.
        ValueError: It says nothing.
    """

    def __init__(self, text: str, note: str = "", **attrs: Any) -> None:
        self.number = _say(text, note)
        attrs["label"] = LABEL_SEPARATOR.join(filter(None, (str(self.number), str(attrs.pop("label", "")))))
        super().__init__(**attrs, **{ATTRIBUTE: str(self.number)})

    def then(self, text: str, note: str = "") -> None:
        """Add a step that goes along this one's edges again.

        Args:
            text: What happens, in a few words.
            note: More on it: one paragraph of Markdown, without HTML.
        """
        _say(text, note, self.number)

    def reply(self, text: str, note: str = "") -> None:
        """Add a step that goes back along this one's edges.

        Args:
            text: What comes back, in a few words.
            note: More on it: one paragraph of Markdown, without HTML.
        """
        _say(text, note, self.number, back=True)


def list_steps(diagram: Any) -> list[StepNote]:
    """The steps of a diagram so far."""
    found: list[StepNote] = vars(diagram).setdefault("_live_steps", [])
    return found


def _say(text: str, note: str, along: int = 0, *, back: bool = False) -> int:
    diagram = diagrams.getdiagram()
    if diagram is None:
        raise OSError("Global diagrams context not set up: a step stands inside `with Diagram(…):`")
    if not str(text).strip():
        raise ValueError('a step says what happens: Step("Asks for the page")')
    known = list_steps(diagram)
    line = sys._getframe(2).f_lineno
    known.append(StepNote(" ".join(str(text).split()), str(note), along or len(known) + 1, back, line))
    return len(known)
