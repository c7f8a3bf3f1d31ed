"""The form controls by which readers choose, and the drawings that they choose from, as HTML. Pure.

Without a script each drawing can be opened by itself. With one, the controls open the drawing for
their values, which knows its places among all combinations (`data-of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from ..model import parameters
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.parameters import Parameter


def group_combinations(figure: Figure) -> list[tuple[Figure | FigureError, list[int]]]:
    """What there is to see of a figure with choices, each with the combinations that show it."""
    found: dict[object, tuple[Figure | FigureError, list[int]]] = {}
    for place, made in enumerate(figure.combinations):
        key = made.appearance if isinstance(made, Figure) else place
        found.setdefault(key, (made, []))[1].append(place)
    return list(found.values())


def write_form(found: Iterable[Parameter], name: str) -> str:
    """The controls."""
    inside = "".join(f"<fieldset>{''.join(_controls(parameter))}</fieldset>" for parameter in found)
    return (
        f'<form class="live-diagram__choices" method="dialog" aria-label="{escape(name)}: choices" '
        f"data-search-exclude>{inside}</form>"
    )


def _controls(parameter: Parameter) -> Iterator[str]:
    label = escape(parameter.label)
    if parameter.is_toggle:
        yield _control("checkbox", label, "on", label, parameter.default == 1)
        return
    yield f"<legend>{label}</legend>"
    for place, option in enumerate(map(escape, parameter.options)):
        yield _control("radio", label, option, option, place == parameter.default)


def _control(kind: str, name: str, value: str, said: str, checked: bool) -> str:
    on = " checked" if checked else ""
    # `autocomplete`: what is chosen stands in the address, and a browser shall not say otherwise.
    return f'<label><input type="{kind}" name="{name}" value="{value}" autocomplete="off"{on}>{said}</label>'


def write_variant(inside: str, figure: Figure, places: list[int], name: str) -> str:
    """What is shown for some of a figure's combinations. Only one of those with a `name` is open."""
    title = parameters.format_combinations(figure.parameters, places)
    on = " open" if parameters.find_default(figure.parameters) in places else ""
    return (
        f'<details class="live-diagram__variant" name="{escape(name)}" '
        f'data-of="{" ".join(map(str, places))}"{on}>'
        f"<summary>{escape(title)}</summary>{inside}</details>"
    )
