"""What is true of the objects of the manifests, as facts that a label may repeat. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject, get_service_name, selector_matches
from ..manifests.routing import Backend, iterate_backends
from ..manifests.yaml_lines import FieldPath
from .facts import SERVICE_TYPES, Facts, united

Listed = tuple[KubeObject, FieldPath]
"""An endpoint: the EndpointSlice that lists it, and where."""


class Described:
    """The facts of the objects of a folder."""

    def __init__(self, manifests: Manifests) -> None:
        self._manifests = manifests
        self._ways = tuple(iterate_backends(manifests))

    def facts(self, objects: Iterable[KubeObject]) -> Facts:
        """What is true of one object, or of the several that share its name."""
        return united(self._one(one) for one in objects)

    def _one(self, one: KubeObject) -> Facts:
        if one.kind == "Service":
            return self._service(one)
        if one.kind == "EndpointSlice":
            addresses = [
                text
                for path, _ in one.get_mappings("endpoints")
                for _, text in one.get_strings(*path, "addresses")
            ]
            return Facts(frozenset(addresses), _ports(one.get_mappings("ports"), "port"))
        if one.kind in ("Ingress", "Route", "HTTPRoute"):
            return self._rules(one)
        if one.kind == "Gateway":
            listeners = one.get_mappings("spec", "listeners")
            return Facts(
                ports=_ports(listeners, "port"), hosts=_texts(each.get("hostname") for _, each in listeners)
            )
        return self.pod([], [one]) if one.pod_path is not None else Facts()

    def _service(self, service: KubeObject) -> Facts:
        ports = service.get_mappings("spec", "ports")
        targets = {path: self._manifests.resolve_target_port(service, port) for path, port in ports}
        chain = [
            [n for n in (port.get("nodePort"), port.get("port"), *targets[path]) if isinstance(n, int)]
            for path, port in ports
        ]
        pairs = {(a, b) for numbers in chain for at, a in enumerate(numbers) for b in numbers[at + 1 :]}
        addresses = [
            service.get_string("spec", "clusterIP"),
            *(t for _, t in service.get_strings("spec", "clusterIPs")),
        ]
        addresses += [text for _, text in service.get_strings("spec", "externalIPs")]
        addresses += [
            service.get_string(*path, "ip")
            for path, _ in service.get_mappings("status", "loadBalancer", "ingress")
        ]
        kind = service.get_string("spec", "type") or "ClusterIP"
        layers = SERVICE_TYPES[: SERVICE_TYPES.index(kind) + 1] if kind in SERVICE_TYPES[:3] else (kind,)
        headless = {"headless"} if "None" in addresses else set()
        name = service.name
        names = (name, f"{name}.{service.namespace}", f"{name}.{service.namespace}.svc")
        own = Facts(
            addresses=_texts(addresses) - {"None"},
            ports=_ports(ports, "port") | _ports(ports, "nodePort"),
            pairs=frozenset(pairs),
            hosts=_texts((*names, f"{names[2]}.cluster.local", service.get_string("spec", "externalName"))),
            types=frozenset({*layers, *headless}),
        )
        return own | self.ways_to({name})

    def _rules(self, one: KubeObject) -> Facts:
        leading = [way for way in self._ways if way.source is one]
        hosts = [
            one.get_string("spec", "host"),
            *(one.get_string(*path, "host") for path, _ in one.get_mappings("spec", "rules")),
        ]
        hosts += [text for _, text in one.get_strings("spec", "hostnames")]
        target = one.get("spec", "port", "targetPort")
        return self._of(leading) | Facts(
            hosts=_texts(hosts),
            ports=frozenset({80, 443, *([target] if isinstance(target, int) else [])}),
        )

    @staticmethod
    def _of(leading: Collection[Backend], among: int = 1) -> Facts:
        """What is true of the ends of some ways, where what comes is shared by so many."""
        return Facts(
            paths=frozenset(path for way in leading for path in way.paths),
            weights=frozenset(way.weight for way in leading if way.weight is not None),
            shares=frozenset(way.share / among for way in leading if way.share is not None),
        )

    def ways_to(self, services: Collection[str], *, pods: bool = False) -> Facts:
        """What is true of what leads to Services, or to each of their ready Pods."""
        found = []
        for service in services:
            leading = [way for way in self._ways if way.service == service]
            found.append(self._of(leading, self._ready(service) if pods else 1))
        return united(found)

    def between(self, source: Collection[KubeObject], service: str) -> Facts:
        """What is true of the ways from some objects to a Service."""
        return self._of(
            [w for w in self._ways if w.service == service and any(w.source is one for one in source)]
        )

    def _ready(self, service: str) -> int:
        """How many Pods of a Service take requests: those that its EndpointSlices list, else its replicas."""
        slices = [s for s in self._manifests.find_all("EndpointSlice") if get_service_name(s) == service]
        ready = [
            path
            for one in slices
            for path, _ in one.get_mappings("endpoints")
            if one.get(*path, "conditions", "ready") is not False
        ]
        makers = {
            id(maker): maker
            for one in self._manifests.find_all("Service")
            if one.name == service and one.get_labels("spec", "selector")
            for maker in self._manifests.select_workloads(one.get_labels("spec", "selector"), one.namespace)
        }
        replicas = [
            count for maker in makers.values() if isinstance(count := maker.get("spec", "replicas"), int)
        ]
        return len(ready) or sum(replicas) or 1

    def pod(self, listed: Iterable[Listed], makers: Iterable[KubeObject]) -> Facts:
        """What is true of a Pod by the endpoints that are its own, and by what makes it."""
        found = Facts()
        for slice_, path in listed:
            addresses = frozenset(text for _, text in slice_.get_strings(*path, "addresses"))
            found |= Facts(addresses, _ports(slice_.get_mappings("ports"), "port"))
        return found | Facts(
            ports=frozenset(p for one in makers for p in _ports(one.container_ports, "containerPort"))
        )

    def selecting(self, maker: KubeObject) -> Iterator[KubeObject]:
        """The Services that select the Pods of something."""
        for service in self._manifests.find_all("Service"):
            selector = service.get_labels("spec", "selector")
            if (
                selector
                and service.namespace == maker.namespace
                and selector_matches(selector, maker.pod_labels)
            ):
                yield service

    @cached_property
    def nodes(self) -> list[str]:
        """The names of the Nodes that endpoints are on."""
        slices = self._manifests.find_all("EndpointSlice")
        return list(
            dict.fromkeys(
                name
                for s in slices
                for path, _ in s.get_mappings("endpoints")
                if (name := s.get_string(*path, "nodeName"))
            )
        )

    @cached_property
    def anywhere(self) -> Facts:
        """Every host, and every path, that stands in a manifest."""
        found = united(self._one(one) for kind in _HOSTED for one in self._manifests.find_all(kind))
        paths: set[str] = set()
        for one in self._manifests.objects:
            paths.update(text for text in _strings(one.data) if re.match(r"/\S*$", text))
        return Facts(hosts=found.hosts, paths=found.paths | paths)


_HOSTED = ("Service", "Ingress", "Route", "HTTPRoute", "Gateway")


def _ports(items: Iterable[tuple[FieldPath, dict[str, Any]]], field: str) -> frozenset[int]:
    return frozenset(number for _, each in items if isinstance(number := each.get(field), int))


def _texts(found: Iterable[object]) -> frozenset[str]:
    return frozenset(each for each in found if isinstance(each, str) and each)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
