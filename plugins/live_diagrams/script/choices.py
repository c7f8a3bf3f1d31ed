"""What a script lets readers choose: `kind = choice("Service type", ["ClusterIP", "NodePort"])`.

Each function gives the value for this run. Run plainly (`python script.py`), that is the default. The
engine runs the script so first, which shows what it asks for, and then once for every other combination.
Imports nothing heavy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TypeVar

from ..model.parameters import SAME_CHOICES, TOGGLE_OPTIONS, Parameter

T = TypeVar("T")

_asked: dict[str, Parameter] = {}
_chosen: dict[str, str] = {}


def choice(label: str, options: Iterable[T], default: T | None = None) -> T:
    """Let readers choose one of several values.

    Args:
        label: What is chosen, as readers see it. The same label in other figures of a page follows.
        options: What there is to choose from; readers see each as `str` gives it.
        default: What is chosen at first; the first option where it is not given.

    Raises:
        ValueError: The options are fewer than two, look alike or lack the default; or the script asked
            for the same label with others.
    """
    values = list(options)
    if default is not None and default not in values:
        raise ValueError(f"choice “{label}” has no option {default!r} to be its default")
    place = values.index(default) if default is not None else 0
    return values[_ask(label, [_line(value) for value in values], place)]


def toggle(label: str, default: bool = False) -> bool:
    """Let readers switch something on or off.

    Args:
        label: What is on or off, as readers see it.
        default: Whether it is on at first.

    Raises:
        ValueError: The script asked for the same label with other options.
    """
    return _ask(label, list(TOGGLE_OPTIONS), int(bool(default))) == 1


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


def start_run(chosen: Mapping[str, str]) -> None:
    """Forget what was asked for; from now on these are the values."""
    _asked.clear()
    _chosen.clear()
    _chosen.update(chosen)


def list_parameters() -> tuple[Parameter, ...]:
    """What the script has asked for, in that order."""
    return tuple(_asked.values())


def _ask(label: str, options: list[str], default: int) -> int:
    """The place of the value for this run among the options."""
    parameter = Parameter(_line(label), tuple(options), default, _caller())
    name = f"choice “{parameter.label}”"
    if not parameter.label:
        raise ValueError("a choice needs a label, which readers see")
    if len(options) < 2:
        raise ValueError(f"{name} leaves nothing to choose: it needs two options or more")
    if alike := next((option for option in options if options.count(option) > 1), None):
        raise ValueError(f"{name} has two options that readers see as “{alike}”")
    if _asked.setdefault(parameter.label, parameter) != parameter:
        raise ValueError(f"{name} is asked for twice, with other options or another default")
    value = _chosen.get(parameter.label, options[default])
    if value not in options:
        raise ValueError(f"{name} has no option “{value}” now, but has it by default: {SAME_CHOICES}")
    return options.index(value)


def _line(text: object) -> str:
    return " ".join(str(text).split())


def _caller() -> int:
    """The line of the script that is being run, 0 where it is not to be seen."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == "__main__":
            return frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return 0
