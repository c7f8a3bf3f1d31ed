"""The parameters of a figure, whose values readers choose, and the combinations of these values. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Combination = tuple[tuple[str, str], ...]
"""A value for each parameter, by its label; empty for the defaults."""

SAME_CHOICES = "ask for the same choices, with the same options, whatever is chosen"
"""How to fix a script whose parameters depend on one another."""

TOGGLE_OPTIONS = ("off", "on")
"""The options of a parameter that is either off or on."""


@dataclass(frozen=True)
class Parameter:
    """A choice that readers have.

    `default` is an index into `options`. `line` is where the script asks for it, 0 where it is not known.
    """

    label: str
    options: tuple[str, ...]
    default: int = 0
    line: int = field(default=0, compare=False)

    @property
    def is_toggle(self) -> bool:
        """Whether it is either off or on."""
        return self.options == TOGGLE_OPTIONS


def count_combinations(parameters: Iterable[Parameter]) -> int:
    """Return the number of combinations."""
    return math.prod(len(parameter.options) for parameter in parameters)


def iterate_combinations(parameters: Iterable[Parameter]) -> Iterator[Combination]:
    """Yield every combination. The last parameter changes first, as the last digit of a number does."""
    values = ([(parameter.label, option) for option in parameter.options] for parameter in parameters)
    return itertools.product(*values)


def find_default(parameters: Iterable[Parameter]) -> int:
    """Return the index of the defaults among the combinations."""
    index = 0
    for parameter in parameters:
        index = index * len(parameter.options) + parameter.default
    return index


def format_combination(combination: Combination) -> str:
    """Return a combination in words: `Service type: NodePort, Local only: on`."""
    return ", ".join(f"{label}: {option}" for label, option in combination)
