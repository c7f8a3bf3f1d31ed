"""One object as a figure's script reads it: its fields, and what follows from them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..manifests.objects import KubeObject, get_service_name
from ..manifests.outside import NODE_KEY
from ..manifests.yaml_lines import FieldPath
from . import policies
from .packets import Way
from .rules import ROUTING_KINDS, Backend, find_rule, iterate_backends
from .traces import find_termination, trace_rule, trace_service

if TYPE_CHECKING:
    from .manifest_folder import ManifestFolder


@dataclass(frozen=True)
class ObjectView:
    """An object, all objects of one name, such as variants of a Service, or what is declared outside.

    For a Pod that an EndpointSlice lists, `objects` is the slice and `path` leads to the endpoint in it.
    """

    id: str
    folder: ManifestFolder = field(repr=False, compare=False)
    objects: tuple[KubeObject, ...]
    path: FieldPath = ()
    is_outside: bool = False

    def __str__(self) -> str:
        return self.id.replace("/", " ", 1)

    @property
    def kind(self) -> str:
        """`Service` of `Service/web`; empty for what is no object, such as a user."""
        return self.id.rpartition("/")[0]

    @property
    def name(self) -> str:
        """`web` of `Service/web`."""
        return self.id.rpartition("/")[2]

    def __getitem__(self, path: str) -> Any:
        """Return the value of a field: `web["spec.ports.0.port"]`.

        Raises:
            LookupError: No object has the field, or objects of the same name have different values.
        """
        steps = split_path(path)
        values = [(obj, obj.get(*self.path, *steps)) for obj in self.objects]
        values = [(obj, value) for obj, value in values if value is not None]
        if not values:
            raise LookupError(f"{self.id} has no `{path}` ({_join_files(self.objects)})")
        first = values[0][1]
        if any(value != first for _, value in values):
            files = _join_files(obj for obj, _ in values)
            raise LookupError(f"{files} do not agree on `{path}` of {self.id}; choose one with `variant`")
        return first

    def get(self, path: str, default: Any = None) -> Any:
        """Return the value of a field, or the default where no object has it.

        Raises:
            LookupError: Objects of the same name have different values.
        """
        if all(obj.get(*self.path, *split_path(path)) is None for obj in self.objects):
            return default
        return self[path]

    def variant(self, file: str) -> ObjectView:
        """Return the object as one file describes it: `web.variant("service-local.yaml")`.

        Raises:
            LookupError: No file of that name describes it.
        """
        objects = tuple(obj for obj in self.objects if obj.file.rpartition("/")[2] == file)
        if not objects:
            names = [obj.file.rpartition("/")[2] for obj in self.objects]
            near = difflib.get_close_matches(file, names, 1) or names
            raise LookupError(f"`{file}` does not describe {self.id}; did you mean `{near[0]}`?")
        return replace(self, objects=objects)

    @property
    def address(self) -> str:
        """The cluster IP of a Service, the address of a Pod by its EndpointSlice, or a declared one."""
        if self.is_outside:
            return str(self["address"])
        return str(self["spec.clusterIP" if self.kind == "Service" else "addresses.0"])

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
    def is_ready(self) -> bool:
        """Whether a Pod takes new connections, as its EndpointSlice says; one that is declared does."""
        return any(obj.get(*self.path, "conditions", "ready") is not False for obj in self.objects)

    @property
    def node(self) -> ObjectView:
        """The Node that a Pod, or what is declared, is on.

        Raises:
            LookupError: That is nowhere said, or there is no such Node.
        """
        return self.folder[f"Node/{self[NODE_KEY if self.is_outside else 'nodeName']}"]

    @property
    def workload(self) -> ObjectView | None:
        """The workload that creates a declared Pod."""
        id_ = self.get("of") if self.is_outside else None
        return self.folder[id_] if id_ else None

    @property
    def slices(self) -> list[ObjectView]:
        """The EndpointSlices of a Service."""
        slices = self.folder.list_all("EndpointSlice")
        return [s for s in slices if any(get_service_name(obj) == self.name for obj in s.objects)]

    @property
    def pods(self) -> list[ObjectView]:
        """The Pods of a Service: those that its EndpointSlices list.

        Without slices in the manifests, these are the listed Pods of the workloads that it selects, or else
        the declared ones.
        """
        listed = self.folder.list_listed_pods(self.name)
        if listed:
            return listed
        selected = self.folder.select_workloads(self)
        alike = [s for s in self.folder.services if self.folder.select_workloads(s) & selected]
        listed = [pod for service in alike for pod in self.folder.list_listed_pods(service.name)]
        outside = self.folder.list_outside("Pod")
        return listed or [pod for pod in outside if pod.workload and pod.workload.id in selected]

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
    def host(self) -> str:
        """The first host that an Ingress, Route or HTTPRoute names."""
        fields = {"Ingress": "spec.rules.0.host", "Route": "spec.host"}
        return str(self.get(fields.get(self.kind, "spec.hostnames.0"), ""))

    @property
    def termination(self) -> str:
        """Where TLS ends for an Ingress, Route or HTTPRoute: `edge`, `passthrough`, `reencrypt`, or empty."""
        return find_termination(self)

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
        caller = caller or self.folder["user"]
        if self.kind in ROUTING_KINDS:
            return trace_rule(self, caller, to, over, path, proxy or self.folder["ingress-controller"])
        return trace_service(self, caller, to, over)

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
        raise LookupError(f"{self.id} does not lead to a Service `{service}` ({_join_files(self.objects)})")


def split_path(path: str) -> list[str | int]:
    """Return the steps of a path of fields, such as `spec.ports.0`."""
    return [int(step) if step.isdigit() else step for step in path.split(".")]


def _join_files(objects: Iterable[KubeObject]) -> str:
    return " and ".join(dict.fromkeys(obj.file for obj in objects))
