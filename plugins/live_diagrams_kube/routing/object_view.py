"""One object as a figure's script reads it: its fields, and what follows from them and from other objects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from ..manifests.collection import Manifests
from ..manifests.objects import get_service_name
from ..manifests.outside import NODE_KEY
from . import policies
from .fields import Fields, join_files
from .packets import Way
from .rules import Backend, find_rule, iterate_backends


class Folder(Protocol):
    """What an object asks the folder that it is in, which is a `ManifestFolder`."""

    collection: Manifests

    @property
    def services(self) -> list[ObjectView]:
        """All Services."""

    def __getitem__(self, id_: str) -> ObjectView:
        """Return what has an id."""

    def find(self, id_: str) -> ObjectView | None:
        """Return what has an id, or nothing."""

    def list_all(self, kind: str) -> list[ObjectView]:
        """Return the objects of a kind."""

    def list_listed_pods(self, service: str = "") -> list[ObjectView]:
        """Return the Pods that the EndpointSlices of a Service list."""

    def list_outside(self, kind: str | None = None) -> list[ObjectView]:
        """Return what is declared outside."""

    def select_workloads(self, service: ObjectView) -> set[str]:
        """Return the ids of the workloads that a Service selects."""

    def trace(
        self,
        through: ObjectView,
        to: ObjectView,
        caller: ObjectView,
        over: ObjectView | None,
        path: str,
        proxy: ObjectView | None,
    ) -> Way:
        """Return the way of a request through a Service or a rule."""


@dataclass(frozen=True)
class ObjectView(Fields):
    """An object in its folder."""

    folder: Folder = field(repr=False, compare=False, kw_only=True)

    @property
    def port(self) -> int:
        """The first port of a Service, an EndpointSlice or a Pod, or a declared one."""
        if self.path:
            return int(replace(self, path=())["ports.0.port"])
        if workload := self.workload:
            return int(workload.objects[0].container_ports[0][1]["containerPort"])
        if self.is_outside:
            return int(self["port"])
        return int(self["spec.ports.0.port" if self.kind == "Service" else "ports.0.port"])

    @property
    def node(self) -> ObjectView:
        """The Node that a Pod, or what is declared, is on.

        Raises:
            LookupError: That is nowhere said, or there is no such Node.
        """
        return self.folder[f"Node/{self[NODE_KEY if self.is_outside else 'nodeName']}"]

    @property
    def workload(self) -> ObjectView | None:
        """The workload that creates a Pod: the declared one, or the one of its Services with its name."""
        if self.is_outside:
            return self.folder.find(str(self.get("of")))
        if not self.path:
            return self if self.kind == "Pod" else None
        names = set(map(get_service_name, self.objects))
        selected = [self.folder.select_workloads(s) for s in self.folder.services if s.name in names]
        workloads = [id_ for id_ in set().union(*selected) if self.name.startswith(id_.partition("/")[2])]
        return self.folder[max(workloads, key=len)] if workloads else None

    @property
    def slices(self) -> list[ObjectView]:
        """The EndpointSlices of a Service."""
        slices = self.folder.list_all("EndpointSlice")
        return [s for s in slices if any(get_service_name(obj) == self.name for obj in s.objects)]

    @property
    def pods(self) -> list[ObjectView]:
        """The Pods of a Service: those that its EndpointSlices list.

        Without slices in the manifests, these are the listed Pods of the workloads that it selects, or else
        those that have a manifest or are declared.
        """
        listed = self.folder.list_listed_pods(self.name)
        if listed:
            return listed
        selected = self.folder.select_workloads(self)
        alike = [s for s in self.folder.services if self.folder.select_workloads(s) & selected]
        listed = [pod for service in alike for pod in self.folder.list_listed_pods(service.name)]
        others = [*self.folder.list_all("Pod"), *self.folder.list_outside("Pod")]
        return listed or [pod for pod in others if pod.workload and pod.workload.id in selected]

    def endpoints(self, node: ObjectView | None = None) -> list[ObjectView]:
        """Return the Pods that a new connection to a Service may reach: those that are ready.

        Where it comes from outside over a Node, and the Service's `externalTrafficPolicy` is `Local`, only
        Pods on that Node are reached.
        """
        ready = [pod for pod in self.pods if pod.is_ready]
        if node and self.get("spec.externalTrafficPolicy") == "Local":
            return [pod for pod in ready if pod.node.id == node.id]
        return ready

    def match(self, path: str = "/", host: str = "") -> list[ObjectView]:
        """Return the Services to which an Ingress, Route or HTTPRoute sends a request; none without a rule.

        Without `host`, that is the first one that the object names.
        """
        rule = find_rule(self.objects[0], host or self.host, path)
        backends = rule.backends if rule else ()
        return [self.folder[f"Service/{backend.service}"] for backend in backends if backend.weight != 0]

    @property
    def namespace(self) -> str:
        """The namespace of an object, of the workload of a Pod, or a declared one."""
        if self.is_outside:
            return self.workload.namespace if self.workload else str(self.get("namespace", ""))
        return self.objects[0].namespace

    def allows(self, caller: ObjectView) -> bool:
        """Return whether a NetworkPolicy lets in a caller: a Pod, or what is declared with a `namespace`."""
        workload = caller.workload.objects[0] if caller.workload else caller.objects[0]
        return policies.allows(self.objects[0], workload.pod_labels, caller.namespace)

    @property
    def termination(self) -> str:
        """Where TLS ends for an Ingress, Route or HTTPRoute: `edge`, `passthrough`, `reencrypt`, or empty.

        The TLS of an Ingress, and of a Gateway's listener in mode `Terminate`, ends at the proxy.
        """
        if self.kind == "Route":
            return str(self.get("spec.tls.termination", ""))
        if self.kind == "Ingress":
            return "edge" if self.get("spec.tls.0") else ""
        listener = self.folder[f"Gateway/{self['spec.parentRefs.0.name']}"]["spec.listeners.0"]
        mode = listener.get("tls", {}).get("mode", "Terminate")
        return {"Passthrough": "passthrough"}.get(mode, "edge") if "tls" in listener else ""

    def trace(
        self,
        to: ObjectView,
        caller: ObjectView | None = None,
        over: ObjectView | None = None,
        path: str = "/",
        proxy: ObjectView | None = None,
    ) -> Way:
        """Return the way of a request to a Service, or by the rule of an Ingress, Route or HTTPRoute.

        Args:
            to: The Pod that is picked.
            caller: Who asks: a Pod, or somebody outside, by default the declared `user`.
            over: The Node at which a connection from outside arrives.
            path: The path of a request that meets a rule.
            proxy: The program that carries out a rule, by default the declared `ingress-controller`.

        Raises:
            Dropped: No way leads there.
        """
        return self.folder.trace(self, to, caller or self.folder["user"], over, path, proxy)

    def weight(self, service: str) -> int:
        """Return the weight of a Service in a Route or an HTTPRoute.

        Raises:
            LookupError: The route does not lead to that Service.
        """
        return self._find_backend(service).weight or 0

    def share(self, service: str) -> float:
        """Return how many of 100 requests a Route or an HTTPRoute sends to a Service.

        Raises:
            LookupError: The route does not lead to that Service.
        """
        return self._find_backend(service).share or 0.0

    def _find_backend(self, service: str) -> Backend:
        for backend in iterate_backends(self.folder.collection):
            if backend.service == service and any(backend.source is obj for obj in self.objects):
                return backend
        raise LookupError(f"{self.id} does not lead to a Service `{service}` ({join_files(self.objects)})")
