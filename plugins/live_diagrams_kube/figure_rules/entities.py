"""What the nodes of figures stand for: objects, Pods that the manifests imply, and what is declared. Pure.

The id of a node is `Kind/name`, `Pod/name/container`, or a word that the option `outside` declares.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Iterator
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
from ..routing.rules import Backend, iterate_backends
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
        values: The values in its objects and declarations: addresses, ports, hosts, names.
        source: Its files, for messages.
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
        nodes = (slice_.get_string(*path, "nodeName") for _, slice_, path in self._endpoints)
        self._node_names = set(filter(None, nodes))

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
        ids = [str(object_) for object_ in self.manifests.objects if object_.name]
        ids += [f"Pod/{name}" for name, _, _ in self._endpoints]
        ids += [f"Node/{name}" for name in self._node_names]
        ids += [
            _id_of(declaration)
            for declaration in self.options.outside
            if not re.search(r"[*?\[=]", declaration.name)
        ]
        return list(dict.fromkeys(ids))

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of all entities."""
        return frozenset().union(*(entity.values for id_ in self.ids if (entity := self.find(id_))))

    def find_named(self, text: str) -> list[Entity]:
        """Return the entities that a text names: by kind and name, or a Service by a URL."""
        text = remove_markup(text)
        ids = [f"{kind}/{name}" for kind, name in find_references(text)]
        ids += [f"Service/{host}" for host in re.findall(r"https?://([\w-]+)", text)]
        return [entity for id_ in dict.fromkeys(ids) if (entity := self.find(id_))]

    def find_missing(self) -> Iterator[tuple[str, str]]:
        """Yield each declaration that names an object which does not exist, with the id of that."""
        for declaration in self.options.outside:
            for kind, name in find_references(declaration.description):
                id_ = f"{kind}/{name}"
                if id_ in declaration.description and self.find(id_) is None:
                    yield _id_of(declaration), id_

    def _build(self, id_: str) -> Entity | None:
        match = REFERENCE.fullmatch(id_)
        kind, name = (match["kind"], match["name"]) if match else ("", id_)
        declarations = [
            declaration
            for declaration in self.options.outside
            if declaration.kind == kind
            and (fnmatch.fnmatchcase(name, declaration.name) if kind else name == declaration.name)
        ]
        entity = self._find_in_manifests(id_, kind, name) or (Entity(id_) if declarations else None)
        if entity is None:
            return None
        for declaration in declarations:
            entity = self._add_declaration(entity, declaration)
        if kind != "Pod":
            return entity
        pod = self._add_endpoints(entity)
        containers = [c.get("name") for workload in pod.objects for _, c in workload.containers]
        is_missing = match and match["container"] and match["container"] not in containers
        return None if is_missing else pod

    def _find_in_manifests(self, id_: str, kind: str, name: str) -> Entity | None:
        objects = tuple(
            object_
            for object_ in self.manifests.objects
            if (object_.kind, object_.name) == (kind, name)
            and object_.group == API_GROUPS.get(kind, object_.group)
        )
        if objects:
            source = " and ".join(dict.fromkeys(object_.file for object_ in objects))
            values = frozenset().union(*map(_collect_object_values, objects))
            services = frozenset({name} if kind == "Service" else ())
            return Entity(id_, objects, values, source, services=services)
        implied = {
            "Pod": {target for target, _, _ in self._endpoints},
            "Node": self._node_names,
            "Namespace": {object_.namespace for object_ in self.manifests.objects},
        }
        return Entity(id_, source="the manifests") if name in implied.get(kind, ()) else None

    def _add_declaration(self, entity: Entity, declaration: OutsideObject) -> Entity:
        """Return an entity with the values of a declaration, and of the objects that this names."""
        references = find_references(declaration.description)
        others = [self.find(f"{kind}/{name}") for kind, name in references if kind != "Node"]
        words = set(re.findall(r"[\w-]+", declaration.description)) - {declaration.name}
        others += [
            self.find(each.name) for each in self.options.outside if not each.kind and each.name in words
        ]
        lent = [other for other in others if other]
        stated = {value.text for value in read_values(declaration.description)}
        workloads = [w for other in lent if other.kind in WORKLOAD_KINDS for w in other.objects]
        return replace(
            entity,
            objects=(*entity.objects, *(workloads if entity.kind == "Pod" else ())),
            values=entity.values.union(stated, *(other.values for other in lent)),
            node=entity.node or next((name for kind, name in references if kind == "Node"), ""),
            services=entity.services.union(*(other.services for other in lent if other.kind == "Service")),
            source=entity.source if OUTSIDE in entity.source else f"{entity.source} and {OUTSIDE}",
        )

    def _add_endpoints(self, pod: Entity) -> Entity:
        """Return a Pod with its workloads, its Services, and its entries in EndpointSlices."""
        listed = [(slice_, path) for name, slice_, path in self._endpoints if name == pod.name]
        listing = {get_service_name(slice_) for slice_, _ in listed}
        workloads = list(pod.objects)
        for service in self.manifests.find_all("Service"):
            if service.name in listing:
                workloads += [w for w in self.manifests.workloads if selects(service, w)]
        selecting = {
            service.name
            for service in self.manifests.find_all("Service")
            if any(selects(service, workload) for workload in workloads)
        }
        entries = [[slice_.get(*path), slice_.get("ports")] for slice_, path in listed]
        ports = [port for workload in workloads for _, port in workload.container_ports]
        ready = [slice_.get(*path, "conditions", "ready") is not False for slice_, path in listed]
        nodes = [slice_.get_string(*path, "nodeName") for slice_, path in listed]
        return replace(
            pod,
            objects=tuple({id(workload): workload for workload in workloads}.values()),
            values=pod.values | collect_values([entries, ports]),
            is_ready=any(ready) if ready else None,
            node=next(filter(None, [*nodes, pod.node]), ""),
            services=frozenset(listing | selecting),
            source=" and ".join(dict.fromkeys(slice_.file for slice_, _ in listed)) or pod.source,
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


def _collect_object_values(object_: KubeObject) -> frozenset[str]:
    values = collect_values(object_.data)
    if object_.kind != "Service":
        return values
    type_ = object_.get_string("spec", "type") or SERVICE_TYPES[0]
    layers = SERVICE_TYPES[: SERVICE_TYPES[:3].index(type_) + 1] if type_ in SERVICE_TYPES[:3] else (type_,)
    domain = f"{object_.name}.{object_.namespace}"
    return values.union(layers, (domain, f"{domain}.svc", f"{domain}.svc.cluster.local"))


def _id_of(declaration: OutsideObject) -> str:
    return f"{declaration.kind}/{declaration.name}" if declaration.kind else declaration.name
