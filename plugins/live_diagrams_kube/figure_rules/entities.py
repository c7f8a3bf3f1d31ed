"""What the nodes of figures stand for: objects, Pods that the manifests imply, and what is declared. Pure.

The id of a node is `Kind/name`, `Pod/name/container`, or a word that the option `outside` declares.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..manifests.collection import API_GROUPS, Manifests
from ..manifests.objects import get_service_name
from ..manifests.options import Options
from ..manifests.outside import declare_facts
from ..routing.fields import join_files
from ..routing.manifest_folder import ManifestFolder
from ..routing.object_view import ObjectView
from ..routing.rules import iterate_backends
from .values import SERVICE_TYPES, remove_markup

REFERENCE = re.compile(r"(?P<kind>[A-Z]\w*)/(?P<name>[^/\s]+)(?:/(?P<container>[^/\s]+))?")
KINDS = frozenset({*API_GROUPS, "Node", "Namespace", "ConfigMap", "ServiceAccount", "NetworkPolicy"})
_NAMED = re.compile(
    rf"\b({'|'.join(sorted(KINDS, key=len, reverse=True))})(?:/| `?)([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\b"
)

_LAYERS = SERVICE_TYPES[:3]
"""Types of a Service, each of which has what those before it have."""


@dataclass(frozen=True, eq=False)
class Entity(ObjectView):
    """The subject of a node: an object, with what its texts may state.

    `values` are those in it and in the objects that it names, `services` the names of the Services that it
    is, represents, or is selected by.
    """

    values: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.id if self.kind else f"`{self.id}`"

    @property
    def node_name(self) -> str:
        """The name of the Node that it is on, or nothing."""
        return str(self.get("nodeName") or self.get("node") or "")

    @property
    def source(self) -> str:
        """Its files, for messages."""
        return "`outside`" if self.is_outside else join_files(self.objects)


class EntityIndex:
    """All entities of the manifests and the declarations, by id."""

    def __init__(self, manifests: Manifests, options: Options) -> None:
        declared = {f"{d.kind}/{d.name}" if d.kind else d.name: d.facts for d in options.outside if d.facts}
        self.folder = ManifestFolder.from_collection(manifests, declare_facts(declared))
        self.options = options
        self._entities: dict[str, Entity | None] = {}
        self._implied = {f"Node/{pod.get('nodeName')}" for pod in self.folder.list_listed_pods()}
        self._implied |= {f"Namespace/{object_.namespace}" for object_ in manifests.objects}

    def find(self, id_: str) -> Entity | None:
        """Return the entity of an id, or nothing."""
        if id_ not in self._entities:
            self._entities[id_] = None  # a declaration may name itself
            self._entities[id_] = self._build(id_)
        return self._entities[id_]

    def suggest(self, id_: str) -> str:
        """Return what to do about an id that no entity has."""
        kind, _, name = id_.rpartition("/")
        names = {id_.rpartition("/")[2]: id_ for id_ in self.ids if id_.rpartition("/")[0] == kind}
        same = [id_ for id_ in self.ids if kind and id_.rpartition("/")[2] == name]
        near = [names[id_] for id_ in difflib.get_close_matches(name, names, 1, 0.65)] or same
        question = f"did you mean `{near[0]}`? Else " if near else ""
        manifest = "add its manifest, or " if REFERENCE.fullmatch(id_) else ""
        return f"{question}{manifest}say what it is under `outside`, as `{id_}: …`"

    @property
    def ids(self) -> list[str]:
        """The ids of all entities."""
        return [*self.folder.ids, *sorted(self._implied)]

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of all entities."""
        return frozenset().union(*(entity.values for id_ in self.ids if (entity := self.find(id_))))

    def find_named(self, text: str) -> list[Entity]:
        """Return the entities that a text names by kind and name."""
        ids = dict.fromkeys(f"{kind}/{name}" for kind, name in find_references(text))
        return [entity for id_ in ids if (entity := self.find(id_))]

    def find_missing(self) -> Iterator[tuple[str, str]]:
        """Yield each declaration that names an object which does not exist, with the id of that."""
        for view in self.folder.list_outside():
            names = [word for word in _list_words(view) if word.partition("/")[0] in KINDS and "/" in word]
            names += [f"Node/{node}"] if (node := view.get("node")) else []
            yield from ((view.id, name) for name in names if not self.find(name))

    def _build(self, id_: str) -> Entity | None:
        match = REFERENCE.fullmatch(id_)
        container = match["container"] if match else None
        view = self.folder.find(id_.removesuffix(f"/{container}"))
        if view is None:
            is_implied = id_ in self._implied
            is_declared = match and self.options.is_outside(match["kind"], match["name"])
            known = is_implied or is_declared
            return Entity(id_, (), is_outside=not is_implied, folder=self.folder) if known else None
        workload = view.workload if view.kind == "Pod" else None
        pod = workload.objects[0] if workload else None
        if container and container not in [c.get("name") for _, c in (pod.containers if pod else ())]:
            return None
        values = [obj.get(*view.path) for obj in view.objects]
        if pod:
            values += [port for _, port in pod.container_ports]
        if view.path:
            values += [obj.get("ports") for obj in view.objects]
        words = _list_words(view) if view.is_outside else []
        lent = [e for word in words if word != id_ and (e := self.find(word)) and e.kind != "Node"]
        services = self._find_services(view, str(pod)).union(
            *(e.services for e in lent if e.kind == "Service")
        )
        return Entity(
            *(view.id, view.objects, view.path, view.is_outside),
            folder=self.folder,
            values=collect_values(values).union(
                words, *(entity.values for entity in lent), *map(self._list_service_values, services)
            ),
            services=services,
        )

    def _find_services(self, view: ObjectView, workload: str) -> frozenset[str]:
        if view.kind == "Service":
            return frozenset({view.name})
        if view.kind == "Pod":
            services = self.folder.services
            return frozenset(s.name for s in services if workload in self.folder.select_workloads(s))
        return frozenset(filter(None, map(get_service_name, view.objects)))

    def _list_service_values(self, name: str) -> set[str]:
        """Return what follows from a Service: its names, the types below its own, what rules send there."""
        service, values = self.folder.find(f"Service/{name}"), set[str]()
        for obj in service.objects if service else ():
            type_ = obj.get_string("spec", "type") or _LAYERS[0]
            values |= {*_LAYERS[: _LAYERS.index(type_) + 1]} if type_ in _LAYERS else {type_}
            values |= {f"{obj.name}.{obj.namespace}{end}" for end in ("", ".svc", ".svc.cluster.local")}
        pods = len(service.endpoints()) if service else 0
        for backend in iterate_backends(self.folder.collection):
            if backend.service == name:
                values |= backend.paths | {f"weight {backend.weight}"}
                shares = [backend.share / count for count in (1, pods) if backend.share and count]
                values |= {f"share {share:{form}}" for share in shares for form in ("g", ".0f")}
        return values


def find_references(text: str) -> list[tuple[str, str]]:
    """Return kind and name of each object that a text names: `Kind/name`, `Kind name` or Kind `name`."""
    return _NAMED.findall(remove_markup(text))


def collect_values(data: object) -> frozenset[str]:
    """Return the leaves of plain data, as text."""
    if isinstance(data, dict | list):
        return frozenset().union(*map(collect_values, data.values() if isinstance(data, dict) else data))
    return frozenset() if data is None or isinstance(data, bool) else frozenset({str(data)})


def _list_words(view: ObjectView) -> list[str]:
    """Return the words of a declaration, which are its values: `:80` has the value `80`."""
    leaves = collect_values([obj.data for obj in view.objects])
    return [word.strip(".,:;") for leaf in sorted(leaves) for word in leaf.split()]
