"""The rule on values: a figure states only values of the objects that they are written at. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic
from live_diagrams.model.graph.graph import Edge, Node

from ..routing.rules import ROUTING_KINDS, Backend, iterate_backends
from .figures import FigureView, Text
from .values import Value, read_values


def check_values(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield each value in a text that its entities do not contain."""
    for text in figure.texts:
        for value in read_values(text.text):
            allowed = _find_allowed(figure, text, value)
            if not any(_is_same(value, other) for other in allowed):
                owners = " and ".join(list(dict.fromkeys(map(str, text.entities)))[:2])
                verb = "have" if " and " in owners else "has"
                alike = sorted(other for other in allowed if other.isdigit() == value.text.isdigit())
                near = difflib.get_close_matches(value.text, alike, 1, 0.5)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                message = (
                    f"{text.place} states the {value.kind} `{value.text}`, and {owners} {verb} no such value"
                )
                message += hint
                yield figure.report(text.line, "figure-value", message)


def _find_allowed(figure: FigureView, text: Text, value: Value) -> frozenset[str]:
    """Return the values of a kind that a text may state."""
    is_rule = isinstance(text.part, Node) and text.entities[0].kind in ROUTING_KINDS
    if value.kind == "host" and not is_rule:  # anybody may call it
        return figure.index.values
    sees = figure.entities if " sees " in f" {text.text} ".replace("\n", " ") else ()  # whoever connects
    values = frozenset[str]().union(*(entity.values for entity in (*text.entities, *sees)))
    if value.kind == "path" and text.part is None:  # a sentence may be about any
        return frozenset({value.text})
    if value.kind not in ("path", "weight", "share"):
        return values
    backends = _find_backends(figure, text)
    if value.kind == "path":
        is_probe = not isinstance(text.part, Edge) or not backends
        return values if is_probe else frozenset[str]().union(*(backend.paths for backend in backends))
    if value.kind == "weight":
        return frozenset(str(backend.weight) for backend in backends)
    pods = [entity.id for entity in text.entities if entity.kind == "Pod"]
    return frozenset(f"{_share(figure, backend, bool(pods)):g}" for backend in backends)


def _find_backends(figure: FigureView, text: Text) -> list[Backend]:
    """Return the backends of rules between the ends of an edge, or of all where no end says which."""
    ends = text.entities if isinstance(text.part, Edge) else ()
    sources = {id(obj) for end in ends if end.kind in ROUTING_KINDS for obj in end.objects}
    services = frozenset[str]().union(*(end.services for end in ends))
    return [
        backend
        for backend in iterate_backends(figure.index.manifests)
        if (not sources or id(backend.source) in sources) and (not services or backend.service in services)
    ]


def _share(figure: FigureView, backend: Backend, is_divided: bool) -> float:
    """Return the share of a Service in per cent, or that of each of its Pods which are ready."""
    service = figure.index.folder.find(f"Service/{backend.service}")  # another rule says that there is none
    pods = len(service.endpoints()) if service and is_divided else 1
    return (backend.share or 0) / (pods or 1)


def _is_same(value: Value, allowed: str) -> bool:
    return abs(float(value.text) - float(allowed)) < 0.51 if value.kind == "share" else value.text == allowed
