"""Rules on the Gateway API: which routes attach to which Gateways, and where they send requests. Pure.

Source: https://gateway-api.sigs.k8s.io/reference/spec/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath
from .manifest_check import Finding, manifest_check
from .references import find_missing_backend, find_missing_secret, is_granted


@manifest_check(
    "gateway-class",
    holds="A Gateway names a GatewayClass that exists.",
    why="A Gateway whose class does not exist is never programmed.",
    source="https://gateway-api.sigs.k8s.io/api-types/gatewayclass/",
)
def find_missing_classes(context: Context) -> Iterator[Finding]:
    for gateway in context.manifests.find_all("Gateway"):
        name = gateway.get_string("spec", "gatewayClassName")
        if name and (reason := context.explain_missing("GatewayClass", name)):
            yield gateway, f"{gateway}: {reason}", ("spec", "gatewayClassName")


@manifest_check(
    "gateway-listener",
    holds="A listener has a unique name, an HTTPS listener a certificate, and an HTTP listener no `tls`.",
    why="A controller refuses such a listener, or browsers refuse its certificate.",
    source="https://gateway-api.sigs.k8s.io/reference/spec/#listener",
)
def find_wrong_listeners(context: Context) -> Iterator[Finding]:
    for gateway in context.manifests.find_all("Gateway"):
        names: list[object] = []
        for path, listener in gateway.get_mappings("spec", "listeners"):
            name = listener.get("name")
            if name in names:
                yield gateway, f"two listeners of {gateway} are called `{name}`", (*path, "name")
            names.append(name)
            yield from _check_tls(gateway, path, listener)
            for ref_path, ref in gateway.get_mappings(*path, "tls", "certificateRefs"):
                yield from _check_certificate(context, gateway, ref_path, ref)


def _check_tls(gateway: KubeObject, path: FieldPath, listener: Mapping[str, object]) -> Iterator[Finding]:
    name, protocol = listener.get("name"), listener.get("protocol")
    if protocol == "HTTP" and listener.get("tls"):
        yield gateway, f"the listener `{name}` speaks HTTP, so it cannot have `tls`", (*path, "tls")
    if protocol != "HTTPS":
        return
    if gateway.get_string(*path, "tls", "mode") == "Passthrough":
        message = f"the listener `{name}` speaks HTTPS, which ends TLS; only TLS can pass through"
        yield gateway, message, (*path, "tls", "mode")
    certificates = gateway.get_mappings(*path, "tls", "certificateRefs")
    if not certificates and not gateway.get(*path, "tls", "options"):
        yield gateway, f"the listener `{name}` speaks HTTPS and names no certificate", path


def _check_certificate(
    context: Context, gateway: KubeObject, path: FieldPath, ref: Mapping[str, Any]
) -> Iterator[Finding]:
    name, namespace = ref.get("name"), ref.get("namespace") or gateway.namespace
    if not isinstance(name, str) or ref.get("kind", "Secret") != "Secret":
        return
    if reason := find_missing_secret(context, name, namespace):
        yield gateway, f"{gateway}: {reason}", (*path, "name")
    if not is_granted(context, gateway, "Secret", name, namespace):
        message = f"{gateway}: no ReferenceGrant in `{namespace}` lets it use Secret `{name}`"
        yield gateway, message, (*path, "namespace")


@manifest_check(
    "httproute-parent",
    holds="An HTTPRoute attaches to a listener that exists and that accepts routes of its namespace.",
    why="An HTTPRoute that no listener accepts gets no requests, and nothing reports it.",
    source="https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways",
)
def find_detached_routes(context: Context) -> Iterator[Finding]:
    for route in context.manifests.find_all("HTTPRoute"):
        for path, ref in route.get_mappings("spec", "parentRefs"):
            name, namespace = ref.get("name"), ref.get("namespace") or route.namespace
            if ref.get("kind", "Gateway") != "Gateway" or not isinstance(name, str):
                continue
            if reason := context.explain_missing("Gateway", name, namespace):
                yield route, f"{route}: {reason}", (*path, "name")
            gateway = context.manifests.find_object("Gateway", name, namespace)
            if gateway is None or context.options.is_outside("Gateway", name, namespace):
                continue
            section = ref.get("sectionName")
            listeners = [
                listener_path
                for listener_path, listener in gateway.get_mappings("spec", "listeners")
                if section in (None, listener.get("name"))
            ]
            if not listeners:
                yield route, f"{route}: Gateway `{name}` has no listener `{section}`", (*path, "sectionName")
            elif namespace != route.namespace and not any(_is_shared(gateway, at) for at in listeners):
                message = f"{route}: Gateway `{name}` accepts only routes of its own namespace `{namespace}`"
                yield route, message, (*path, "namespace")


def _is_shared(gateway: KubeObject, listener: FieldPath) -> bool:
    """Return whether a listener may accept routes of other namespaces."""
    return gateway.get_string(*listener, "allowedRoutes", "namespaces", "from") in ("All", "Selector")


@manifest_check(
    "httproute-backend",
    holds="A backend of an HTTPRoute is a Service and a port that exist and that the route may use.",
    why="A Gateway answers 500 where a backend, its port or the permission to use it is missing.",
    source="https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref",
)
def find_missing_backends(context: Context) -> Iterator[Finding]:
    # The port is that of the Service. A Service of another namespace needs a ReferenceGrant there.
    for route in context.manifests.find_all("HTTPRoute"):
        for path, ref in _iterate_backend_refs(route):
            name = ref.get("name")
            if ref.get("kind", "Service") == "Service" and not ref.get("group") and isinstance(name, str):
                yield from _check_backend(context, route, path, ref, name)


def _check_backend(
    context: Context, route: KubeObject, path: FieldPath, ref: Mapping[str, Any], name: str
) -> Iterator[Finding]:
    port, namespace, weight = ref.get("port"), ref.get("namespace") or route.namespace, ref.get("weight")
    if isinstance(weight, int) and not 0 <= weight <= 1_000_000:
        yield route, f"{route} has the weight {weight}; a weight is 0 to 1000000", (*path, "weight")
    if not isinstance(port, int):
        yield route, f"{route} has to name the port of Service `{name}` by its number", path
    elif missing := find_missing_backend(context, name, namespace, port):
        field, reason = missing
        yield route, f"{route}: {reason}", (*path, field)
    elif not is_granted(context, route, "Service", name, namespace):
        message = f"{route}: no ReferenceGrant in `{namespace}` lets it send to Service `{name}` there"
        yield route, message, (*path, "namespace")


def _iterate_backend_refs(route: KubeObject) -> Iterator[tuple[FieldPath, dict[str, Any]]]:
    """Yield each backend of an HTTPRoute with its path, mirrors included."""
    for rule, _ in route.get_mappings("spec", "rules"):
        refs = route.get_mappings(*rule, "backendRefs")
        yield from refs
        for filtered in (rule, *(path for path, _ in refs)):
            for path, _ in route.get_mappings(*filtered, "filters"):
                mirror = route.get(*path, "requestMirror", "backendRef")
                if isinstance(mirror, dict):
                    yield (*path, "requestMirror", "backendRef"), mirror
