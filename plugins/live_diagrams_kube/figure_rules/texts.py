"""The rule on values: a figure states only values of the objects that they are written at. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.objects import get_service_name, iterate_targets
from ..routing.rules import Backend
from .entities import Entity, EntityIndex, selects
from .figures import FigureView, Text
from .values import SERVICE_TYPES, Value, read_values

_ALIKE = {
    "address": r"\d+(?:\.\d+){3}|.*:.*:.*",
    "port": r"\d{2,5}",
    "path": r"/.*",
    "host": r"[\w*.-]*[a-z]\.[a-z][\w.-]*",
}
_ROUTING_KINDS = ("Ingress", "Route", "HTTPRoute", "Gateway")


def check_values(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield each value in a text that its entities do not contain."""
    for text in figure.texts:
        entities = [*text.ends, *text.named]
        if re.search(r"\bsees\b", text.text):  # the address of whoever connects
            entities += figure.entities
        for value in read_values(text.text):
            allowed = _find_allowed(figure, text, entities, value)
            if not any(_is_same(value, each) for each in allowed):
                owners = list(dict.fromkeys(map(str, entities)))[:3]
                verb = "has" if len(owners) == 1 else "have"
                known = ", ".join(_list_alike(value, allowed)[:8]) or "none; declare it under `outside`"
                has = f"{' and '.join(owners) or 'the objects'} {verb} {known}"
                message = f"{text.place} states the {value.kind} `{value.text}`; {has}"
                yield figure.report(text.line, "figure-value", message)


def _find_allowed(figure: FigureView, text: Text, entities: list[Entity], value: Value) -> frozenset[str]:
    """Return the values of a kind that a text may state."""
    index = figure.index
    own = frozenset[str]().union(*(entity.values for entity in entities))
    if value.kind == "host":
        is_rule = text.part is not None and len(text.ends) == 1 and text.ends[0].kind in _ROUTING_KINDS
        return own if is_rule else index.values
    if value.kind == "type":
        everywhere = frozenset[str]().union(*(entity.values for entity in figure.entities))
        types = own & {*SERVICE_TYPES} or everywhere & {*SERVICE_TYPES}
        return types or frozenset(SERVICE_TYPES)
    if value.kind not in ("path", "weight", "share"):
        return own
    backends = _find_backends(index, text)
    if value.kind == "path":
        is_free = backends is None or "probe" in text.text
        return index.values if is_free else frozenset[str]().union(*(b.paths for b in backends or ()))
    if backends is None:
        backends = index.backends
    if value.kind == "weight":
        return frozenset(str(backend.weight) for backend in backends)
    pods = any(end.kind == "Pod" for end in text.ends)
    return frozenset(
        f"{(backend.share or 0) / (_count_ready_pods(index, backend.service) if pods else 1):g}"
        for backend in backends
    )


def _find_backends(index: EntityIndex, text: Text) -> tuple[Backend, ...] | None:
    """Return the backends of rules between the ends of a text, or nothing where no rule leads there."""
    ends = text.ends if text.part is not None else ()
    sources = [source for end in ends if end.kind in _ROUTING_KINDS for source in end.objects]
    services = frozenset[str]().union(*(end.services for end in ends))
    if not sources and not services:
        return None
    backends = tuple(
        backend
        for backend in index.backends
        if (not sources or any(backend.source is source for source in sources))
        and (not services or backend.service in services)
    )
    return backends if sources and services else backends or None


def _count_ready_pods(index: EntityIndex, service: str) -> int:
    """Return among how many Pods a Service divides its share: those listed as ready, else the replicas."""
    slices = [s for s in index.manifests.find_all("EndpointSlice") if get_service_name(s) == service]
    ready = [s for _, s, path in iterate_targets(slices) if s.get(*path, "conditions", "ready") is not False]
    services = [s for s in index.manifests.find_all("Service") if s.name == service]
    replicas = {
        id(workload): workload.get("spec", "replicas")
        for workload in index.manifests.workloads
        if any(selects(s, workload) for s in services)
    }
    return len(ready) or sum(count for count in replicas.values() if isinstance(count, int)) or 1


def _is_same(value: Value, allowed: str) -> bool:
    if value.kind == "share":
        return abs(float(value.text) - float(allowed)) < 0.51
    return value.text == allowed


def _list_alike(value: Value, allowed: Iterable[str]) -> list[str]:
    """Return what could have been meant by a value, for messages."""
    pattern = re.compile(_ALIKE.get(value.kind, ".*"))
    return [f"`{each}`" for each in sorted(allowed) if pattern.fullmatch(each)]
