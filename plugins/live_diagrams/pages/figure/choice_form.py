"""The form controls by which readers choose, and the variants that they choose from, as HTML.

Without a script each variant can be opened by itself. With it, the controls open the variant for their
values, which carries its indices among all combinations (`data-of`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ...model.errors import FigureError
from ...model.figure import Figure
from ...model.graph.parameters import Parameter, find_default, format_combination
from ...model.words import ENGLISH, Words


def group_combinations(figure: Figure) -> list[tuple[Figure | FigureError, list[int]]]:
    """Return the different figures of all combinations, each with the indices of its combinations."""
    groups: dict[object, tuple[Figure | FigureError, list[int]]] = {}
    for index, variant in enumerate(figure.combinations):
        key = variant.appearance if isinstance(variant, Figure) else index
        groups.setdefault(key, (variant, []))[1].append(index)
    return list(groups.values())


def write_form(parameters: Iterable[Parameter], name: str, prefix: str, words: Words = ENGLISH) -> str:
    """Return the controls of a figure.

    They are in no `<form>`: there the labels of an author, as names, would hide the methods of the element.

    Args:
        parameters: What readers choose.
        name: The figure's name.
        prefix: The figure's id, which no other figure of the page has.
        words: What is not the author's, in the language of the page.
    """
    fieldsets = "".join(
        f"<fieldset>{''.join(_write_controls(parameter, f'{escape(prefix)}-value-{number}'))}</fieldset>"
        for number, parameter in enumerate(parameters, 1)
    )
    label = escape(words.say("{name}: choices", name=name))
    return (
        f'<div class="live-diagram__choices" role="group" aria-label="{label}" '
        f"data-search-exclude hidden>{fieldsets}</div>"
    )


def _write_controls(parameter: Parameter, name: str) -> Iterator[str]:
    label = escape(parameter.label)
    if parameter.is_toggle:
        yield _write_control("checkbox", name, label, "on", label, parameter.default == 1)
        return
    yield f"<legend>{label}</legend>"
    for index, option in enumerate(map(escape, parameter.options)):
        yield _write_control("radio", name, label, option, option, index == parameter.default)


def _write_control(kind: str, name: str, choice: str, value: str, label: str, checked: bool) -> str:
    on = " checked" if checked else ""
    # Without `autocomplete` a browser restores an old choice, which differs from that in the address.
    return (
        f'<label><input type="{kind}" name="{name}" data-choice="{choice}" value="{value}" '
        f'autocomplete="off"{on}>{label}</label>'
    )


def write_variant(
    inside: str, figure: Figure, indices: Sequence[int], name: str, words: Words = ENGLISH
) -> str:
    """Return the element that contains one variant; a browser opens only one of those with a `name`."""
    title = format_combinations(figure.parameters, indices, words)
    on = " open" if find_default(figure.parameters) in indices else ""
    return (
        f'<details class="live-diagram__variant" name="{escape(name)}" '
        f'data-of="{" ".join(map(str, indices))}"{on}>'
        f"<summary data-search-exclude>{escape(title)}</summary>{inside}</details>"
    )


def format_combinations(
    parameters: Sequence[Parameter], indexes: Iterable[int], words: Words = ENGLISH
) -> str:
    """Return some of the combinations in few words: `Service type: NodePort or LoadBalancer`."""
    combinations = list(itertools.product(*(_name_options(parameter, words) for parameter in parameters)))
    selected = [combinations[index] for index in indexes]
    values = [list(dict.fromkeys(pairs)) for pairs in zip(*selected, strict=True)]
    if math.prod(map(len, values)) != len(selected):  # not every combination of these values
        return "; ".join(map(format_combination, selected))
    restricted = [
        pairs
        for pairs, parameter in zip(values, parameters, strict=True)
        if len(pairs) < len(parameter.options)
    ]
    alternatives = tuple(
        (pairs[0][0], words.join_or([option for _, option in pairs])) for pairs in restricted
    )
    return format_combination(alternatives) or words.say("whatever is chosen")


def _name_options(parameter: Parameter, words: Words) -> list[tuple[str, str]]:
    """Return the label and each option as readers see them."""
    options = (words.say("off"), words.say("on")) if parameter.is_toggle else parameter.options
    return [(parameter.label, option) for option in options]
