"""The figures of a script that lets readers choose: one for every combination, put together. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from ..model import parameters
from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..model.parameters import Combination, Parameter

Outcome = list[Figure] | FigureError
"""What one run drew, or what went wrong with it."""


def list_combinations(found: tuple[Parameter, ...], most: int, shown: str) -> list[Combination]:
    """Every combination of the values of parameters; the one that is the default is empty.

    Args:
        found: The parameters that the script asks for.
        most: How many combinations there may be.
        shown: The script, as messages have it.

    Raises:
        FigureError: There are more.
    """
    many = parameters.count_combinations(found)
    if many > most:
        sizes = " × ".join(f"{len(one.options)} ({one.label})" for one in found)
        message = (
            f"the choices make {many} combinations, {sizes}, and at most {most} are drawn; "
            "offer fewer values, or raise the option `combinations`"
        )
        raise FigureError(message, shown, found[-1].line, ErrorKind.CHOICES)
    every = list(parameters.iterate_combinations(found))
    every[parameters.find_default(found)] = ()
    return every


def collect_outcome(
    run: Callable[[], list[Figure]], chosen: Combination, found: tuple[Parameter, ...], shown: str
) -> Outcome:
    """What came of a combination of a script's parameters; an error says of which."""
    try:
        figures = run()
        if figures[0].parameters != found:
            message = f"the script asks for other choices; {parameters.SAME_CHOICES}"
            raise FigureError(message, shown, found[0].line, ErrorKind.CHOICES)
        return figures
    except FigureError as error:
        error.message = f"with {parameters.format_combination(chosen)}: {error.message}"
        return error


def combine_figures(drawn: Sequence[Outcome], found: tuple[Parameter, ...], shown: str) -> list[Figure]:
    """The figures of a script's default, each with its like in every combination.

    They are alike by their place in the script, since an author may name them for what is chosen.

    Args:
        drawn: What came of each combination, in order.
        found: The parameters that the script asks for.
        shown: The script, as messages have it.

    Raises:
        FigureError: The default could not be drawn.
    """
    default = drawn[parameters.find_default(found)]
    if isinstance(default, FigureError):
        raise default
    every = list(parameters.iterate_combinations(found))

    def like(place: int) -> tuple[Figure | FigureError, ...]:
        return tuple(
            figures
            if isinstance(figures, FigureError)
            else figures[place]
            if place < len(figures)
            else FigureError(
                f"with {parameters.format_combination(way)}: the script draws fewer diagrams",
                shown,
                kind=ErrorKind.CHOICES,
            )
            for figures, way in zip(drawn, every, strict=True)
        )

    return [dataclasses.replace(figure, combinations=like(place)) for place, figure in enumerate(default)]


def select_combination(figure: Figure, wanted: Sequence[str]) -> Figure:
    """A figure as it is when readers choose so, each choice as `LABEL=VALUE`; the defaults for the rest.

    Raises:
        FigureError: There is no such choice or value, or the script fails for it.
    """
    known = {parameter.label: parameter for parameter in figure.parameters}
    places = {label: parameter.default for label, parameter in known.items()}
    for said in wanted:
        label, _, value = said.partition("=")
        if label not in known:
            there = ", ".join(known) or "nothing to choose"
            raise FigureError(
                f"there is no choice `{label}` in the figure; there is {there}", kind=ErrorKind.CHOICES
            )
        if value not in known[label].options:
            there = ", ".join(known[label].options)
            raise FigureError(f"`{label}` cannot be `{value}`; it can be {there}", kind=ErrorKind.CHOICES)
        places[label] = known[label].options.index(value)
    if not known:
        return figure
    place = 0
    for label, parameter in known.items():
        place = place * len(parameter.options) + places[label]
    made = figure.combinations[place]
    if isinstance(made, FigureError):
        raise made
    return made
