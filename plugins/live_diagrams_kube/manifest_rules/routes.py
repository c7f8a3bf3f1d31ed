"""Rules on OpenShift Routes. Pure.

Source: https://docs.openshift.com/container-platform/latest/rest_api/network_apis/route-route-openshift-io-v1.html
and https://github.com/openshift/api/blob/master/route/v1/types.go, which says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from live_diagrams.checks import Check, Diagnostic

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath
from .diagnostics import HANDBOOK_PAGE, create_diagnostic, join_words
from .references import find_missing_backend

_TYPES_GO = "https://github.com/openshift/api/blob/master/route/v1/types.go"
"""Declares RouteSpec, RouteTargetReference, RoutePort and TLSConfig."""
_CERTIFICATES = ("certificate", "key", "caCertificate", "destinationCACertificate", "externalCertificate")
_USELESS_FIELDS = {"edge": ("destinationCACertificate",), "reencrypt": (), "passthrough": _CERTIFICATES}
_POLICIES = {
    "edge": ("Allow", "Redirect", "None"),
    "reencrypt": ("Allow", "Redirect", "None"),
    "passthrough": ("Redirect", "None"),
}


def find_missing_backends(context: Context) -> Iterator[Diagnostic]:
    """Yield each backend of a Route that is no Service, or that does not exist with the Route's port."""
    for route in context.manifests.find_all("Route"):
        for path, target in _list_targets(route):
            name, kind = target.get("name"), target.get("kind") or "Service"
            if kind != "Service":
                message = f"{route} sends to a {kind}; a Route sends to Services only"
                yield create_diagnostic(route, "route-backend", message, *path, "kind")
            elif isinstance(name, str):
                if missing := find_missing_backend(context, name, route.namespace):
                    message = f"{route}: {missing[1]}"
                    yield create_diagnostic(route, "route-backend", message, *path, "name")
                elif reason := _explain_missing_port(context, route, name):
                    yield create_diagnostic(route, "route-backend", reason, "spec", "port", "targetPort")


def _list_targets(route: KubeObject) -> list[tuple[FieldPath, dict[str, Any]]]:
    """Return the backends of a Route with their paths, `spec.to` first."""
    targets = route.get_mappings("spec", "alternateBackends")
    first = route.get("spec", "to")
    return [(("spec", "to"), first), *targets] if isinstance(first, dict) else targets


def _explain_missing_port(context: Context, route: KubeObject, name: str) -> str:
    """Return why a Service lacks the port of a Route, or an empty string.

    A Route's `targetPort` is the name of a Service's port, or the number of the Pods' port.
    """
    target = route.get("spec", "port", "targetPort")
    service = context.manifests.find_object("Service", name, route.namespace)
    if target is None or service is None:
        return ""
    ports = [port for _, port in service.get_mappings("spec", "ports")]
    if isinstance(target, str):
        names = [str(port["name"]) for port in ports if port.get("name")]
        if target in names:
            return ""
        existing = join_words((f"`{name}`" for name in names), "none with a name")
        return f"{route} sends to port `{target}` of {service}, which has {existing}"
    reached: list[object] = []
    for port in ports:
        numbers = context.manifests.resolve_target_port(service, port)
        if not numbers and isinstance(port.get("targetPort", port.get("port")), str):
            return ""  # no workload here declares that name: a problem of the Service, not of the Route
        reached += sorted(numbers)
    if target in reached:
        return ""
    return f"{route} sends to port {target} of the Pods of {service}, which sends to {join_words(reached)}"


def find_wrong_weights(context: Context) -> Iterator[Diagnostic]:
    """Yield each weight that is out of range, and each Route with too many backends or none that counts."""
    for route in context.manifests.find_all("Route"):
        targets = _list_targets(route)
        alternates = route.get_mappings("spec", "alternateBackends")
        if len(alternates) > 3:
            message = f"{route} has {len(alternates)} alternate backends; there can be at most 3"
            yield create_diagnostic(route, "route-weight", message, "spec", "alternateBackends")
        for path, target in targets:
            weight = target.get("weight")
            if isinstance(weight, int) and not 0 <= weight <= 256:
                message = f"{route} has the weight {weight}; a weight is 0 to 256"
                yield create_diagnostic(route, "route-weight", message, *path, "weight")
        if targets and all(target.get("weight") == 0 for _, target in targets):
            message = f"every weight of {route} is 0, so the router answers 503"
            yield create_diagnostic(route, "route-weight", message, "spec", "to", "weight")


def find_wrong_terminations(context: Context) -> Iterator[Diagnostic]:
    """Yield each field of a Route that its TLS termination makes useless or forbids."""
    for route in context.manifests.find_all("Route"):
        termination = route.get_string("spec", "tls", "termination")
        if termination not in _POLICIES:
            continue
        if termination == "passthrough" and route.get_string("spec", "path"):
            message = f"{route} passes TLS through, so no router can see the path"
            yield create_diagnostic(route, "route-termination", message, "spec", "path")
        for field in _USELESS_FIELDS[termination]:
            if route.get("spec", "tls", field):
                reason = (
                    "opens no TLS connection to the Pod" if termination == "edge" else "leaves TLS to the Pod"
                )
                message = f"`{field}` has no use where the termination is {termination}: the router {reason}"
                yield create_diagnostic(route, "route-termination", message, "spec", "tls", field)
        policy = route.get_string("spec", "tls", "insecureEdgeTerminationPolicy")
        if policy and policy not in _POLICIES[termination]:
            allowed = ", ".join(f"`{name}`" for name in _POLICIES[termination])
            message = f"`insecureEdgeTerminationPolicy` is `{policy}`; with {termination} it can be {allowed}"
            path = ("spec", "tls", "insecureEdgeTerminationPolicy")
            yield create_diagnostic(route, "route-termination", message, *path)


CHECKS: tuple[Check[Context], ...] = (
    Check(
        "route-backend",
        holds="A Route sends to Services that exist, by a port that they have.",
        why="A router answers 503 for a Service, or a port of it, that does not exist.",
        find=find_missing_backends,
        source=_TYPES_GO,
        help=f"{HANDBOOK_PAGE}/#route-backend",
    ),
    Check(
        "route-weight",
        holds="Weights are 0 to 256 and not all 0, for one Service and at most three more.",
        why="The API server refuses other weights, and a router answers 503 where all are 0.",
        find=find_wrong_weights,
        source=_TYPES_GO,
        help=f"{HANDBOOK_PAGE}/#route-weight",
    ),
    Check(
        "route-termination",
        holds="A Route has no path, certificate or policy that its TLS termination makes useless.",
        why="A router that passes TLS through sees no path, and has no use for a certificate.",
        find=find_wrong_terminations,
        source=_TYPES_GO,
        help=f"{HANDBOOK_PAGE}/#route-termination",
    ),
)
