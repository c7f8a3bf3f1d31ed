"""Rules on the edges of figures: who refers to whom, who gets packets, and what no packet crosses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from live_diagrams.checks import Diagnostic

from ..manifests.objects import WORKLOAD_KINDS, KubeObject, get_service_name, iterate_targets
from . import facts
from .figures import Drawn, is_dashed
from .things import Thing, selects

RECORDS = frozenset(
    "Ingress IngressClass Route HTTPRoute GatewayClass Gateway Secret ConfigMap EndpointSlice ReferenceGrant"
    " Namespace NetworkPolicy Deployment ReplicaSet StatefulSet DaemonSet CustomResourceDefinition".split()
)
"""Kinds that are records in the API server: somebody reads them, and no packet passes through."""


def data(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-data`: packets pass through programs, never through records such as an Ingress or a Secret.

    Solid edges carry packets, dashed and dotted ones are configuration.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/
    """
    for edge in figure.graph.edges:
        if is_dashed(edge):
            continue
        for thing in figure.ends(edge):
            kinds = {one.get_string("spec", "type") for one in thing.objects}
            if thing.kind in RECORDS:
                why = f"{thing} is a record that somebody reads, and no packet crosses it"
            elif thing.kind == "Service" and kinds == {"ExternalName"}:
                why = f"{thing} is an ExternalName, which is an answer of DNS: no packet goes there"
            else:
                continue
            message = (
                f'the edge from `{edge.tail}` to `{edge.head}` is solid, but {why}; give it style="dashed"'
            )
            yield figure.problem(edge.line, "figure-data", message)


def endpoints(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-endpoint`: a Service reaches the Pods that it selects and that are ready, and no other.

    Source: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
    """
    for edge in figure.graph.edges:
        ends = figure.ends(edge)
        if len(ends) != 2:
            continue
        pod = next((end for end in reversed(ends) if end.kind == "Pod"), None)
        if pod is None:
            continue
        other = ends[0] if pod is ends[1] else ends[1]
        calls = pod is ends[0] or (edge.direction == "both" and figure.calls(pod, other))
        if calls and not is_dashed(edge) and other.kind != "EndpointSlice":
            continue  # it calls, or it answers
        text = facts.plain(" ".join(edge.iterate_labels()))
        why = _not_listed(other, pod, figure) or _not_ready(other, pod, text, dashed=is_dashed(edge))
        if why:
            shown = f"the edge from `{edge.tail}` to `{edge.head}`"
            yield figure.problem(edge.line, "figure-endpoint", f"{shown}: {why}")


def _not_listed(other: Thing, pod: Thing, figure: Drawn) -> str:
    """Why a Pod is not behind a Service, or not in an EndpointSlice."""
    if other.kind == "EndpointSlice" and other.objects:
        listed = {name for name, _, _ in iterate_targets(other.objects)}
        return "" if pod.name in listed else f"{other} does not list {pod} ({other.source})"
    if other.kind not in ("Service", "EndpointSlice", "") or not (other.objects or other.services):
        return ""
    names = {other.name} if other.kind == "Service" else other.services
    services = [one for one in figure.known.manifests.find_all("Service") if one.name in names]
    if not services:
        return ""
    if not pod.objects:
        return f"nothing says which labels {pod} has; declare it as `{pod}: of Deployment/…` under `outside`"
    if not any(selects(one, pod) for one in services):
        one = services[0]
        wanted = ", ".join(f"{k}: {v}" for k, v in one.get_labels("spec", "selector").items()) or "nothing"
        has = ", ".join(f"{k}: {v}" for k, v in pod.objects[0].pod_labels.items())
        return f"{one} selects `{wanted}`, and {pod} has `{has}`"
    slices = [
        one for one in figure.known.manifests.find_all("EndpointSlice") if get_service_name(one) in names
    ]
    listed = {name for name, _, _ in iterate_targets(slices)}
    if slices and pod.name not in listed:
        return f"{slices[0]} of {services[0]} does not list {pod}"
    return ""


def _not_ready(other: Thing, pod: Thing, text: str, *, dashed: bool) -> str:
    """Why an edge says, or means, that a Pod is ready when it is not, or the other way about."""
    if dashed:
        said = re.search(r"\b(not )?ready\b", text)
        if said and pod.ready is not None and bool(said[1]) == pod.ready:
            return f"it says “{said[0]}”, and {pod} is {'ready' if pod.ready else 'not ready'} ({pod.source})"
        return ""
    if pod.ready is False and other.kind != "Pod" and "probe" not in text:
        return f"{pod} is not ready ({pod.source}), so it gets no new connections"
    return ""


Names = Callable[[KubeObject], set[str]]


def _backends(*fields: tuple[str, ...]) -> Names:
    """What an object names in lists: the path of each list, `*` for every item, then the field."""

    def values(value: object, path: tuple[str, ...]) -> Iterator[str]:
        if not path:
            if isinstance(value, str):
                yield value
        elif path[0] == "*":
            for each in value if isinstance(value, list) else ():
                yield from values(each, path[1:])
        elif isinstance(value, dict):
            yield from values(value.get(path[0]), path[1:])

    return lambda one: {name for path in fields for name in values(one.data, path)}


REFERENCES: Mapping[tuple[str, str], Names] = {
    ("Ingress", "Service"): _backends(
        ("spec", "defaultBackend", "service", "name"),
        ("spec", "rules", "*", "http", "paths", "*", "backend", "service", "name"),
    ),
    ("Ingress", "Secret"): _backends(("spec", "tls", "*", "secretName")),
    ("Ingress", "IngressClass"): _backends(("spec", "ingressClassName")),
    ("Route", "Service"): _backends(("spec", "to", "name"), ("spec", "alternateBackends", "*", "name")),
    ("Route", "Secret"): _backends(("spec", "tls", "externalCertificate", "name")),
    ("HTTPRoute", "Service"): _backends(("spec", "rules", "*", "backendRefs", "*", "name")),
    ("HTTPRoute", "Gateway"): _backends(("spec", "parentRefs", "*", "name")),
    ("Gateway", "GatewayClass"): _backends(("spec", "gatewayClassName")),
    ("Gateway", "Secret"): _backends(("spec", "listeners", "*", "tls", "certificateRefs", "*", "name")),
    ("EndpointSlice", "Service"): lambda one: {get_service_name(one)},
}
"""Which objects of the second kind one of the first kind names."""


def references(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-reference`: an edge from object to object is a field that names it, and the field is there.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
    """
    for edge in figure.graph.edges:
        ends = figure.ends(edge)
        if len(ends) != 2:
            continue
        for one, other in (ends, ends[::-1]):
            if why := unnamed(one, other):
                message = f"the edge from `{edge.tail}` to `{edge.head}`: {why}"
                yield figure.problem(edge.line, "figure-reference", message)


def unnamed(one: Thing, other: Thing) -> str:
    """Why one object does not refer to another of a kind that it could refer to."""
    named = REFERENCES.get((one.kind, other.kind))
    if named and one.objects:
        found = set().union(*(named(each) for each in one.objects))
        has = ", ".join(f"`{name}`" for name in sorted(found)) or "none"
        return "" if other.name in found else f"{one} names no {other.kind} `{other.name}`; it names {has}"
    if not one.objects or not other.objects:
        return ""
    if one.kind == "Service" and other.kind in WORKLOAD_KINDS:
        selected = any(selects(service, other) for service in one.objects)
        return "" if selected else f"{one} does not select the Pods of {other}"
    if one.kind in WORKLOAD_KINDS and other.kind == "Pod":
        made = any(maker is each for maker in other.objects for each in one.objects)
        return "" if made else f"{other} is a Pod of {', '.join(map(str, other.objects))}"
    return ""
