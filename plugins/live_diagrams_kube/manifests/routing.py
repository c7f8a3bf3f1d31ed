"""Which Ingress, Route or HTTPRoute sends requests to which Service. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .collection import Manifests
from .objects import KubeObject
from .yaml_lines import FieldPath


@dataclass(frozen=True)
class Backend:
    """A Service to which a rule sends requests.

    `weight` is its effective weight, and `share` its share of the requests in per cent; both are None
    for an Ingress, which has no weights.
    """

    source: KubeObject
    service: str
    paths: frozenset[str]
    weight: int | None = None
    share: float | None = None


def iterate_backends(manifests: Manifests) -> Iterator[Backend]:
    """Yield every backend that is a Service."""
    for ingress in manifests.find_all("Ingress"):
        if name := ingress.get_string("spec", "defaultBackend", "service", "name"):
            yield Backend(ingress, name, frozenset({"/"}))
        for rule, _ in ingress.get_mappings("spec", "rules"):
            for path, http_path in ingress.get_mappings(*rule, "http", "paths"):
                if name := ingress.get_string(*path, "backend", "service", "name"):
                    yield Backend(ingress, name, frozenset({str(http_path.get("path") or "/")}))
    for route in manifests.find_all("Route"):
        targets = [target for _, target in list_route_targets(route)]
        yield from _split_by_weight(route, frozenset({route.get_string("spec", "path") or "/"}), targets, 100)
    for route in manifests.find_all("HTTPRoute"):
        for rule, _ in route.get_mappings("spec", "rules"):
            paths = [
                route.get_string(*match, "path", "value") or "/"
                for match, _ in route.get_mappings(*rule, "matches")
            ]
            refs = [ref for _, ref in route.get_mappings(*rule, "backendRefs")]
            yield from _split_by_weight(route, frozenset(paths or ["/"]), refs, 1)


def list_route_targets(route: KubeObject) -> list[tuple[FieldPath, dict[str, Any]]]:
    """Return the backends of an OpenShift Route with their paths, `spec.to` first."""
    targets = route.get_mappings("spec", "alternateBackends")
    first = route.get("spec", "to")
    return [(("spec", "to"), first), *targets] if isinstance(first, dict) else targets


def _split_by_weight(
    source: KubeObject, paths: frozenset[str], targets: list[dict[str, Any]], default_weight: int
) -> Iterator[Backend]:
    """Yield the backends among which one rule divides its requests by weight."""

    def get_weight(target: dict[str, Any]) -> int:
        number = target.get("weight")
        return number if isinstance(number, int) and number >= 0 else default_weight

    total = sum(map(get_weight, targets))
    for target in targets:
        if isinstance(name := target.get("name"), str) and target.get("kind", "Service") == "Service":
            weight = get_weight(target)
            yield Backend(source, name, paths, weight, 100 * weight / total if total else 0.0)
