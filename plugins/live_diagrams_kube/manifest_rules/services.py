"""Rules on Services and ports: does what they name exist, and do the numbers fit? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options
from ..manifests.yaml_lines import FieldPath
from .rule import report_problem

_SERVICE_PORT = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_POD_PORT = r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?"


def ports(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-port`: a port that cannot be, or two that cannot be told apart; the API server refuses both.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
    """
    taken: dict[tuple[int, str], KubeObject] = {}
    for service in manifests.find_all("Service"):
        yield from _service_ports(service)
        for path, port in service.get_mappings("spec", "ports"):
            number = port.get("nodePort")
            if isinstance(number, int) and number:
                other = taken.setdefault((number, port.get("protocol") or "TCP"), service)
                if (other.name, other.namespace) != (service.name, service.namespace):
                    message = f"the node port {number} belongs to {other} in {other.file} already"
                    yield report_problem(service, "manifest-port", message, *path, "nodePort")
    for maker in manifests.workloads:
        names: set[str] = set()
        for path, port in maker.container_ports:
            yield from _numbers(maker, path, port, ("containerPort", "hostPort"))
            name = port.get("name")
            if isinstance(name, str):
                if not re.fullmatch(_POD_PORT, name):
                    message = f"`{name}` is no port name; at most 15 small letters, digits and single `-`"
                    yield report_problem(maker, "manifest-port", message, *path, "name")
                if name in names:
                    message = f"two ports of the Pod are called `{name}`, so a Service cannot tell them apart"
                    yield report_problem(maker, "manifest-port", message, *path, "name")
                names.add(name)


def _service_ports(service: KubeObject) -> Iterator[Diagnostic]:
    """What is wrong with the ports of one Service."""
    found = service.get_mappings("spec", "ports")
    names: set[str] = set()
    pairs: set[tuple[Any, Any]] = set()
    for path, port in found:
        yield from _numbers(service, path, port, ("port", "targetPort"))
        node = port.get("nodePort")
        if isinstance(node, int) and node:
            if service.get_string("spec", "type") not in ("NodePort", "LoadBalancer"):
                message = f"{service} has a node port, which only the types NodePort and LoadBalancer have"
                yield report_problem(service, "manifest-port", message, *path, "nodePort")
            elif not 30000 <= node <= 32767:
                message = f"the node port {node} is outside of 30000 to 32767, the range that clusters have"
                yield report_problem(service, "manifest-port", message, *path, "nodePort")
        target = port.get("targetPort")
        if isinstance(target, str) and not re.fullmatch(_POD_PORT, target):
            message = f"`{target}` names no port; a port's name is at most 15 small letters, digits and `-`"
            yield report_problem(service, "manifest-port", message, *path, "targetPort")
        name = port.get("name")
        if not isinstance(name, str):
            if len(found) > 1:
                message = f"{service} has {len(found)} ports, so each needs a `name`"
                yield report_problem(service, "manifest-port", message, *path)
        elif not re.fullmatch(_SERVICE_PORT, name):
            message = f"`{name}` is no port name; it has to be at most 63 small letters, digits and `-`"
            yield report_problem(service, "manifest-port", message, *path, "name")
        elif name in names:
            message = f"two ports of {service} are called `{name}`"
            yield report_problem(service, "manifest-port", message, *path, "name")
        names.add(str(name))
        pair = (str(port.get("port")), str(port.get("protocol") or "TCP"))
        if pair in pairs:
            message = f"two ports of {service} are {pair[0]}/{pair[1]}"
            yield report_problem(service, "manifest-port", message, *path, "port")
        pairs.add(pair)


def _numbers(
    one: KubeObject, path: FieldPath, port: dict[str, Any], fields: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Numbers that are no port."""
    for field in fields:
        number = port.get(field)
        if isinstance(number, int) and not 1 <= number <= 65535:
            message = f"`{field}` is {number}; a port is a number from 1 to 65535"
            yield report_problem(one, "manifest-port", message, *path, field)


def selector(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`service-selector`: a Service that selects no Pod answers nothing; its EndpointSlices stay empty.

    Source: https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices
    """
    for service, wanted in _selecting(manifests):
        if manifests.select_workloads(wanted, service.namespace):
            continue
        if not options.selects_outside_pods(wanted, service.namespace):
            labels = ", ".join(f"{key}: {value}" for key, value in wanted.items())
            near = [
                o for o in manifests.workloads if o.namespace == service.namespace and o.name == service.name
            ]
            has = ", ".join(f"{key}: {value}" for key, value in near[0].pod_labels.items()) if near else ""
            hint = f"; the Pods of {near[0]} have `{has}`" if near else ""
            message = f"{service} selects `{labels}`, and no Pod in its namespace has that{hint}"
            yield report_problem(service, "service-selector", message, "spec", "selector")


def target_port(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`service-target-port`: connections to a port that no container offers are refused.

    A number is only held against Pods that declare ports: a container may listen on one undeclared.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
    """
    for service, wanted in _selecting(manifests):
        for path, port in service.get_mappings("spec", "ports"):
            field = "targetPort" if port.get("targetPort") is not None else "port"
            target = port.get(field)
            if not isinstance(target, str) and not (isinstance(target, int) and 1 <= target <= 65535):
                continue  # no port at all, which other rules say
            for maker in manifests.select_workloads(wanted, service.namespace):
                offered = maker.container_ports
                if isinstance(target, str):
                    missing = target not in [one.get("name") for _, one in offered]
                else:
                    missing = bool(offered) and target not in [one.get("containerPort") for _, one in offered]
                if missing:
                    has = " and ".join(_told(one) for _, one in offered) or "none"
                    message = (
                        f"{service} sends to the port `{target}` of the Pods of {maker}; they have {has}"
                    )
                    yield report_problem(service, "service-target-port", message, *path, field)


def _told(port: dict[str, Any]) -> str:
    name = port.get("name")
    return f"{port.get('containerPort')} (`{name}`)" if name else str(port.get("containerPort"))


def _selecting(manifests: Manifests) -> Iterator[tuple[KubeObject, dict[str, str]]]:
    """The Services that select Pods, each with its selector."""
    for service in manifests.find_all("Service"):
        wanted = service.get_labels("spec", "selector")
        if wanted and service.get_string("spec", "type") != "ExternalName":
            yield service, wanted
