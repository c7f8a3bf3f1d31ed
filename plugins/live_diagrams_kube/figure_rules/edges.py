"""The rule on edges: solid ones are ways of packets, and those between objects are fields of these. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from live_diagrams.checks import Diagnostic

from ..manifests.objects import WORKLOAD_KINDS, get_service_name, iterate_targets
from .entities import Entity, collect_values, selects
from .figures import FigureView, is_dashed
from .values import remove_markup

RECORDS = frozenset(
    "Ingress IngressClass Route HTTPRoute GatewayClass Gateway Secret ConfigMap EndpointSlice ReferenceGrant"
    " Namespace NetworkPolicy Deployment ReplicaSet StatefulSet DaemonSet CustomResourceDefinition".split()
)
"""Kinds of records in the API server: programs read them, and no packet passes through."""

REFERENCES: Mapping[str, tuple[str, ...]] = {
    "Ingress": ("Service", "Secret", "IngressClass"),
    "Route": ("Service", "Secret"),
    "HTTPRoute": ("Service", "Gateway"),
    "Gateway": ("GatewayClass", "Secret"),
    "EndpointSlice": ("Service",),
}
"""Kinds whose objects name objects of the other kinds, in their `spec` or their labels."""


def check_edges(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the edges that no packet takes though they are solid, and those that no field stands for."""
    drawn = set()
    in_steps = {id_ for step in figure.graph.steps for id_ in step.edges}
    for edge in figure.graph.edges:
        ends = figure.find_ends(edge)
        if not ends:
            continue
        label, dashed = remove_markup(" ".join(edge.iterate_labels())), is_dashed(edge)
        way = edge.endpoints if edge.direction in ("forward", "back") else tuple(sorted(edge.endpoints))
        key = (way, label, dashed)
        reasons = ["it is drawn twice"] if key in drawn and edge.id not in in_steps else []
        drawn.add(key)
        reasons += [_describe_record(end) for end in ends if not dashed]
        reasons += [_describe_missing_reference(*ends), _describe_missing_reference(*ends[::-1])]
        for other, pod in (ends, ends[::-1]) if dashed else (ends,):
            if pod.kind == "Pod" and edge.direction != "both":  # two heads hide who opens the connection
                reasons.append(_describe_not_picked(figure, other, pod, dashed=dashed or "probe" in label))
        if reason := next(filter(None, reasons), ""):
            message = f"the edge from `{edge.tail}` to `{edge.head}`: {reason}"
            yield figure.report(edge.line, "figure-edge", message)


def _describe_record(end: Entity) -> str:
    if end.kind in RECORDS:
        return f'{end} is a record that programs read, and no packet crosses it; give it style="dashed"'
    if end.kind == "Service" and {o.get_string("spec", "type") for o in end.objects} == {"ExternalName"}:
        return f'{end} is an ExternalName, an answer of DNS: no packet goes there; give it style="dashed"'
    return ""


def _describe_missing_reference(owner: Entity, other: Entity) -> str:
    """Return why an object does not refer to another of a kind that it can refer to, or nothing."""
    if other.kind in REFERENCES.get(owner.kind, ()) and owner.objects:
        fields = [[o.get("spec"), o.get("metadata", "labels")] for o in owner.objects]
        is_named = other.name in collect_values(fields)
        return "" if is_named else f"{owner} names no {other.kind} `{other.name}` ({owner.source})"
    if owner.kind == "Service" and other.kind in WORKLOAD_KINDS and owner.objects and other.objects:
        is_selected = any(selects(s, workload) for s in owner.objects for workload in other.objects)
        return "" if is_selected else f"{owner} does not select the Pods of {other}"
    return ""


def _describe_not_picked(figure: FigureView, other: Entity, pod: Entity, *, dashed: bool) -> str:
    """Return why a Service, a rule for one, or an EndpointSlice does not lead to a Pod, or nothing."""
    manifests = figure.index.manifests
    slices = list(manifests.find_all("EndpointSlice"))
    if other.kind == "EndpointSlice" and other.objects:
        is_listed = pod.name in {name for name, _, _ in iterate_targets(other.objects)}
        return "" if is_listed else f"{other} does not list {pod} ({other.source})"
    services = [s for s in manifests.find_all("Service") if s.name in other.services]
    if other.kind in ("Service", "EndpointSlice", "") and services:
        if not pod.objects:
            return f"nothing says which labels {pod} has; declare it with `of: Deployment/…` under `outside`"
        if not any(selects(service, workload) for service in services for workload in pod.objects):
            selector, labels = services[0].get_labels("spec", "selector"), pod.objects[0].pod_labels
            return f"{services[0]} selects `{_join_labels(selector)}`, and {pod} has `{_join_labels(labels)}`"
        own = [slice_ for slice_ in slices if get_service_name(slice_) in other.services]
        if own and pod.name not in {name for name, _, _ in iterate_targets(own)}:
            return f"{own[0]} of {services[0]} does not list {pod}"
    if pod.is_ready is False and not dashed and other.kind != "Pod":
        return f"{pod} is not ready ({pod.source}), so it gets no new connections"
    return ""


def _join_labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in labels.items()) or "nothing"
