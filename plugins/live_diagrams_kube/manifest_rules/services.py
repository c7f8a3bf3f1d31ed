"""Rules on Services and their EndpointSlices: the Pods that they select, and their ports. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..manifests.context import Context
from ..manifests.objects import SERVICE_LABEL_PATH, KubeObject, get_service_name
from .manifest_check import Finding, join_words, manifest_check
from .references import describe_ports, find_missing_backend


@manifest_check(
    "service-selector",
    holds="The selector of a Service matches a Pod of its namespace.",
    why="A Service that selects no Pod answers nothing; its EndpointSlices stay empty.",
    source="https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices",
)
def find_services_without_pods(context: Context) -> Iterator[Finding]:
    for service, selector in _iterate_selectors(context):
        if context.manifests.select_workloads(selector, service.namespace):
            continue
        if not context.options.selects_outside_pods(selector, service.namespace):
            message = (
                f"{service} selects `{_join_labels(selector)}`, and no Pod in its namespace has that"
                f"{_hint_at_labels(context, service)}"
            )
            yield service, message, ("spec", "selector")


def _hint_at_labels(context: Context, service: KubeObject) -> str:
    """Return the labels of the Pods of the workload that has the name of a Service, in words."""
    for workload in context.manifests.workloads:
        if (workload.name, workload.namespace) == (service.name, service.namespace):
            return f"; the Pods of {workload} have `{_join_labels(workload.pod_labels)}`"
    return ""


def _join_labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in labels.items())


@manifest_check(
    "service-target-port",
    holds="The target port of a Service is a port that its Pods have.",
    why="Connections to a port that no container offers are refused.",
    source="https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports",
)
def find_wrong_target_ports(context: Context) -> Iterator[Finding]:
    # Numbers are checked where containers declare ports: a container may listen on undeclared ones.
    for service, selector in _iterate_selectors(context):
        workloads = context.manifests.select_workloads(selector, service.namespace)
        for path, port in service.get_mappings("spec", "ports"):
            field = "targetPort" if port.get("targetPort") is not None else "port"
            target = port.get(field)
            if not isinstance(target, str) and not (isinstance(target, int) and 1 <= target <= 65535):
                continue  # not a port, which `manifest-port` or `manifest-schema` reports
            for workload in workloads:
                if _lacks_port(workload, target):
                    ports = [port for _, port in workload.container_ports]
                    message = (
                        f"{service} sends to the port `{target}` of the Pods of {workload}; "
                        f"they have {describe_ports(ports, 'containerPort')}"
                    )
                    yield service, message, (*path, field)


def _lacks_port(workload: KubeObject, target: str | int) -> bool:
    ports = [port for _, port in workload.container_ports]
    if isinstance(target, str):
        return target not in [port.get("name") for port in ports]
    return bool(ports) and target not in [port.get("containerPort") for port in ports]


def _iterate_selectors(context: Context) -> Iterator[tuple[KubeObject, dict[str, str]]]:
    """Yield each Service that selects Pods, with its selector."""
    for service in context.manifests.find_all("Service"):
        selector = service.get_labels("spec", "selector")
        if selector and service.get_string("spec", "type") != "ExternalName":
            yield service, selector


@manifest_check(
    "endpointslice-service",
    holds="An EndpointSlice names a Service that exists, by the label `kubernetes.io/service-name`.",
    why="kube-proxy takes the endpoints of a Service from the slices that name it.",
    source="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership",
)
def find_slices_without_service(context: Context) -> Iterator[Finding]:
    for slice_ in context.manifests.find_all("EndpointSlice"):
        name = get_service_name(slice_)
        if not name:
            message = (
                f"{slice_} has no label `{SERVICE_LABEL_PATH[-1]}`, so its endpoints belong to no Service"
            )
            yield slice_, message, ("metadata",)
        elif missing := find_missing_backend(context, name, slice_.namespace):
            yield slice_, f"{slice_}: {missing[1]}", SERVICE_LABEL_PATH


@manifest_check(
    "endpointslice-port",
    holds="A port of an EndpointSlice is the Pods' port to which its Service leads.",
    why="Requests go to the port in the slice, which is none on which the Pods listen.",
    source="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/",
)
def find_wrong_ports(context: Context) -> Iterator[Finding]:
    for slice_ in context.manifests.find_all("EndpointSlice"):
        service = context.manifests.find_object("Service", get_service_name(slice_), slice_.namespace)
        if service is None or not service.get_labels("spec", "selector"):
            continue
        service_ports = [port for _, port in service.get_mappings("spec", "ports")]
        if not service_ports:
            continue
        for path, port in slice_.get_mappings("ports"):
            numbers = _resolve_port(context, service, port.get("name"))
            if numbers is None:
                name, existing = port.get("name") or "", describe_ports(service_ports)
                message = f"{slice_} has a port `{name}`; {service} has {existing}"
                yield slice_, message, (*path, "name")
            elif numbers and port.get("port") not in numbers:
                message = (
                    f"{slice_} has the port {port.get('port')}; "
                    f"{service} leads to the Pods' port {join_words(sorted(numbers))}"
                )
                yield slice_, message, (*path, "port")


def _resolve_port(context: Context, service: KubeObject, name: object) -> set[int] | None:
    """Return the Pods' ports to which a Service's port leads, or None where it has no port of that name."""
    ports = [port for _, port in service.get_mappings("spec", "ports")]
    named = [port for port in ports if (port.get("name") or "") == (name or "")]
    if not named:
        return None
    return {number for port in named for number in context.manifests.resolve_target_port(service, port)}
