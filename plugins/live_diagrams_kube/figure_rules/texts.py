"""The rule on values: a figure states only values of the objects that they are written at. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from .figures import FigureView, Text
from .values import Value, read_values


def check_values(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield each value in a text that its entities do not contain."""
    for text in figure.iterate_texts():
        for value in read_values(text.text):
            allowed = _find_allowed(figure, text, value)
            if value.key not in allowed:
                owners = " and ".join(list(dict.fromkeys(map(str, text.entities)))[:2])
                verb = "have" if " and " in owners else "has"
                alike = sorted(other for other in allowed if other.isdigit() == value.key.isdigit())
                near = difflib.get_close_matches(value.key, alike, 1, 0.5)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                problem = f"states the {value.kind} `{value.text}`, and {owners} {verb} no such value"
                yield figure.report(text.line, "figure-value", f"{text.place} {problem}{hint}")


def _find_allowed(figure: FigureView, text: Text, value: Value) -> frozenset[str]:
    """Return the values of a kind that a text may state: anybody may call any host and path."""
    if value.kind == "path" and text.is_sentence:
        return frozenset({value.key})
    if value.kind in ("host", "path"):
        return figure.index.values
    sees = " sees " in f" {text.text} ".replace("\n", " ")  # whoever connects
    entities = (*text.entities, *figure.entities) if sees else text.entities
    return frozenset[str]().union(*(entity.values for entity in entities))
