"""The choices that a script offers its readers: `kind = choice("Service type", ["ClusterIP", "NodePort"])`.

Each function returns the value for this run: the default when run plainly (`python script.py`). The engine
first runs the script with the defaults, which shows what readers can choose, and then once for every other
combination. Imports nothing heavy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TypeVar

from ..model.graph.parameters import SAME_CHOICES, TOGGLE_OPTIONS, Parameter

T = TypeVar("T")

_parameters: dict[str, Parameter] = {}
_values: dict[str, str] = {}


def choice(label: str, options: Iterable[T], default: T | None = None) -> T:
    """Let readers choose one of several values.

    Args:
        label: What is chosen, as readers see it. The same label in other figures of a page follows.
        options: The values to choose from; readers see each as `str` formats it.
        default: The value at first; the first option where it is not given.

    Raises:
        ValueError: The options are fewer than two, look alike or lack the default; or the script asked
            for the same label with others.
    """
    values = list(options)
    if default is not None and default not in values:
        raise ValueError(f"choice “{label}” has no option {default!r} to be its default")
    index = values.index(default) if default is not None else 0
    return values[_choose_index(label, [_join_lines(value) for value in values], index)]


def toggle(label: str, default: bool = False) -> bool:
    """Let readers switch something on or off.

    Args:
        label: What is on or off, as readers see it.
        default: Whether it is on at first.

    Raises:
        ValueError: The script asked for the same label with other options.
    """
    return _choose_index(label, list(TOGGLE_OPTIONS), int(bool(default))) == 1


def number(label: str, lowest: int, highest: int, default: int | None = None) -> int:
    """Let readers choose a whole number.

    Args:
        label: What is counted, as readers see it.
        lowest: The least that can be chosen.
        highest: The most that can be chosen.
        default: The number at first; the lowest where it is not given.

    Raises:
        ValueError: The bounds leave no choice or lack the default; or the script asked for the same
            label with others.
    """
    return choice(label, range(int(lowest), int(highest) + 1), default)


def start_run(combination: Mapping[str, str]) -> None:
    """Forget the choices of an earlier run; the values for this one are those of `combination`."""
    _parameters.clear()
    _values.clear()
    _values.update(combination)


def list_parameters() -> tuple[Parameter, ...]:
    """Return the choices that the script has offered so far, in that order."""
    return tuple(_parameters.values())


def _choose_index(label: str, options: list[str], default: int) -> int:
    """Return the index of the option that this run uses."""
    parameter = Parameter(_join_lines(label), tuple(options), default, _find_caller_line())
    name = f"choice “{parameter.label}”"
    if not parameter.label:
        raise ValueError("a choice needs a label, which readers see")
    if len(options) < 2:
        raise ValueError(f"{name} leaves nothing to choose: it needs two options or more")
    if duplicate := next((option for option in options if options.count(option) > 1), None):
        raise ValueError(f"{name} has two options that readers see as “{duplicate}”")
    if _parameters.setdefault(parameter.label, parameter) != parameter:
        raise ValueError(f"{name} is asked for twice, with other options or another default")
    value = _values.get(parameter.label, options[default])
    if value not in options:
        raise ValueError(f"{name} has no option “{value}” now, but has it by default: {SAME_CHOICES}")
    return options.index(value)


def _join_lines(text: object) -> str:
    return " ".join(str(text).split())


def _find_caller_line() -> int:
    """Return the line of the script that is being run, 0 where it cannot be seen."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == "__main__":
            return frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return 0
