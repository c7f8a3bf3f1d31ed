"""The rule on edges: solid ones are ways of packets, and those between objects are fields of these. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from live_diagrams.checks import Diagnostic

from ..manifests.objects import WORKLOAD_KINDS
from .entities import Entity, collect_values
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
    """Yield the edges that no packet takes though they are solid, and those that no object has."""
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
        reasons += [_describe_missing_reference(figure, *pair) for pair in (ends, ends[::-1])]
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


def _describe_missing_reference(figure: FigureView, owner: Entity, other: Entity) -> str:
    """Return why an object does not refer to another of a kind that it can refer to, or nothing."""
    if other.kind in REFERENCES.get(owner.kind, ()) and not owner.is_outside:
        fields = [[o.get("spec"), o.get("metadata", "labels")] for o in owner.objects]
        is_named = other.name in collect_values(fields)
        return "" if is_named else f"{owner} names no {other.kind} `{other.name}` ({owner.source})"
    if (
        owner.kind == "Service"
        and other.kind in WORKLOAD_KINDS
        and not (owner.is_outside or other.is_outside)
    ):
        is_selected = other.id in figure.index.folder.select_workloads(owner)
        return "" if is_selected else f"{owner} does not select the Pods of {other}"
    return ""


def _describe_not_picked(figure: FigureView, other: Entity, pod: Entity, *, dashed: bool) -> str:
    """Return why a Service, a rule for one, or an EndpointSlice does not lead to a Pod, or nothing."""
    services = [s for s in figure.index.folder.services if s.name in other.services]
    picked = {picked.name for service in services for picked in service.pods}
    if services and other.kind in ("Service", "EndpointSlice", "") and pod.name not in picked:
        hint = "; declare its workload, with `of`" if pod.is_outside and not pod.workload else ""
        return f"{services[0].id} picks {' and '.join(sorted(picked)) or 'no Pod'}, not {pod.name}{hint}"
    if not pod.is_ready and not dashed and other.kind != "Pod":
        return f"{pod} is not ready ({pod.source}), so it gets no new connections"
    return ""
