"""The figures of a script that lets readers choose: one for every combination, put together. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from ..model import parameters
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.parameters import Chosen, Parameter

Outcome = list[Figure] | FigureError
"""What one run drew, or what went wrong with it."""


def list_combinations(found: tuple[Parameter, ...], most: int, shown: str) -> list[Chosen]:
    """Every combination of the values of parameters; the one that is the default is empty.

    Args:
        found: The parameters that the script asks for.
        most: How many combinations there may be.
        shown: The script, as messages have it.

    Raises:
        FigureError: There are more.
    """
    many = parameters.count(found)
    if many > most:
        sizes = " × ".join(f"{len(one.options)} ({one.label})" for one in found)
        message = (
            f"the choices make {many} combinations, {sizes}, and at most {most} are drawn; "
            "offer fewer values, or raise the option `combinations`"
        )
        raise FigureError(message, shown, found[-1].line, "choices")
    every = list(parameters.combinations(found))
    every[parameters.default(found)] = ()
    return every


def collect_outcome(
    run: Callable[[], list[Figure]], chosen: Chosen, found: tuple[Parameter, ...], shown: str
) -> Outcome:
    """What came of a combination of a script's parameters; an error says of which."""
    try:
        figures = run()
        if figures[0].parameters != found:
            message = f"the script asks for other choices; {parameters.ALWAYS}"
            raise FigureError(message, shown, found[0].line, "choices")
        return figures
    except FigureError as error:
        error.message = f"with {parameters.title(chosen)}: {error.message}"
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
    default = drawn[parameters.default(found)]
    if isinstance(default, FigureError):
        raise default
    every = list(parameters.combinations(found))

    def like(place: int) -> tuple[Figure | FigureError, ...]:
        return tuple(
            figures
            if isinstance(figures, FigureError)
            else figures[place]
            if place < len(figures)
            else FigureError(
                f"with {parameters.title(way)}: the script draws fewer diagrams", shown, kind="choices"
            )
            for figures, way in zip(drawn, every, strict=True)
        )

    return [dataclasses.replace(figure, combined=like(place)) for place, figure in enumerate(default)]


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
            raise FigureError(f"there is no choice `{label}` in the figure; there is {there}", kind="choices")
        if value not in known[label].options:
            there = ", ".join(known[label].options)
            raise FigureError(f"`{label}` cannot be `{value}`; it can be {there}", kind="choices")
        places[label] = known[label].options.index(value)
    if not known:
        return figure
    place = 0
    for label, parameter in known.items():
        place = place * len(parameter.options) + places[label]
    made = figure.combined[place]
    if isinstance(made, FigureError):
        raise made
    return made
