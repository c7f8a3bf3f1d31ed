"""The manifests as a figure's script reads them, so that labels are derived from them and not typed.

    shop = Manifests("docs/manifests", outside="diagram_src/outside.yaml")
    web = shop["Service/web"]
    Service(f"{web}\\n{web.address}:{web.port}", nodeid=web.id)

A figure is rendered again when a file that its script read changes.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property

from ..manifests.collection import Manifests, parse_manifests, read_yaml_files
from ..manifests.objects import KubeObject, get_service_name, iterate_targets
from ..manifests.outside import parse_outside
from .fields import split_path
from .object_view import ObjectView
from .packets import Way
from .rules import ROUTING_KINDS, iterate_rules, matches_host
from .traces import BALANCER, trace_rule, trace_service


class ManifestFolder:
    """All manifests of a folder, and what is declared outside of them.

    Args:
        path: The folder, relative to that of the site's configuration.
        outside: The file that declares what no manifest holds; see `outside.py` for its form.

    Raises:
        OSError: The folder, or a file in it, cannot be read.
        ValueError: The file `outside` has another form.
    """

    def __init__(self, path: str = "docs/manifests", outside: str = "") -> None:
        declared = {}
        if outside:
            with open(outside, encoding="utf-8") as file:
                declared = parse_outside(file.read(), outside)
        self._fill(path, parse_manifests(read_yaml_files(path, display_folder=path)), declared)

    @classmethod
    def from_collection(cls, collection: Manifests, declared: Mapping[str, KubeObject]) -> ManifestFolder:
        """Return the folder of manifests that have been read already."""
        folder = cls.__new__(cls)
        folder._fill("the manifests", collection, declared)
        return folder

    def _fill(self, path: str, collection: Manifests, declared: Mapping[str, KubeObject]) -> None:
        self._path, self.collection = path, collection
        self._outside = {
            id_: ObjectView(id_, (obj,), is_outside=True, folder=self) for id_, obj in declared.items()
        }

    def __getitem__(self, id_: str) -> ObjectView:
        """Return an object by `Kind/name`, a Pod that an EndpointSlice lists, or what is declared outside.

        Raises:
            LookupError: There is no such thing; the message has the most similar one.
        """
        if view := self.find(id_):
            return view
        similar = difflib.get_close_matches(id_, self.ids, 1)
        hint = f"; did you mean {similar[0]}?" if similar else ""
        raise LookupError(f"{self._path} has no {id_}{hint}")

    def find(self, id_: str) -> ObjectView | None:
        """Return the same, or nothing where there is no such thing."""
        kind, _, name = id_.partition("/")
        objects = tuple(o for o in self.collection.objects if (o.kind, o.name) == (kind, name))
        if objects:
            return ObjectView(id_, objects, folder=self)
        return self._outside.get(id_) or next((p for p in self.list_listed_pods() if p.id == id_), None)

    def list_all(self, kind: str) -> list[ObjectView]:
        """Return the objects of a kind, in the order of their files; variants of one name are one."""
        ids = dict.fromkeys(str(obj) for obj in self.collection.objects if obj.kind == kind and obj.name)
        return [self[id_] for id_ in ids]

    @property
    def ids(self) -> list[str]:
        """The ids of everything that can be found."""
        pods = [pod.id for pod in self.list_listed_pods()]
        objects = [str(obj) for obj in self.collection.objects if obj.name]
        return list(dict.fromkeys([*objects, *pods, *self._outside]))

    def list_listed_pods(self, service: str = "") -> list[ObjectView]:
        """Return the Pods that the EndpointSlices of a Service list, or of all Services."""
        slices = [
            s for s in self.collection.find_all("EndpointSlice") if service in ("", get_service_name(s))
        ]
        return [
            ObjectView(f"Pod/{name}", (obj,), path, folder=self)
            for name, obj, path in iterate_targets(slices)
        ]

    def list_outside(self, kind: str | None = None) -> list[ObjectView]:
        """Return what is declared outside, all or of a kind."""
        return [view for view in self._outside.values() if kind in (None, view.kind)]

    def select_workloads(self, service: ObjectView) -> set[str]:
        """Return the ids of the workloads whose Pods a Service selects."""
        obj = service.objects[0]
        workloads = self.collection.select_workloads(obj.get_labels("spec", "selector"), obj.namespace)
        return set(map(str, workloads)) if obj.get_labels("spec", "selector") else set()

    def find_owner(self, address: str) -> ObjectView:
        """Return who has an address: a Pod, a Service, or what is declared outside.

        Raises:
            LookupError: Nobody has it.
        """
        for view in (*self.list_listed_pods(), *self._outside.values(), *self.services):
            key = (
                "address"
                if view.is_outside
                else "spec.clusterIP"
                if view.kind == "Service"
                else "addresses.0"
            )
            if address in {obj.get(*view.path, *split_path(key)) for obj in view.objects}:
                return view
        raise LookupError(f"nobody has the address {address}")

    def resolve(self, name: str) -> list[str]:
        """Return what DNS answers: the address of a Service, of the ready Pods of a headless one, or of the
        load balancer for a host that a rule names; for an ExternalName Service, its other name.

        Raises:
            LookupError: DNS does not know the name.
        """
        for service in self.services:
            namespace = service.objects[0].namespace
            domains = (service.name, f"{service.name}.{namespace}", f"{service.name}.{namespace}.svc")
            if name in (*domains, f"{domains[-1]}.cluster.local"):
                if service.get("spec.externalName"):
                    return [service["spec.externalName"]]
                if service.address == "None":
                    return [pod.address for pod in service.endpoints()]
                return [service.address]
        rules = [rule for obj in self.collection.find_all(*ROUTING_KINDS) for rule in iterate_rules(obj)]
        if BALANCER in self._outside and any(rule.host and matches_host(rule.host, name) for rule in rules):
            return [self._outside[BALANCER].address]
        raise LookupError(f"DNS does not know {name}")

    @cached_property
    def services(self) -> list[ObjectView]:
        """All Services of the folder, each name once."""
        return self.list_all("Service")

    def trace(
        self,
        through: ObjectView,
        to: ObjectView,
        caller: ObjectView,
        over: ObjectView | None,
        path: str,
        proxy: ObjectView | None,
    ) -> Way:
        """Return the way of a request through a Service or a rule; see `ObjectView.trace`.

        Raises:
            Dropped: No way leads there.
        """
        if through.kind in ROUTING_KINDS:
            return trace_rule(through, caller, to, over, path, proxy or self["ingress-controller"])
        return trace_service(through, caller, to, over)
