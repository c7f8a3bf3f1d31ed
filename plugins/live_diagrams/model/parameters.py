"""What readers can choose in a figure: its parameters, and every combination of their values. Pure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Combination = tuple[tuple[str, str], ...]
"""A value for each parameter, by its label; empty for the defaults."""

SAME_CHOICES = "ask for the same choices, with the same options, whatever is chosen"
"""How to mend a script whose parameters depend on one another."""

TOGGLE_OPTIONS = ("off", "on")
"""The options of a parameter that is either off or on."""


@dataclass(frozen=True)
class Parameter:
    """Something that readers choose.

    `default` is a place among the `options`. `line` is where the script asks, 0 where that is not known.
    """

    label: str
    options: tuple[str, ...]
    default: int = 0
    line: int = field(default=0, compare=False)

    @property
    def is_toggle(self) -> bool:
        """Whether it is something to switch on."""
        return self.options == TOGGLE_OPTIONS


def count_combinations(parameters: Iterable[Parameter]) -> int:
    """How many combinations there are."""
    return math.prod(len(parameter.options) for parameter in parameters)


def iterate_combinations(parameters: Iterable[Parameter]) -> Iterator[Combination]:
    """Every combination. The last parameter changes first, so that places count up."""
    every = ([(parameter.label, option) for option in parameter.options] for parameter in parameters)
    return itertools.product(*every)


def find_default(parameters: Iterable[Parameter]) -> int:
    """The place of the defaults among the combinations."""
    place = 0
    for parameter in parameters:
        place = place * len(parameter.options) + parameter.default
    return place


def format_combination(combination: Combination) -> str:
    """A combination in words: `Service type: NodePort, Local only: on`."""
    return ", ".join(f"{label}: {option}" for label, option in combination)


def format_combinations(parameters: Sequence[Parameter], places: Iterable[int]) -> str:
    """Some of the combinations in words, as few as will do: `Service type: NodePort or LoadBalancer`."""
    every = list(iterate_combinations(parameters))
    some = [every[place] for place in places]
    values = [list(dict.fromkeys(options)) for options in zip(*some, strict=True)]
    if math.prod(map(len, values)) == len(some):  # every combination of these values
        matter = [
            v for v, parameter in zip(values, parameters, strict=True) if len(v) < len(parameter.options)
        ]
        said = [(v[0][0], " or ".join(option for _, option in v)) for v in matter]
        return format_combination(tuple(said)) or "whatever is chosen"
    return "; ".join(map(format_combination, some))
