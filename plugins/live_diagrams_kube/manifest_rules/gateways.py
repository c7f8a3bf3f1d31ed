"""Rules on the Gateway API: who attaches to whom, and where traffic goes. Pure.

Source: https://gateway-api.sigs.k8s.io/reference/spec/
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
from .ingress import secret_fault
from .rule import report_problem

GROUP = "gateway.networking.k8s.io"


def gateway_class(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`gateway-class`: a Gateway whose class does not exist is never programmed.

    Source: https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
    """
    for gateway in manifests.find_all("Gateway"):
        name = gateway.get_string("spec", "gatewayClassName")
        known = options.is_outside("GatewayClass", name, "") or manifests.find_object(
            "GatewayClass", name, ""
        )
        if name and not known:
            hint = manifests.suggest_name("GatewayClass", name, "")
            message = f"{gateway}: there is no GatewayClass `{name}`; {hint}"
            yield report_problem(gateway, "gateway-class", message, "spec", "gatewayClassName")


def listener(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`gateway-listener`: a listener needs a name of its own, and an HTTPS one a certificate.

    Source: https://gateway-api.sigs.k8s.io/reference/spec/#listener
    """
    for gateway in manifests.find_all("Gateway"):
        names: list[object] = []
        for path, one in gateway.get_mappings("spec", "listeners"):
            name = one.get("name")
            if name in names:
                message = f"two listeners of {gateway} are called `{name}`"
                yield report_problem(gateway, "gateway-listener", message, *path, "name")
            names.append(name)
            protocol = one.get("protocol")
            passes = gateway.get_string(*path, "tls", "mode") == "Passthrough"
            certificates = gateway.get_mappings(*path, "tls", "certificateRefs")
            if protocol == "HTTP" and one.get("tls"):
                message = f"the listener `{name}` speaks HTTP, so it can have no `tls`"
                yield report_problem(gateway, "gateway-listener", message, *path, "tls")
            if protocol == "HTTPS" and passes:
                message = f"the listener `{name}` speaks HTTPS, which ends TLS; only TLS can pass through"
                yield report_problem(gateway, "gateway-listener", message, *path, "tls", "mode")
            if protocol == "HTTPS" and not certificates and not gateway.get(*path, "tls", "options"):
                message = f"the listener `{name}` speaks HTTPS and names no certificate"
                yield report_problem(gateway, "gateway-listener", message, *path)
            for at, ref in certificates:
                secret, space = ref.get("name"), ref.get("namespace") or gateway.namespace
                if isinstance(secret, str) and ref.get("kind", "Secret") == "Secret":
                    if why := secret_fault(manifests, options, secret, space):
                        yield report_problem(gateway, "gateway-listener", f"{gateway}: {why}", *at, "name")
                    if not _granted(manifests, options, gateway, "Secret", secret, space):
                        message = f"{gateway}: no ReferenceGrant in `{space}` lets it use Secret `{secret}`"
                        yield report_problem(gateway, "gateway-listener", message, *at, "namespace")


def parent(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`httproute-parent`: an HTTPRoute that no listener takes gets no traffic, and nothing says so.

    Source: https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways
    """
    for route in manifests.find_all("HTTPRoute"):
        for path, ref in route.get_mappings("spec", "parentRefs"):
            name, space = ref.get("name"), ref.get("namespace") or route.namespace
            if ref.get("kind", "Gateway") != "Gateway" or not isinstance(name, str):
                continue
            if options.is_outside("Gateway", name, space):
                continue
            gateway = manifests.find_object("Gateway", name, space)
            if gateway is None:
                hint = manifests.suggest_name("Gateway", name, space)
                message = f"{route}: there is no Gateway `{name}` in the namespace `{space}`; {hint}"
                yield report_problem(route, "httproute-parent", message, *path, "name")
                continue
            section = ref.get("sectionName")
            taken = [
                o for o in gateway.get_mappings("spec", "listeners") if section in (None, o[1].get("name"))
            ]
            if not taken:
                message = f"{route}: Gateway `{name}` has no listener `{section}`"
                yield report_problem(route, "httproute-parent", message, *path, "sectionName")
            elif space != route.namespace and not any(_open(gateway, at) for at, _ in taken):
                message = f"{route}: Gateway `{name}` takes routes of its own namespace `{space}` only"
                yield report_problem(route, "httproute-parent", message, *path, "namespace")


def _open(gateway: KubeObject, listener: FieldPath) -> bool:
    """Whether a listener may take routes of other namespaces."""
    return gateway.get_string(*listener, "allowedRoutes", "namespaces", "from") in ("All", "Selector")


def backend(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`httproute-backend`: a Gateway answers 500 where a backend, its port or the leave to use it is missing.

    The port is the Service's own. Another namespace has to allow it by a ReferenceGrant.

    Source: https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
    """
    for route in manifests.find_all("HTTPRoute"):
        for path, ref in _backends(route):
            name, port, space = ref.get("name"), ref.get("port"), ref.get("namespace") or route.namespace
            if ref.get("kind", "Service") != "Service" or ref.get("group") or not isinstance(name, str):
                continue
            weight = ref.get("weight")
            if isinstance(weight, int) and not 0 <= weight <= 1_000_000:
                message = f"{route} has the weight {weight}; a weight is 0 to 1000000"
                yield report_problem(route, "httproute-backend", message, *path, "weight")
            if not isinstance(port, int):
                message = f"{route} has to name the port of Service `{name}` by its number"
                yield report_problem(route, "httproute-backend", message, *path)
            elif missing := backends.fault(manifests, options, name, space, port):
                field, why = missing
                yield report_problem(route, "httproute-backend", f"{route}: {why}", *path, field)
            elif not _granted(manifests, options, route, "Service", name, space):
                message = f"{route}: no ReferenceGrant in `{space}` lets it send to Service `{name}` there"
                yield report_problem(route, "httproute-backend", message, *path, "namespace")


def _backends(route: KubeObject) -> Iterator[tuple[FieldPath, dict[str, Any]]]:
    """Where an HTTPRoute sends to, mirrors included, each with its path."""
    for rule, _ in route.get_mappings("spec", "rules"):
        places = [rule, *(path for path, _ in route.get_mappings(*rule, "backendRefs"))]
        yield from route.get_mappings(*rule, "backendRefs")
        for place in places:
            for path, _ in route.get_mappings(*place, "filters"):
                ref = route.get(*path, "requestMirror", "backendRef")
                if isinstance(ref, dict):
                    yield (*path, "requestMirror", "backendRef"), ref


def _granted(
    manifests: Manifests, options: Options, one: KubeObject, kind: str, name: str, space: str
) -> bool:
    """Whether a namespace allows an object of another one to use what it has of that kind and name."""
    if space == one.namespace or options.is_outside("ReferenceGrant", "", space):
        return True
    return any(
        grant.namespace == space
        and any(
            (ref.get("group"), ref.get("kind"), ref.get("namespace")) == (GROUP, one.kind, one.namespace)
            for _, ref in grant.get_mappings("spec", "from")
        )
        and any(
            (ref.get("group"), ref.get("kind")) == ("", kind) and ref.get("name") in (None, name)
            for _, ref in grant.get_mappings("spec", "to")
        )
        for grant in manifests.find_all("ReferenceGrant")
    )
