"""Rules on OpenShift Routes. Pure.

Source: https://docs.openshift.com/container-platform/latest/rest_api/network_apis/route-route-openshift-io-v1.html
and https://github.com/openshift/api/blob/master/route/v1/types.go, which says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options
from ..manifests.yaml_lines import FieldPath
from . import backends
from .rule import report_problem

_CERTIFICATES = ("certificate", "key", "caCertificate", "destinationCACertificate", "externalCertificate")
_REFUSED = {"edge": ("destinationCACertificate",), "reencrypt": (), "passthrough": _CERTIFICATES}
_POLICIES = {
    "edge": ("Allow", "Redirect", "None"),
    "reencrypt": ("Allow", "Redirect", "None"),
    "passthrough": ("Redirect", "None"),
}


def backend(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`route-backend`: a router answers 503 for a Service, or a port of it, that does not exist.

    A Route's `targetPort` is a Service port's name, or the number of the Pods' port.

    Source: https://github.com/openshift/api/blob/master/route/v1/types.go (RouteTargetReference, RoutePort)
    """
    for route in manifests.find_all("Route"):
        for path, target in _targets(route):
            name, kind = target.get("name"), target.get("kind") or "Service"
            if kind != "Service":
                message = f"{route} sends to a {kind}; a Route sends to Services only"
                yield report_problem(route, "route-backend", message, *path, "kind")
            elif isinstance(name, str):
                if missing := backends.fault(manifests, options, name, route.namespace):
                    yield report_problem(route, "route-backend", f"{route}: {missing[1]}", *path, "name")
                elif why := _port_fault(manifests, route, name):
                    yield report_problem(route, "route-backend", why, "spec", "port", "targetPort")


def _targets(route: KubeObject) -> list[tuple[FieldPath, dict[str, Any]]]:
    """What a Route sends to, the first one first."""
    first = route.get("spec", "to")
    found: list[tuple[FieldPath, dict[str, Any]]] = (
        [(("spec", "to"), first)] if isinstance(first, dict) else []
    )
    return found + route.get_mappings("spec", "alternateBackends")


def _port_fault(manifests: Manifests, route: KubeObject, name: str) -> str:
    """Why the port of a Route is none of a Service's; empty where it is, or where nobody can say."""
    target = route.get("spec", "port", "targetPort")
    service = manifests.find_object("Service", name, route.namespace)
    if target is None or service is None:
        return ""
    found = [port for _, port in service.get_mappings("spec", "ports")]
    if isinstance(target, str):
        names = [str(port["name"]) for port in found if port.get("name")]
        has = " and ".join(f"`{each}`" for each in names) or "none with a name"
        return (
            "" if target in names else f"{route} sends to port `{target}` of Service/{name}, which has {has}"
        )
    makers = manifests.select_workloads(service.get_labels("spec", "selector"), route.namespace)
    offered = [port for maker in makers for _, port in maker.container_ports]
    reached: list[object] = []
    for port in found:
        at = port.get("targetPort", port.get("port"))
        named = [one.get("containerPort") for one in offered if one.get("name") == at]
        if isinstance(at, str) and not named:
            return ""  # no known Pod offers it, which is a problem of the Service
        reached += named or [at]
    if target in reached:
        return ""
    has = " and ".join(map(str, reached)) or "none"
    return f"{route} sends to port {target} of the Pods of Service/{name}, which sends to {has}"


def weight(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`route-weight`: weights are 0 to 256, not all 0, for one Service and at most three more beside it.

    Source: https://github.com/openshift/api/blob/master/route/v1/types.go (RouteSpec, RouteTargetReference)
    """
    for route in manifests.find_all("Route"):
        more = route.get_mappings("spec", "alternateBackends")
        if len(more) > 3:
            message = f"{route} has {len(more)} alternate backends; there can be at most 3"
            yield report_problem(route, "route-weight", message, "spec", "alternateBackends")
        for path, target in _targets(route):
            number = target.get("weight")
            if isinstance(number, int) and not 0 <= number <= 256:
                message = f"{route} has the weight {number}; a weight is 0 to 256"
                yield report_problem(route, "route-weight", message, *path, "weight")
        if all(target.get("weight") == 0 for _, target in _targets(route)) and _targets(route):
            message = f"every weight of {route} is 0, so the router answers 503"
            yield report_problem(route, "route-weight", message, "spec", "to", "weight")


def termination(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`route-termination`: where TLS ends decides what a Route can know: a path, a certificate, HTTP.

    A passthrough Route hands encrypted bytes on, so it has no path and no certificate.

    Source: https://github.com/openshift/api/blob/master/route/v1/types.go (TLSConfig)
    """
    for route in manifests.find_all("Route"):
        kind = route.get_string("spec", "tls", "termination")
        if kind not in _POLICIES:
            continue
        if kind == "passthrough" and route.get_string("spec", "path"):
            message = f"{route} passes TLS through, so no router can see the path"
            yield report_problem(route, "route-termination", message, "spec", "path")
        for field in _REFUSED[kind]:
            if route.get("spec", "tls", field):
                why = "opens no TLS connection to the Pod" if kind == "edge" else "leaves TLS to the Pod"
                message = f"`{field}` has no use where the termination is {kind}: the router {why}"
                yield report_problem(route, "route-termination", message, "spec", "tls", field)
        policy = route.get_string("spec", "tls", "insecureEdgeTerminationPolicy")
        if policy and policy not in _POLICIES[kind]:
            words = ", ".join(f"`{each}`" for each in _POLICIES[kind])
            message = f"`insecureEdgeTerminationPolicy` is `{policy}`; with {kind} it can be {words}"
            where = ("spec", "tls", "insecureEdgeTerminationPolicy")
            yield report_problem(route, "route-termination", message, *where)
