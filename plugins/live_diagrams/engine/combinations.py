"""The figures of a script that offers choices: one for every combination, put together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from ..model.errors import ErrorKind, FigureError
from ..model.figure import Figure
from ..model.graph import parameters as parameter_values
from ..model.graph.parameters import Combination, Parameter

Outcome = list[Figure] | FigureError
"""The figures of one run, or why it failed."""


def list_combinations(parameters: tuple[Parameter, ...], limit: int, display_path: str) -> list[Combination]:
    """Return every combination of the values of parameters; the default one is empty.

    Args:
        parameters: The parameters of a script.
        limit: How many combinations are allowed.
        display_path: The script's path for messages.

    Raises:
        FigureError: There are more.
    """
    count = parameter_values.count_combinations(parameters)
    if count > limit:
        sizes = " × ".join(f"{len(parameter.options)} ({parameter.label})" for parameter in parameters)
        message = (
            f"the choices make {count} combinations, {sizes}, and at most {limit} are drawn; "
            "offer fewer values, or raise the option `combinations`"
        )
        raise FigureError(message, display_path, parameters[-1].line, ErrorKind.CHOICES)
    combinations = list(parameter_values.iterate_combinations(parameters))
    combinations[parameter_values.find_default(parameters)] = ()
    return combinations


def find_chosen(parameters: Sequence[Parameter], chosen: Mapping[str, str]) -> int:
    """Return the index of the combination that was chosen: values by their labels, else the defaults."""
    index = 0
    for parameter in parameters:
        value = chosen.get(parameter.label, "")
        at = parameter.options.index(value) if value in parameter.options else parameter.default
        index = index * len(parameter.options) + at
    return index


def wait_for_outcome(
    run: Future[list[Figure]],
    combination: Combination,
    parameters: tuple[Parameter, ...],
    display_path: str,
) -> Outcome:
    """Return the figures of a run, or its error with the combination in the message.

    A run that asks for other parameters than the default run did is an error too.
    """
    try:
        figures = run.result()
        if figures[0].parameters != parameters:
            message = f"the script asks for other choices; {parameter_values.SAME_CHOICES}"
            raise FigureError(message, display_path, parameters[0].line, ErrorKind.CHOICES)
        return figures
    except FigureError as error:
        title = parameter_values.format_combination(combination)
        return error.replace(message=f"with {title}: {error.message}")


def combine_figures(
    outcomes: Sequence[Outcome], parameters: tuple[Parameter, ...], display_path: str
) -> list[Figure]:
    """Return the figures of a script's default run, each with its counterparts in every combination.

    Counterparts have the same position in the script, since their names may depend on the choices.

    Args:
        outcomes: The outcome of each combination, in order.
        parameters: The parameters of the script.
        display_path: The script's path for messages.

    Raises:
        FigureError: The default run failed.
    """
    default = outcomes[parameter_values.find_default(parameters)]
    if isinstance(default, FigureError):
        raise default
    combinations = list(parameter_values.iterate_combinations(parameters))

    def get_counterpart(outcome: Outcome, combination: Combination, index: int) -> Figure | FigureError:
        if isinstance(outcome, FigureError):
            return outcome
        if index < len(outcome):
            return outcome[index]
        title = parameter_values.format_combination(combination)
        message = f"with {title}: the script draws fewer diagrams"
        return FigureError(message, display_path, kind=ErrorKind.CHOICES)

    def list_counterparts(index: int) -> tuple[Figure | FigureError, ...]:
        pairs = zip(outcomes, combinations, strict=True)
        return tuple(get_counterpart(outcome, combination, index) for outcome, combination in pairs)

    return [figure.with_combinations(list_counterparts(index)) for index, figure in enumerate(default)]


def select_combination(figure: Figure, choices: Sequence[str]) -> Figure:
    """Return a figure as it looks with some choices, each `LABEL=VALUE`; the others have their defaults.

    Raises:
        FigureError: There is no such choice or value, or the script fails for it.
    """
    parameters = {parameter.label: parameter for parameter in figure.parameters}
    indexes = {label: parameter.default for label, parameter in parameters.items()}
    for choice in choices:
        label, _, value = choice.partition("=")
        if label not in parameters:
            labels = ", ".join(parameters) or "nothing to choose"
            message = f"there is no choice `{label}` in the figure; there is {labels}"
            raise FigureError(message, kind=ErrorKind.CHOICES)
        options = parameters[label].options
        if value not in options:
            message = f"`{label}` cannot be `{value}`; it can be {', '.join(options)}"
            raise FigureError(message, kind=ErrorKind.CHOICES)
        indexes[label] = options.index(value)
    if not parameters:
        return figure
    position = 0
    for label, parameter in parameters.items():
        position = position * len(parameter.options) + indexes[label]
    selected = figure.combinations[position]
    if isinstance(selected, FigureError):
        raise selected
    return selected
