"""The rule on edges: solid ones are ways of packets, and those between objects are fields of these. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from live_diagrams.checks import Diagnostic

from ..manifests.objects import WORKLOAD_KINDS, KubeObject, get_service_name, iterate_targets
from .entities import Entity, collect_values, selects
from .figures import FigureView, is_dashed
from .values import remove_markup

RECORDS = frozenset(
    "Ingress IngressClass Route HTTPRoute GatewayClass Gateway Secret ConfigMap EndpointSlice ReferenceGrant"
    " Namespace NetworkPolicy Deployment ReplicaSet StatefulSet DaemonSet CustomResourceDefinition".split()
)
"""Kinds of records in the API server: programs read them, and no packet passes through."""

REFERENCES = {
    ("Ingress", "Service"),
    ("Ingress", "Secret"),
    ("Ingress", "IngressClass"),
    ("Route", "Service"),
    ("Route", "Secret"),
    ("HTTPRoute", "Service"),
    ("HTTPRoute", "Gateway"),
    ("Gateway", "GatewayClass"),
    ("Gateway", "Secret"),
    ("EndpointSlice", "Service"),
}
"""Kinds whose objects name objects of the other kind, in their `spec` or their labels."""


def check_edges(figure: FigureView) -> Iterator[Diagnostic]:
    """Yield the edges that no packet takes though they are solid, and those that no field stands for."""
    drawn = set()
    in_steps = {id_ for step in figure.graph.steps for id_ in step.edges}
    for edge in figure.graph.edges:
        ends = figure.find_ends(edge)
        if not ends:
            continue
        label = remove_markup(" ".join(edge.iterate_labels()))
        dashed = is_dashed(edge)
        way = edge.endpoints if edge.direction in ("forward", "back") else tuple(sorted(edge.endpoints))
        key = (way, label, dashed)
        reasons = ["it is drawn twice"] if key in drawn else []
        drawn |= {key} if edge.id not in in_steps else set()
        reasons += [_describe_record(end) for end in ends if not dashed]
        reasons += [_describe_missing_reference(*ends), _describe_missing_reference(*ends[::-1])]
        pod = next((end for end in reversed(ends) if end.kind == "Pod"), None)
        if pod:
            other = ends[0] if pod is ends[1] else ends[1]
            is_caller = pod is ends[0] or (edge.direction == "both" and _calls(figure, pod, other))
            if dashed or other.kind == "EndpointSlice" or not is_caller:
                reasons += [_describe_not_listed(figure, other, pod)]
                reasons += [_describe_readiness(other, pod, label, dashed=dashed)]
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
    if (owner.kind, other.kind) in REFERENCES and owner.objects:
        fields = [(o.get("spec"), o.get("metadata", "labels")) for o in owner.objects]
        is_named = other.name in collect_values([field for pair in fields for field in pair])
        return "" if is_named else f"{owner} names no {other.kind} `{other.name}` ({owner.source})"
    if owner.kind == "Service" and other.kind in WORKLOAD_KINDS and owner.objects and other.objects:
        is_selected = any(selects(s, workload) for s in owner.objects for workload in other.objects)
        return "" if is_selected else f"{owner} does not select the Pods of {other}"
    return ""


def _calls(figure: FigureView, pod: Entity, other: Entity) -> bool:
    """Return whether the label of a Pod names the Service that another entity is, or stands for."""
    labels = [node.label for node in figure.graph.nodes if node.id == pod.id]
    named = {
        entity.name
        for label in labels
        for entity in figure.index.find_named(label)
        if entity.kind == "Service"
    }
    return bool(named & other.services)


def _describe_not_listed(figure: FigureView, other: Entity, pod: Entity) -> str:
    """Return why a Pod is behind none of an entity's Services, or in no such EndpointSlice, or nothing."""
    if other.kind == "EndpointSlice" and other.objects:
        return (
            ""
            if pod.name in _list_targets(other.objects)
            else f"{other} does not list {pod} ({other.source})"
        )
    if other.kind not in ("Service", "EndpointSlice", ""):
        return ""
    services = [s for s in figure.index.manifests.find_all("Service") if s.name in other.services]
    if not services:
        return ""
    if not pod.objects:
        return f"nothing says which labels {pod} has; declare it as `{pod}: Of Deployment/…` under `outside`"
    if not any(selects(service, workload) for service in services for workload in pod.objects):
        selector, labels = services[0].get_labels("spec", "selector"), pod.objects[0].pod_labels
        return f"{services[0]} selects `{_join_labels(selector)}`, and {pod} has `{_join_labels(labels)}`"
    slices = [
        slice_
        for slice_ in figure.index.manifests.find_all("EndpointSlice")
        if get_service_name(slice_) in other.services
    ]
    if slices and pod.name not in _list_targets(slices):
        return f"{slices[0]} of {services[0]} does not list {pod}"
    return ""


def _describe_readiness(other: Entity, pod: Entity, label: str, *, dashed: bool) -> str:
    """Return why a Pod gets no packets, or has another readiness than a label says, or nothing."""
    state = "ready" if pod.is_ready else "not ready"
    if dashed:
        match = re.search(r"\b(?:not )?ready\b", label)
        wrong = match and pod.is_ready is not None and match[0] != state
        return f"its label says “{match[0]}”, and {pod} is {state} ({pod.source})" if match and wrong else ""
    if pod.is_ready is False and other.kind != "Pod" and "probe" not in label:
        return f"{pod} is not ready ({pod.source}), so it gets no new connections"
    return ""


def _list_targets(slices: tuple[KubeObject, ...] | list[KubeObject]) -> set[str]:
    return {name for name, _, _ in iterate_targets(slices)}


def _join_labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in labels.items()) or "nothing"
