"""Rules on the ports of Services and Pods, and on the probes that ask them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath
from .manifest_check import Finding, join_words, manifest_check

_SERVICE_PORT_NAME = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_POD_PORT_NAME = r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?"
_POD_PORT_ADVICE = "use at most 15 lowercase letters, digits and single `-`"


@manifest_check(
    "manifest-port",
    holds="Ports are 1 to 65535, node ports 30000 to 32767; names of ports are valid and unique.",
    why="The API server refuses other numbers, and ports that it cannot distinguish.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports",
)
def find_wrong_ports(context: Context) -> Iterator[Finding]:
    for service in context.manifests.find_all("Service"):
        yield from _check_service(service)
    yield from _find_shared_node_ports(context)
    for workload in context.manifests.workloads:
        yield from _check_workload(workload)


def _find_shared_node_ports(context: Context) -> Iterator[Finding]:
    owners: dict[tuple[int, str], KubeObject] = {}
    for service in context.manifests.find_all("Service"):
        for path, port in service.get_mappings("spec", "ports"):
            number = port.get("nodePort")
            if not isinstance(number, int) or not number:
                continue
            owner = owners.setdefault((number, port.get("protocol") or "TCP"), service)
            if (owner.name, owner.namespace) != (service.name, service.namespace):
                message = f"the node port {number} already belongs to {owner} in {owner.file}"
                yield service, message, (*path, "nodePort")


def _check_service(service: KubeObject) -> Iterator[Finding]:
    ports = service.get_mappings("spec", "ports")
    names: set[str] = set()
    numbers: set[tuple[str, str]] = set()
    for path, port in ports:
        yield from _check_numbers(service, path, port, ("port", "targetPort"))
        yield from _check_node_port(service, path, port)
        target = port.get("targetPort")
        if isinstance(target, str) and not re.fullmatch(_POD_PORT_NAME, target):
            yield service, f"`{target}` is not a valid port name; {_POD_PORT_ADVICE}", (*path, "targetPort")
        name = port.get("name")
        if not isinstance(name, str):
            if len(ports) > 1:
                yield service, f"{service} has {len(ports)} ports, so each needs a `name`", path
        elif not re.fullmatch(_SERVICE_PORT_NAME, name):
            message = f"`{name}` is not a valid port name; use at most 63 lowercase letters, digits and `-`"
            yield service, message, (*path, "name")
        elif name in names:
            yield service, f"two ports of {service} are called `{name}`", (*path, "name")
        names.add(str(name))
        number = (str(port.get("port")), str(port.get("protocol") or "TCP"))
        if number in numbers:
            yield service, f"two ports of {service} are {'/'.join(number)}", (*path, "port")
        numbers.add(number)


def _check_node_port(service: KubeObject, path: FieldPath, port: Mapping[str, Any]) -> Iterator[Finding]:
    number = port.get("nodePort")
    if not isinstance(number, int) or not number:
        return
    if service.get_string("spec", "type") not in ("NodePort", "LoadBalancer"):
        message = f"{service} has a node port, which only the types NodePort and LoadBalancer have"
        yield service, message, (*path, "nodePort")
    elif not 30000 <= number <= 32767:
        message = f"the node port {number} is outside of 30000 to 32767, the default range of clusters"
        yield service, message, (*path, "nodePort")


def _check_workload(workload: KubeObject) -> Iterator[Finding]:
    names: set[str] = set()
    for path, port in workload.container_ports:
        yield from _check_numbers(workload, path, port, ("containerPort", "hostPort"))
        name = port.get("name")
        if not isinstance(name, str):
            continue
        if not re.fullmatch(_POD_PORT_NAME, name):
            yield workload, f"`{name}` is not a valid port name; {_POD_PORT_ADVICE}", (*path, "name")
        if name in names:
            message = f"two ports of the Pod are called `{name}`, so a Service cannot tell them apart"
            yield workload, message, (*path, "name")
        names.add(name)


def _check_numbers(
    obj: KubeObject, path: FieldPath, port: Mapping[str, Any], fields: tuple[str, ...]
) -> Iterator[Finding]:
    for field in fields:
        number = port.get(field)
        if isinstance(number, int) and not 1 <= number <= 65535:
            yield obj, f"`{field}` is {number}; a port is a number from 1 to 65535", (*path, field)


_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HANDLERS = ("httpGet", "tcpSocket")


@manifest_check(
    "container-probe",
    holds="A probe that names a port names one of its own container.",
    why="A probe of a port that its container does not have always fails.",
    source="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
)
def find_wrong_probes(context: Context) -> Iterator[Finding]:
    # Numbers are not checked: a container may listen on a port that it does not declare.
    for obj in context.manifests.objects:
        for path, container in obj.containers:
            ports = [port for _, port in obj.get_mappings(*path, "ports")]
            names = [port.get("name") for port in ports]
            for probe, handler in product(_PROBES, _HANDLERS):
                port_path = (*path, probe, handler, "port")
                name = obj.get(*port_path)
                if isinstance(name, str) and name not in names:
                    existing = join_words((f"`{other}`" for other in names if other), "none with a name")
                    message = (
                        f"the {probe} of `{container.get('name')}` in {obj} asks the port `{name}`; "
                        f"the container has {existing}"
                    )
                    yield obj, message, port_path
