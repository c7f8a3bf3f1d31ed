"""What the nodes of figures stand for: objects, Pods that the manifests imply, and what is declared. Pure.

The id of a node is `Kind/name`, `Pod/name/container`, or a word that the option `outside` declares.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..manifests.collection import API_GROUPS, Manifests
from ..manifests.objects import (
    WORKLOAD_KINDS,
    KubeObject,
    get_service_name,
    iterate_targets,
    selector_matches,
)
from ..manifests.options import Options, OutsideObject
from ..manifests.routing import Backend, iterate_backends
from .values import SERVICE_TYPES, read_values, remove_markup

OUTSIDE = "`outside`"
REFERENCE = re.compile(r"(?P<kind>[A-Z]\w*)/(?P<name>[^/\s]+)(?:/(?P<container>[^/\s]+))?")
KINDS = frozenset({*API_GROUPS, "Node", "Namespace", "ConfigMap", "ServiceAccount", "NetworkPolicy"})
_NAMED = re.compile(
    rf"\b({'|'.join(sorted(KINDS, key=len, reverse=True))})(?:/| `?)([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\b"
)


@dataclass(frozen=True, eq=False)
class Entity:
    """The subject of a node.

    Attributes:
        id: The id of the node.
        objects: Its objects; of a Pod, the workloads that create it.
        values: Everything that its objects and declarations hold: addresses, ports, hosts, names.
        source: The files that hold it, for messages.
        is_ready: Whether a Pod is ready; nothing where no EndpointSlice lists it.
        node: The name of the Node that a Pod runs on.
        services: The names of the Services that it is, stands for, or is selected by.
    """

    id: str
    objects: tuple[KubeObject, ...] = ()
    values: frozenset[str] = frozenset()
    source: str = OUTSIDE
    is_ready: bool | None = None
    node: str = ""
    services: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.id if self.kind else f"`{self.id}`"

    @property
    def kind(self) -> str:
        """`Pod` of `Pod/web-1/app`; empty for what is no object."""
        return self.id.partition("/")[0] if "/" in self.id else ""

    @property
    def name(self) -> str:
        """`web-1` of `Pod/web-1/app`."""
        return self.id.split("/")[1] if self.kind else self.id


class EntityIndex:
    """All entities of the manifests and the declarations, by id."""

    def __init__(self, manifests: Manifests, options: Options) -> None:
        self.manifests, self.options = manifests, options
        self.backends: tuple[Backend, ...] = tuple(iterate_backends(manifests))
        self._entities: dict[str, Entity | None] = {}
        self._endpoints = list(iterate_targets(manifests.find_all("EndpointSlice")))

    def find(self, id_: str) -> Entity | None:
        """Return the entity of an id, or nothing."""
        if id_ not in self._entities:
            self._entities[id_] = None  # a declaration may name itself
            self._entities[id_] = self._build(id_)
        return self._entities[id_]

    def suggest(self, id_: str) -> str:
        """Return what to do about an id that no entity has."""
        kind, _, name = id_.rpartition("/")
        names = {each.rpartition("/")[2]: each for each in self.ids if each.rpartition("/")[0] == kind}
        same = [each for each in self.ids if kind and each.rpartition("/")[2] == name]
        near = [names[each] for each in difflib.get_close_matches(name, names, 1, 0.65)] or same
        question = f"did you mean `{near[0]}`? Else " if near else ""
        manifest = "add its manifest, or " if REFERENCE.fullmatch(id_) else ""
        return f"{question}{manifest}say what it is under `outside`, as `{id_}: …`"

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all entities."""
        ids = [str(one) for one in self.manifests.objects if one.name]
        ids += [f"Pod/{name}" for name, _, _ in self._endpoints]
        ids += [f"Node/{slice_.get_string(*path, 'nodeName')}" for _, slice_, path in self._endpoints]
        ids += [_id_of(one) for one in self.options.outside if not re.search(r"[*?\[=]", one.name)]
        return list(dict.fromkeys(ids))

    @cached_property
    def values(self) -> frozenset[str]:
        """Everything that any entity holds."""
        return frozenset().union(*(entity.values for id_ in self.ids if (entity := self.find(id_))))

    @cached_property
    def distinct_names(self) -> dict[str, list[str]]:
        """The ids by each name that is no ordinary word, because it has a hyphen or a digit."""
        found: dict[str, list[str]] = {}
        for id_ in self.ids:
            if re.search(r"[-\d]", name := id_.rpartition("/")[2]):
                found.setdefault(name, []).append(id_)
        return found

    def find_named(self, text: str) -> list[Entity]:
        """Return the entities that a text names: by kind and name, by a distinct name, or by a URL."""
        text = remove_markup(text)
        ids = [f"{kind}/{name}" for kind, name in find_references(text)]
        for word in re.findall(r"[a-z0-9](?:[\w.-]*\w)?", text):
            ids += self.distinct_names.get(word, [])
        ids += [f"Service/{host}" for host in re.findall(r"https?://([\w-]+)", text)]
        spaced = text.casefold().replace(" ", "-")
        ids += [
            one.name
            for one in self.options.outside
            if not one.kind and re.search(rf"\b{re.escape(one.name)}\b", spaced)
        ]
        return [entity for id_ in dict.fromkeys(ids) if (entity := self.find(id_))]

    def find_missing(self) -> Iterator[tuple[str, str]]:
        """Yield each declaration that names an object which does not exist, with the id of that."""
        for one in self.options.outside:
            for kind, name in find_references(one.description):
                id_ = f"{kind}/{name}"
                if id_ in one.description and self.find(id_) is None:
                    yield _id_of(one), id_

    def _build(self, id_: str) -> Entity | None:
        match = REFERENCE.fullmatch(id_)
        kind, name = (match["kind"], match["name"]) if match else ("", id_)
        declarations = [
            one
            for one in self.options.outside
            if one.kind == kind and (fnmatch.fnmatchcase(name, one.name) if kind else name == one.name)
        ]
        entity = self._find_in_manifests(id_, kind, name) or (Entity(id_) if declarations else None)
        if entity and kind == "Pod":
            entity = self._with_workloads(entity, declarations)
            if match and match["container"] and match["container"] not in _container_names(entity):
                return None
        for one in declarations if entity else ():
            entity = self._with_declaration(entity, one) if entity else None
        return entity

    def _find_in_manifests(self, id_: str, kind: str, name: str) -> Entity | None:
        objects = tuple(
            one
            for one in self.manifests.objects
            if (one.kind, one.name) == (kind, name) and one.group == API_GROUPS.get(kind, one.group)
        )
        if objects:
            source = " and ".join(dict.fromkeys(one.file for one in objects))
            values = frozenset().union(*map(_collect_object_values, objects))
            services = frozenset({name} if kind == "Service" else ())
            return Entity(id_, objects, values, source, services=services)
        if kind == "Pod":
            files = [slice_.file for target, slice_, _ in self._endpoints if target == name]
            return Entity(id_, source=files[0]) if files else None
        implied = kind == "Node" and f"Node/{name}" in self.ids and not self.options.is_outside(kind, name)
        namespaces = {one.namespace for one in self.manifests.objects} if kind == "Namespace" else ()
        return Entity(id_, source="the manifests") if implied or name in namespaces else None

    def _with_workloads(self, pod: Entity, declarations: list[OutsideObject]) -> Entity:
        """Return a Pod with what its workloads and its entries in EndpointSlices say of it."""
        listed = [(slice_, path) for name, slice_, path in self._endpoints if name == pod.name]
        named = [
            self.find(f"{kind}/{name}")
            for one in declarations
            for kind, name in find_references(one.description)
            if kind in WORKLOAD_KINDS
        ]
        makers = [*pod.objects, *(maker for entity in named if entity for maker in entity.objects)]
        services = set()
        for slice_, _ in listed:
            services.add(name := get_service_name(slice_))
            if service := self.manifests.find_object("Service", name, slice_.namespace):
                makers += self.manifests.select_workloads(
                    service.get_labels("spec", "selector"), slice_.namespace
                )
        makers = list({id(maker): maker for maker in makers}.values())
        services |= {s.name for s in self.manifests.find_all("Service") if any(selects(s, m) for m in makers)}
        values = set(pod.values)
        for slice_, path in listed:
            values |= collect_values([slice_.get(*path), slice_.get("ports")])
        for maker in makers:
            values |= collect_values([port for _, port in maker.container_ports])
        ready = [slice_.get(*path, "conditions", "ready") is not False for slice_, path in listed]
        nodes = [slice_.get_string(*path, "nodeName") for slice_, path in listed]
        return replace(
            pod,
            objects=tuple(makers),
            values=frozenset(values),
            is_ready=any(ready) if ready else None,
            node=next(filter(None, nodes), ""),
            services=frozenset(services),
        )

    def _with_declaration(self, entity: Entity, one: OutsideObject) -> Entity:
        """Return an entity with the values of a declaration, and of the objects that this names."""
        references = find_references(one.description)
        others = [self.find(f"{kind}/{name}") for kind, name in references if kind != "Node"]
        lent = [other for other in others if other]
        node = next((name for kind, name in references if kind == "Node"), "")
        return replace(
            entity,
            values=entity.values.union(
                (value.text for value in read_values(one.description)), *(other.values for other in lent)
            ),
            node=entity.node or node,
            services=entity.services.union(*(other.services for other in lent if other.kind == "Service")),
            source=entity.source if OUTSIDE in entity.source else f"{entity.source} and {OUTSIDE}",
        )


def selects(service: KubeObject, workload: KubeObject) -> bool:
    """Return whether a Service selects the Pods of a workload."""
    selector = service.get_labels("spec", "selector")
    same = service.namespace == workload.namespace
    return bool(selector) and same and selector_matches(selector, workload.pod_labels)


def find_references(text: str) -> list[tuple[str, str]]:
    """Return kind and name of each object that a text names: `Kind/name`, `Kind name` or Kind `name`."""
    return _NAMED.findall(remove_markup(text))


def collect_values(data: object) -> frozenset[str]:
    """Return the leaves of plain data, as text."""
    if isinstance(data, dict):
        return frozenset().union(*map(collect_values, data.values()))
    if isinstance(data, list):
        return frozenset().union(*map(collect_values, data))
    return frozenset() if data is None or isinstance(data, bool) else frozenset({str(data)})


def _collect_object_values(one: KubeObject) -> frozenset[str]:
    values = collect_values(one.data)
    if one.kind != "Service":
        return values
    type_ = one.get_string("spec", "type") or SERVICE_TYPES[0]
    layers = SERVICE_TYPES[: SERVICE_TYPES[:3].index(type_) + 1] if type_ in SERVICE_TYPES[:3] else (type_,)
    domain = f"{one.name}.{one.namespace}"
    return values.union(layers, (domain, f"{domain}.svc", f"{domain}.svc.cluster.local"))


def _container_names(pod: Entity) -> Iterable[object]:
    return [container.get("name") for maker in pod.objects for _, container in maker.containers]


def _id_of(one: OutsideObject) -> str:
    return f"{one.kind}/{one.name}" if one.kind else one.name
