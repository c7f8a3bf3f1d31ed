"""What a node of a figure stands for: an object, a Pod that the manifests imply, or what is declared. Pure.

Node ids are `Kind/name`, `Pod/name/container`, or a word that the option `outside` declares.
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
from ..manifests.yaml_lines import FieldPath
from . import facts
from .described import Described
from .facts import NOTHING, Facts

DECLARED = "`outside`"
"""The source of what only the author declares."""

REFERENCE = re.compile(r"(?P<kind>[A-Z]\w*)/(?P<name>[^/\s]+)(?:/(?P<part>[^/\s]+))?")
"""The id of a node that stands for an object, or for a container of a Pod."""

KINDS = frozenset({*API_GROUPS, "Node", "Namespace", "ConfigMap", "ServiceAccount", "NetworkPolicy"})
"""Kinds that a text names objects of."""


@dataclass(frozen=True)
class Thing:
    """One thing that a figure shows.

    `source` says where its facts stand. `ready` is nothing where nobody says. `node` is the name of the Node
    that a Pod runs on. `services` are the names of Services that select a Pod, or that a declared thing
    stands for.
    """

    id: str
    kind: str = ""
    name: str = ""
    objects: tuple[KubeObject, ...] = ()
    facts: Facts = NOTHING
    source: str = ""
    ready: bool | None = None
    node: str = ""
    services: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.id if self.kind else f"`{self.id}`"


class Known:
    """All things that the manifests and the author know of, by node id."""

    def __init__(self, manifests: Manifests, options: Options) -> None:
        self.manifests, self.options = manifests, options
        self._described = Described(manifests)
        self._things: dict[str, Thing | None] = {}

    def thing(self, id_: str) -> Thing | None:
        """What an id stands for, or nothing where there is no such thing."""
        if id_ not in self._things:
            self._things[id_] = None  # while it is made: a declaration may name itself
            self._things[id_] = self._make(id_)
        return self._things[id_]

    def hint(self, id_: str) -> str:
        """What to do about an id that stands for nothing."""
        kind, _, name = id_.rpartition("/")
        alike = [each for each in self.ids if each.rpartition("/")[0] == kind]
        names = {each.rpartition("/")[2]: each for each in alike}
        same = [each for each in self.ids if kind and each.rpartition("/")[2] == name]
        near = [names[each] for each in difflib.get_close_matches(name, names, 1, 0.65)] or same
        meant = f"did you mean `{near[0]}`? Else " if near else ""
        manifest = "add its manifest, or " if REFERENCE.fullmatch(id_) else ""
        return f"{meant}{manifest}say what it is under `outside`, as `{id_}: …`"

    @cached_property
    def ids(self) -> list[str]:
        """Every id that stands for something."""
        found = [str(one) for one in self.manifests.objects if one.name]
        found += [f"Pod/{name}" for name in self._endpoints]
        found += [f"Node/{node}" for node in self._described.nodes]
        found += [self._id(one) for one in self.options.outside if not any(c in one.name for c in "*?[=")]
        return list(dict.fromkeys(found))

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The ids of each name that no word of the language has: one with a `-` or a digit in it."""
        found: dict[str, list[str]] = {}
        for id_ in self.ids:
            name = id_.rpartition("/")[2]
            if re.search(r"[-\d]", name):
                found.setdefault(name, []).append(id_)
        return found

    @cached_property
    def texts(self) -> Facts:
        """What stands anywhere: every host and path of a manifest or of a declaration."""
        declared = [facts.read(one.description) for one in self.options.outside]
        return facts.united([*declared, self._described.anywhere])

    def between(self, source: Thing, service: Thing) -> Facts:
        """What is true of the ways by which an Ingress, a Route or an HTTPRoute leads to a Service."""
        return self._described.between(source.objects, service.name)

    def of_kind(self, kind: str) -> list[str]:
        """The names of all things of a kind."""
        return [id_.partition("/")[2] for id_ in self.ids if id_.startswith(f"{kind}/")]

    def declared(self, id_: str) -> Iterator[OutsideObject]:
        """The declarations that an id falls under."""
        match = REFERENCE.fullmatch(id_)
        kind, name = (match["kind"], match["name"]) if match else ("", id_)
        for one in self.options.outside:
            if one.kind == kind and (fnmatch.fnmatchcase(name, one.name) if kind else name == one.name):
                yield one

    @staticmethod
    def _id(one: OutsideObject) -> str:
        return f"{one.kind}/{one.name}" if one.kind else one.name

    @cached_property
    def _endpoints(self) -> dict[str, list[tuple[KubeObject, FieldPath]]]:
        """The endpoints of each Pod that an EndpointSlice lists."""
        found: dict[str, list[tuple[KubeObject, FieldPath]]] = {}
        for name, slice_, path in iterate_targets(self.manifests.find_all("EndpointSlice")):
            if slice_.get_string(*path, "targetRef", "kind") == "Pod":
                found.setdefault(name, []).append((slice_, path))
        return found

    def _make(self, id_: str) -> Thing | None:
        match = REFERENCE.fullmatch(id_)
        declared = list(self.declared(id_))
        found = self._object(match) if match else None
        if found is None and not declared:
            return None
        if found is None:
            kind, name = (match["kind"], match["name"]) if match else ("", "")
            found = Thing(id_, kind, name, source=DECLARED)
        if found.kind == "Pod" and match:
            found = self._pod(found, declared)
            if match["part"] and not any(
                one.get("name") == match["part"] for maker in found.objects for _, one in maker.containers
            ):
                return None
        return self._told(found, declared)

    def _object(self, match: re.Match[str]) -> Thing | None:
        """What the manifests hold of an object, or imply."""
        kind, name = match["kind"], match["name"]
        objects = tuple(
            one
            for one in self.manifests.objects
            if (one.kind, one.name) == (kind, name) and one.group == API_GROUPS.get(kind, one.group)
        )
        thing = Thing(match[0], kind, name, objects)
        if objects:
            files = " and ".join(dict.fromkeys(one.file for one in objects))
            return replace(thing, facts=self._described.facts(objects), source=files)
        if kind == "Pod" and name in self._endpoints:
            return replace(thing, source=self._endpoints[name][0][0].file)
        implied = {
            "Node": self._described.nodes,
            "Namespace": {one.namespace for one in self.manifests.objects},
        }
        return replace(thing, source="the manifests") if name in implied.get(kind, ()) else None

    def _pod(self, pod: Thing, declared: list[OutsideObject]) -> Thing:
        """A Pod with what its EndpointSlices and what makes it say of it. `objects` are then its makers."""
        listed = self._endpoints.get(pod.name, [])
        made = [self.thing(f"{kind}/{name}") for kind, name in self._refs(declared) if kind in WORKLOAD_KINDS]
        makers = [*pod.objects, *(one for thing in made if thing for one in thing.objects)]
        services = set()
        for slice_, _ in listed:
            services.add(name := get_service_name(slice_))
            service = self.manifests.find_object("Service", name, slice_.namespace)
            selector = service.get_labels("spec", "selector") if service else {}
            makers += self.manifests.select_workloads(selector, slice_.namespace) if selector else []
        makers = list({id(maker): maker for maker in makers}.values())
        services |= {service.name for maker in makers for service in self._described.selecting(maker)}
        ready = [slice_.get(*path, "conditions", "ready") is not False for slice_, path in listed]
        return replace(
            pod,
            objects=tuple(makers),
            facts=pod.facts
            | self._described.pod(listed, makers)
            | self._described.ways_to(services, pods=True),
            ready=any(ready) if ready else None,
            node=next((text for s, path in listed if (text := s.get_string(*path, "nodeName"))), ""),
            services=frozenset(services - {""}),
        )

    def _told(self, thing: Thing, declared: list[OutsideObject]) -> Thing:
        """A thing with what the author says of it, and what that lends it of the objects that it names."""
        for one in declared:
            named = self._refs([one])
            lent = [
                other for kind, name in named if (other := self.thing(f"{kind}/{name}")) and kind != "Node"
            ]
            node = next((name for kind, name in named if kind == "Node"), "")
            ready = False if "not ready" in one.description else None
            said = facts.united([thing.facts, facts.read(one.description), *(other.facts for other in lent)])
            stands_for = {other.name for other in lent if other.kind == "Service"}
            thing = replace(
                thing,
                facts=said,
                ready=thing.ready if thing.ready is not None else ready,
                node=thing.node or node,
                services=thing.services | stands_for,
                source=thing.source if "outside" in thing.source else f"{thing.source} and `outside`",
            )
        return thing

    @staticmethod
    def _refs(declared: list[OutsideObject]) -> list[facts.Ref]:
        return [ref for one in declared for ref in facts.refs(one.description, KINDS)]

    def missing(self) -> Iterator[tuple[str, str]]:
        """What declarations name that there is none of: the declaration's id, and that of the object."""
        for one in self.options.outside:
            for kind, name in facts.refs(one.description, KINDS):
                if f"{kind}/{name}" in one.description and self.thing(f"{kind}/{name}") is None:
                    yield self._id(one), f"{kind}/{name}"


def selects(service: KubeObject, thing: Thing) -> bool:
    """Whether a Service selects a Pod, or the Pods that something makes."""
    selector = service.get_labels("spec", "selector")
    return bool(selector) and any(
        one.namespace == service.namespace and selector_matches(selector, one.pod_labels)
        for one in thing.objects
    )
