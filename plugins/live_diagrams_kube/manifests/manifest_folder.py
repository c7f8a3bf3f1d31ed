"""The manifests as a figure's script reads them, so that labels are derived from them and not typed.

    shop = ManifestFolder("docs/manifests")
    web = shop["Service/web"]
    Service(f"{web}\\n{web.address}:{web.port}", nodeid=web.id)

A figure is rendered again when a file that its script read from the folder changes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .collection import Manifests, parse_manifests, read_yaml_files
from .objects import KubeObject, get_service_name, iterate_targets
from .routing import Backend, iterate_backends
from .yaml_lines import FieldPath


@dataclass(frozen=True)
class ObjectView:
    """An object as scripts read it, or all objects of one name, such as variants of a Service.

    For a Pod that an EndpointSlice lists, `objects` is the slice and `path` leads to the endpoint in it.
    """

    id: str
    manifests: Manifests
    objects: tuple[KubeObject, ...]
    path: FieldPath = ()

    def __str__(self) -> str:
        return self.id.replace("/", " ", 1)

    @property
    def kind(self) -> str:
        """`Service` of `Service/web`."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """`web` of `Service/web`."""
        return self.id.partition("/")[2]

    def __getitem__(self, path: str) -> Any:
        """Return the value of a field: `web["spec.ports.0.port"]`.

        Raises:
            LookupError: No object has the field, or objects of the same name have different values.
        """
        steps = [int(step) if step.isdigit() else step for step in path.split(".")]
        values = [(obj, obj.get(*self.path, *steps)) for obj in self.objects]
        values = [(obj, value) for obj, value in values if value is not None]
        if not values:
            raise LookupError(f"{self.id} has no `{path}` ({_join_files(self.objects)})")
        first = values[0][1]
        if any(value != first for _, value in values):
            files = _join_files(obj for obj, _ in values)
            raise LookupError(f"{files} do not agree on `{path}` of {self.id}; write the one that you mean")
        return first

    @property
    def address(self) -> str:
        """The cluster IP of a Service, or the address of a Pod that an EndpointSlice lists."""
        return str(self["spec.clusterIP" if self.kind == "Service" else "addresses.0"])

    @property
    def port(self) -> int:
        """The first port of a Service, an EndpointSlice or a Pod."""
        if self.path:
            return ObjectView(self.id, self.manifests, self.objects).port
        return int(self["spec.ports.0.port" if self.kind == "Service" else "ports.0.port"])

    @property
    def is_ready(self) -> bool:
        """Whether a Pod takes new connections, as its EndpointSlice says."""
        return any(obj.get(*self.path, "conditions", "ready") is not False for obj in self.objects)

    @property
    def pods(self) -> list[ObjectView]:
        """The Pods that the EndpointSlices of a Service list."""
        return [
            pod
            for pod in _iterate_pods(self.manifests)
            if any(get_service_name(slice_) == self.name for slice_ in pod.objects)
        ]

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
        for backend in iterate_backends(self.manifests):
            if backend.service == service and any(backend.source is obj for obj in self.objects):
                return backend
        raise LookupError(f"{self.id} does not lead to a Service `{service}` ({_join_files(self.objects)})")


class ManifestFolder:
    """All manifests of a folder, whose path is relative to the folder of the site's configuration.

    Raises:
        OSError: The folder, or a file in it, cannot be read.
    """

    def __init__(self, path: str = "docs/manifests") -> None:
        self._path = path
        self._manifests = parse_manifests(read_yaml_files(path, display_folder=path))

    def __getitem__(self, id_: str) -> ObjectView:
        """Return an object by `Kind/name`, or a Pod that an EndpointSlice lists.

        Raises:
            LookupError: There is no such object; the message has the most similar one.
        """
        kind, _, name = id_.partition("/")
        objects = tuple(o for o in self._manifests.objects if (o.kind, o.name) == (kind, name))
        if objects:
            return ObjectView(id_, self._manifests, objects)
        pods = {pod.id: pod for pod in _iterate_pods(self._manifests)}
        if id_ in pods:
            return pods[id_]
        similar = difflib.get_close_matches(id_, [*map(str, self._manifests.objects), *pods], 1)
        hint = f"; did you mean {similar[0]}?" if similar else ""
        raise LookupError(f"{self._path} has no {id_}{hint}")


def _iterate_pods(manifests: Manifests) -> Iterator[ObjectView]:
    for name, slice_, path in iterate_targets(manifests.find_all("EndpointSlice")):
        yield ObjectView(f"Pod/{name}", manifests, (slice_,), path)


def _join_files(objects: Iterable[KubeObject]) -> str:
    return " and ".join(dict.fromkeys(obj.file for obj in objects))
