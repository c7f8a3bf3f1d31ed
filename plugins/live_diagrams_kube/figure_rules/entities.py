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
from ..manifests.objects import KubeObject, get_service_name, selector_matches
from ..manifests.options import Options
from ..manifests.outside import declare_facts
from ..routing.manifest_folder import ManifestFolder
from ..routing.object_view import ObjectView
from .values import SERVICE_TYPES, remove_markup

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
        values: The values in its objects and facts, and in the objects that these name.
        source: Its files, for messages.
        is_ready: Whether a Pod is ready; nothing where no EndpointSlice lists it.
        node: The name of the Node that it is on.
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

    def __init__(self, folder: ManifestFolder, options: Options) -> None:
        self.folder, self.options, self.manifests = folder, options, folder.collection
        self._entities: dict[str, Entity | None] = {}
        self._implied = {f"Node/{pod.get('nodeName')}" for pod in folder.list_listed_pods()}
        self._implied |= {f"Namespace/{object_.namespace}" for object_ in self.manifests.objects}

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
            for word in _list_words(view):
                if (match := REFERENCE.fullmatch(word)) and match["kind"] in KINDS and not self.find(word):
                    yield view.id, word
            if (node := view.get("node")) and not self.find(f"Node/{node}"):
                yield view.id, f"Node/{node}"

    def _build(self, id_: str) -> Entity | None:
        match = REFERENCE.fullmatch(id_)
        base, container = (
            (id_.rpartition("/")[0], match["container"]) if match and match["container"] else (id_, "")
        )
        view = self.folder.find(base)
        if view is None:
            is_declared = match and self.options.is_outside(match["kind"], match["name"])
            source = "the manifests" if id_ in self._implied else OUTSIDE
            return Entity(id_, source=source) if id_ in self._implied or is_declared else None
        words = _list_words(view) if view.is_outside else []
        lent = [
            entity for word in words if word != id_ and (entity := self.find(word)) and entity.kind != "Node"
        ]
        workloads = self._find_workloads(view, lent) if view.kind == "Pod" else ()
        if container and container not in [c.get("name") for w in workloads for _, c in w.containers]:
            return None
        files = " and ".join(dict.fromkeys(obj.file for obj in view.objects))
        nodes = [view.get("nodeName") or view.get("node"), *(w[5:] for w in words if w.startswith("Node/"))]
        return Entity(
            id_,
            workloads if view.kind == "Pod" else () if view.is_outside else view.objects,
            _collect_view_values(view, workloads).union(words, *(entity.values for entity in lent)),
            OUTSIDE if view.is_outside else files,
            view.is_ready if view.path else None,
            next(filter(None, nodes), ""),
            self._find_services(view, workloads).union(*(e.services for e in lent if e.kind == "Service")),
        )

    def _find_workloads(self, pod: ObjectView, lent: list[Entity]) -> tuple[KubeObject, ...]:
        """Return the workloads that create a Pod: those of Services that list it, or the declared ones."""
        if pod.is_outside:
            return tuple(obj for entity in lent if entity.kind != "Service" for obj in entity.objects)
        listing = {get_service_name(obj) for obj in pod.objects if pod.path}
        services = [s for s in self.manifests.find_all("Service") if s.name in listing]
        others = [w for w in self.manifests.workloads if any(selects(service, w) for service in services)]
        return (*(() if pod.path else pod.objects), *others)

    def _find_services(self, view: ObjectView, workloads: tuple[KubeObject, ...]) -> frozenset[str]:
        if view.kind == "Service":
            return frozenset({view.name})
        services = self.manifests.find_all("Service")
        return frozenset(s.name for s in services if any(selects(s, workload) for workload in workloads))


def make_index(manifests: Manifests, options: Options) -> EntityIndex:
    """Return the entities of manifests and of the option `outside`."""
    declared = {f"{d.kind}/{d.name}" if d.kind else d.name: d.facts for d in options.outside if d.facts}
    return EntityIndex(ManifestFolder.from_collection(manifests, declare_facts(declared)), options)


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
    if isinstance(data, dict | list):
        return frozenset().union(*map(collect_values, data.values() if isinstance(data, dict) else data))
    return frozenset() if data is None or isinstance(data, bool) else frozenset({str(data)})


def _list_words(view: ObjectView) -> list[str]:
    """Return the words of a declaration, which are its values: `:80` has the value `80`."""
    leaves = collect_values([obj.data for obj in view.objects])
    return [word.strip(".,:;") for leaf in sorted(leaves) for word in leaf.split()]


def _collect_view_values(view: ObjectView, workloads: tuple[KubeObject, ...]) -> frozenset[str]:
    values = collect_values([obj.get(*view.path) for obj in view.objects])
    ports = [
        [obj.get("ports") for obj in view.objects],
        [port for w in workloads for _, port in w.container_ports],
    ]
    if view.kind != "Service":
        return values | (collect_values(ports) if view.kind == "Pod" else frozenset())
    layers: set[str] = set()
    for obj in view.objects:
        type_ = obj.get_string("spec", "type") or SERVICE_TYPES[0]
        layers |= (
            {*SERVICE_TYPES[: SERVICE_TYPES[:3].index(type_) + 1]} if type_ in SERVICE_TYPES[:3] else {type_}
        )
        layers |= {f"{obj.name}.{obj.namespace}{end}" for end in ("", ".svc", ".svc.cluster.local")}
    return values | layers
