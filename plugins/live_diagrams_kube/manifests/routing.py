"""The ways that traffic takes by rule: which Ingress, Route or HTTPRoute leads to which Service. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .collection import Manifests
from .objects import Object
from .yaml_lines import Path


@dataclass(frozen=True)
class Way:
    """One backend of a rule. `weight` is as it counts, `share` is what it comes to in per cent."""

    source: Object
    service: str
    paths: frozenset[str]
    weight: int | None = None
    share: float | None = None


def ways(manifests: Manifests) -> Iterator[Way]:
    """Every backend that is a Service."""
    for ingress in manifests.of("Ingress"):
        if name := ingress.text("spec", "defaultBackend", "service", "name"):
            yield Way(ingress, name, frozenset({"/"}))
        for rule, _ in ingress.items("spec", "rules"):
            for path, each in ingress.items(*rule, "http", "paths"):
                if name := ingress.text(*path, "backend", "service", "name"):
                    yield Way(ingress, name, frozenset({str(each.get("path") or "/")}))
    for route in manifests.of("Route"):
        first = route.get("spec", "to")
        more = [target for _, target in route.items("spec", "alternateBackends")]
        targets = [first, *more] if isinstance(first, dict) else more
        yield from _shared(route, frozenset({route.text("spec", "path") or "/"}), targets, 100)
    for route in manifests.of("HTTPRoute"):
        for rule, _ in route.items("spec", "rules"):
            found = [route.text(*match, "path", "value") or "/" for match, _ in route.items(*rule, "matches")]
            yield from _shared(route, frozenset(found or ["/"]), _refs(route, rule), 1)


def _refs(route: Object, rule: Path) -> list[dict[str, Any]]:
    return [ref for _, ref in route.items(*rule, "backendRefs")]


def _shared(
    source: Object, paths: frozenset[str], targets: list[dict[str, Any]], usual: int
) -> Iterator[Way]:
    """Backends among which requests are divided by weight."""

    def weight(target: dict[str, Any]) -> int:
        number = target.get("weight")
        return number if isinstance(number, int) and number >= 0 else usual

    total = sum(map(weight, targets))
    for target in targets:
        if isinstance(name := target.get("name"), str) and target.get("kind", "Service") == "Service":
            yield Way(source, name, paths, weight(target), 100 * weight(target) / total if total else 0.0)
