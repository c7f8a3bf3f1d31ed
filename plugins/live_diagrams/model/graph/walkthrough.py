"""What leads a reader through a figure: the steps of a walkthrough with their states, and questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

State = tuple[tuple[str, str], ...]
"""Names with their values, in the author's order."""


@dataclass(frozen=True)
class Step:
    """A stage of the walkthrough: what happens along some edges, or back along them.

    `edges` are ids; `note` is Markdown; `state` is what holds after the step; `line` is the script's line
    that adds it, 0 where it is not known.
    """

    text: str
    note: str = ""
    edges: tuple[str, ...] = ()
    back: bool = False
    line: int = field(default=0, compare=False)
    state: State = ()


@dataclass(frozen=True)
class Option:
    """What a reader can answer a question with; `node` is the id of the node that it is, or empty."""

    label: str
    is_right: bool = False
    node: str = ""


@dataclass(frozen=True)
class Question:
    """A question that readers answer before they see the answer; `because` is Markdown."""

    text: str
    options: tuple[Option, ...]
    because: str = ""
    line: int = field(default=0, compare=False)

    @property
    def answers(self) -> tuple[Option, ...]:
        """The options that are right."""
        return tuple(option for option in self.options if option.is_right)


@dataclass(frozen=True)
class StateEntry:
    """A name and its value in the state of a step, beside its value in the state before.

    `before` is None in the first state, and empty for a name that the state before does not have.
    """

    name: str
    value: str
    before: str | None

    @property
    def is_changed(self) -> bool:
        """Whether the value differs from that in the state before."""
        return self.before is not None and self.before != self.value


def compare_states(steps: Sequence[Step]) -> Iterator[tuple[StateEntry, ...]]:
    """Yield the state of each step, compared with the last state before it; empty where it has none."""
    before: dict[str, str] | None = None
    for step in steps:
        yield tuple(
            StateEntry(name, value, None if before is None else before.get(name, ""))
            for name, value in step.state
        )
        before = dict(step.state) or before
