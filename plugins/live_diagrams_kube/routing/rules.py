"""Which rule of an Ingress, Route or HTTPRoute a request meets, and the Services it leads to. Pure.

Hosts and paths match as the specifications say: an exact host before a wildcard, which is one label; `Exact`
before `Prefix`, which goes by elements of the path; and of two prefixes the longer one.
(https://kubernetes.io/docs/concepts/services-networking/ingress/)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath

ROUTING_KINDS = ("Ingress", "Route", "HTTPRoute")


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


@dataclass(frozen=True)
class Rule:
    """What an object says of the requests for a host and a path; an empty host means any."""

    host: str
    path: str
    is_exact: bool
    backends: tuple[Backend, ...]


def find_rule(source: KubeObject, host: str, path: str) -> Rule | None:
    """Return the rule that decides on a request, or nothing where none matches."""
    rules = [rule for rule in iterate_rules(source) if matches_host(rule.host, host) and _matches(rule, path)]
    return max(rules, key=lambda r: (r.host == host, bool(r.host), r.is_exact, len(r.path)), default=None)


def matches_host(pattern: str, host: str) -> bool:
    """Return whether a host is meant by one that a rule names."""
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return pattern in ("", host)


def matches_prefix(prefix: str, path: str) -> bool:
    """Return whether a path begins with a prefix, element by element: `/api` has `/api/x`, not `/apiary`."""
    elements = [element for element in prefix.split("/") if element]
    return path.split("/")[1 : len(elements) + 1] == elements


def _matches(rule: Rule, path: str) -> bool:
    return path == rule.path if rule.is_exact else matches_prefix(rule.path, path)


def iterate_rules(source: KubeObject) -> Iterator[Rule]:
    """Yield the rules of an Ingress, a Route or an HTTPRoute, one for each host and path."""
    if source.kind == "Route":
        path = source.get_string("spec", "path") or "/"
        targets = [target for _, target in list_route_targets(source)]
        backends = tuple(_split_by_weight(source, path, targets, 100))
        yield Rule(source.get_string("spec", "host"), path, False, backends)
        return
    if source.kind == "HTTPRoute":
        hosts = [host for _, host in source.get_strings("spec", "hostnames")] or [""]
        for at, _ in source.get_mappings("spec", "rules"):
            refs = [ref for _, ref in source.get_mappings(*at, "backendRefs")]
            for match in [each for each, _ in source.get_mappings(*at, "matches")] or [(*at, "matches", 0)]:
                path = source.get_string(*match, "path", "value") or "/"
                is_exact = source.get_string(*match, "path", "type") == "Exact"
                backends = tuple(_split_by_weight(source, path, refs, 1))
                yield from (Rule(host, path, is_exact, backends) for host in hosts)
        return
    for rule, _ in source.get_mappings("spec", "rules"):
        for at, http_path in source.get_mappings(*rule, "http", "paths"):
            path = str(http_path.get("path") or "/")
            name = source.get_string(*at, "backend", "service", "name")
            backends = (Backend(source, name, frozenset({path})),) if name else ()
            yield Rule(source.get_string(*rule, "host"), path, http_path.get("pathType") == "Exact", backends)
    if name := source.get_string("spec", "defaultBackend", "service", "name"):
        yield Rule("", "/", False, (Backend(source, name, frozenset({"/"})),))


def iterate_backends(manifests: Manifests) -> Iterator[Backend]:
    """Yield every backend that is a Service, once for each host and path."""
    for source in manifests.find_all(*ROUTING_KINDS):
        for rule in iterate_rules(source):
            yield from rule.backends


def list_route_targets(route: KubeObject) -> list[tuple[FieldPath, dict[str, Any]]]:
    """Return the backends of an OpenShift Route with their paths, `spec.to` first."""
    targets = route.get_mappings("spec", "alternateBackends")
    first = route.get("spec", "to")
    return [(("spec", "to"), first), *targets] if isinstance(first, dict) else targets


def _split_by_weight(
    source: KubeObject, path: str, targets: list[dict[str, Any]], default_weight: int
) -> Iterator[Backend]:
    """Yield the backends among which one rule divides its requests by weight."""

    def get_weight(target: dict[str, Any]) -> int:
        number = target.get("weight")
        return number if isinstance(number, int) and number >= 0 else default_weight

    total = sum(map(get_weight, targets))
    for target in targets:
        if isinstance(name := target.get("name"), str) and target.get("kind", "Service") == "Service":
            weight = get_weight(target)
            share = 100 * weight / total if total else 0.0
            yield Backend(source, name, frozenset({path}), weight, share)
