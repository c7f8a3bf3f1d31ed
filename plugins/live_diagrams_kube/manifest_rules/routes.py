"""Rules on OpenShift Routes. Pure.

Source: https://docs.openshift.com/container-platform/latest/rest_api/network_apis/route-route-openshift-io-v1.html
and https://github.com/openshift/api/blob/master/route/v1/types.go, which says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..routing.rules import list_route_targets
from .manifest_check import Finding, join_words, manifest_check
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


@manifest_check(
    "route-backend",
    holds="A Route sends to Services that exist, by a port that they have.",
    why="A router answers 503 for a Service, or a port of it, that does not exist.",
    source=_TYPES_GO,
)
def find_missing_backends(context: Context) -> Iterator[Finding]:
    for route in context.manifests.find_all("Route"):
        for path, target in list_route_targets(route):
            name, kind = target.get("name"), target.get("kind") or "Service"
            if kind != "Service":
                yield route, f"{route} sends to a {kind}; a Route sends to Services only", (*path, "kind")
            elif isinstance(name, str):
                if missing := find_missing_backend(context, name, route.namespace):
                    yield route, f"{route}: {missing[1]}", (*path, "name")
                elif reason := _explain_missing_port(context, route, name):
                    yield route, reason, ("spec", "port", "targetPort")


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


@manifest_check(
    "route-weight",
    holds="Weights are 0 to 256 and not all 0, for one Service and at most three more.",
    why="The API server refuses other weights, and a router answers 503 where all are 0.",
    source=_TYPES_GO,
)
def find_wrong_weights(context: Context) -> Iterator[Finding]:
    for route in context.manifests.find_all("Route"):
        targets = list_route_targets(route)
        alternates = route.get_mappings("spec", "alternateBackends")
        if len(alternates) > 3:
            message = f"{route} has {len(alternates)} alternate backends; there can be at most 3"
            yield route, message, ("spec", "alternateBackends")
        for path, target in targets:
            weight = target.get("weight")
            if isinstance(weight, int) and not 0 <= weight <= 256:
                yield route, f"{route} has the weight {weight}; a weight is 0 to 256", (*path, "weight")
        if targets and all(target.get("weight") == 0 for _, target in targets):
            yield route, f"every weight of {route} is 0, so the router answers 503", ("spec", "to", "weight")


@manifest_check(
    "route-termination",
    holds="A Route has no path, certificate or policy that its TLS termination makes useless.",
    why="A router that passes TLS through sees no path, and has no use for a certificate.",
    source=_TYPES_GO,
)
def find_wrong_terminations(context: Context) -> Iterator[Finding]:
    for route in context.manifests.find_all("Route"):
        termination = route.get_string("spec", "tls", "termination")
        if termination not in _POLICIES:
            continue
        if termination == "passthrough" and route.get_string("spec", "path"):
            yield route, f"{route} passes TLS through, so no router can see the path", ("spec", "path")
        for field in _USELESS_FIELDS[termination]:
            if route.get("spec", "tls", field):
                reason = (
                    "opens no TLS connection to the Pod" if termination == "edge" else "leaves TLS to the Pod"
                )
                message = f"`{field}` has no use where the termination is {termination}: the router {reason}"
                yield route, message, ("spec", "tls", field)
        policy = route.get_string("spec", "tls", "insecureEdgeTerminationPolicy")
        if policy and policy not in _POLICIES[termination]:
            allowed = ", ".join(f"`{name}`" for name in _POLICIES[termination])
            message = f"`insecureEdgeTerminationPolicy` is `{policy}`; with {termination} it can be {allowed}"
            path = ("spec", "tls", "insecureEdgeTerminationPolicy")
            yield route, message, path
