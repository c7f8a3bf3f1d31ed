"""The ways that traffic takes by rule: which Ingress, Route or HTTPRoute leads to which Service. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .collection import Manifests
from .objects import KubeObject
from .yaml_lines import FieldPath


@dataclass(frozen=True)
class Backend:
    """One backend of a rule. `weight` is as it counts, `share` is what it comes to in per cent."""

    source: KubeObject
    service: str
    paths: frozenset[str]
    weight: int | None = None
    share: float | None = None


def iterate_backends(manifests: Manifests) -> Iterator[Backend]:
    """Every backend that is a Service."""
    for ingress in manifests.find_all("Ingress"):
        if name := ingress.get_string("spec", "defaultBackend", "service", "name"):
            yield Backend(ingress, name, frozenset({"/"}))
        for rule, _ in ingress.get_mappings("spec", "rules"):
            for path, each in ingress.get_mappings(*rule, "http", "paths"):
                if name := ingress.get_string(*path, "backend", "service", "name"):
                    yield Backend(ingress, name, frozenset({str(each.get("path") or "/")}))
    for route in manifests.find_all("Route"):
        first = route.get("spec", "to")
        more = [target for _, target in route.get_mappings("spec", "alternateBackends")]
        targets = [first, *more] if isinstance(first, dict) else more
        yield from _shared(route, frozenset({route.get_string("spec", "path") or "/"}), targets, 100)
    for route in manifests.find_all("HTTPRoute"):
        for rule, _ in route.get_mappings("spec", "rules"):
            found = [
                route.get_string(*match, "path", "value") or "/"
                for match, _ in route.get_mappings(*rule, "matches")
            ]
            yield from _shared(route, frozenset(found or ["/"]), _refs(route, rule), 1)


def _refs(route: KubeObject, rule: FieldPath) -> list[dict[str, Any]]:
    return [ref for _, ref in route.get_mappings(*rule, "backendRefs")]


def _shared(
    source: KubeObject, paths: frozenset[str], targets: list[dict[str, Any]], usual: int
) -> Iterator[Backend]:
    """Backends among which requests are divided by weight."""

    def weight(target: dict[str, Any]) -> int:
        number = target.get("weight")
        return number if isinstance(number, int) and number >= 0 else usual

    total = sum(map(weight, targets))
    for target in targets:
        if isinstance(name := target.get("name"), str) and target.get("kind", "Service") == "Service":
            yield Backend(source, name, paths, weight(target), 100 * weight(target) / total if total else 0.0)
