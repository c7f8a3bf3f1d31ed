"""The manifests as a figure's script reads them, so that its labels are taken from them and not typed.

    shop = ManifestFolder("docs/manifests")
    web = shop["Service/web"]
    Service(f"{web}\\n{web.address}:{web.port}", nodeid=web.id)

Figures that read a folder are made again when a file in it changes, as with every file that a script opens.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .collection import Manifests, parse_manifests, read_yaml_files
from .objects import KubeObject, get_service_name, iterate_targets
from .routing import Backend, iterate_backends
from .yaml_lines import FieldPath


@dataclass(frozen=True)
class ObjectView:
    """An object, or all that share its name, such as one Service in a file for each of its types.

    `at` is where in the object the Pod stands that an EndpointSlice lists.
    """

    id: str
    manifests: Manifests
    objects: tuple[KubeObject, ...]
    pod_path: FieldPath = ()

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
        """The value of a field: `web["spec.ports.0.port"]`.

        Raises:
            LookupError: No object has it, or those that share the name do not agree.
        """
        steps = [int(step) if step.isdigit() else step for step in path.split(".")]
        found = [
            (one, value) for one in self.objects if (value := one.get(*self.pod_path, *steps)) is not None
        ]
        if not found:
            raise LookupError(f"{self.id} has no `{path}` ({self._join_files(self.objects)})")
        if any(value != found[0][1] for _, value in found):
            files = self._join_files(one for one, _ in found)
            raise LookupError(f"{files} do not agree on `{path}` of {self.id}; write the one that you mean")
        return found[0][1]

    @staticmethod
    def _join_files(objects: Any) -> str:
        return " and ".join(dict.fromkeys(one.file for one in objects))

    @property
    def address(self) -> str:
        """A Service's address in the cluster, or that of a Pod which an EndpointSlice lists."""
        return str(self["spec.clusterIP" if self.kind == "Service" else "addresses.0"])

    @property
    def port(self) -> int:
        """The first port: of a Service, an EndpointSlice or a Pod."""
        if self.pod_path:
            return ObjectView(self.id, self.manifests, self.objects).port
        return int(self["spec.ports.0.port" if self.kind == "Service" else "ports.0.port"])

    @property
    def is_ready(self) -> bool:
        """Whether a Pod takes new connections, as its EndpointSlice says."""
        return any(one.get(*self.pod_path, "conditions", "ready") is not False for one in self.objects)

    @property
    def pods(self) -> list[ObjectView]:
        """The Pods that the EndpointSlices of a Service list."""
        return [
            pod
            for pod in _iterate_pods(self.manifests)
            if any(get_service_name(s) == self.name for s in pod.objects)
        ]

    def weight(self, service: str) -> int:
        """The weight that a Route or an HTTPRoute gives to a Service.

        Raises:
            LookupError: It does not lead there.
        """
        return self._find_backend(service).weight or 0

    def share(self, service: str) -> float:
        """How many of 100 requests a Route or an HTTPRoute sends to a Service.

        Raises:
            LookupError: It does not lead there.
        """
        return self._find_backend(service).share or 0.0

    def _find_backend(self, service: str) -> Backend:
        for way in iterate_backends(self.manifests):
            if way.service == service and any(way.source is one for one in self.objects):
                return way
        raise LookupError(
            f"{self.id} does not lead to a Service `{service}` ({self._join_files(self.objects)})"
        )


class ManifestFolder:
    """All manifests of a folder, which is named as seen from that of the site's configuration.

    Raises:
        OSError: The folder, or a file in it, cannot be read.
    """

    def __init__(self, path: str = "docs/manifests") -> None:
        self._path = path
        self._manifests = parse_manifests(read_yaml_files(path, display_folder=path))

    def __getitem__(self, id_: str) -> ObjectView:
        """An object by `Kind/name`, or a Pod that an EndpointSlice lists.

        Raises:
            LookupError: There is none; the message has the one that was meant.
        """
        kind, _, name = id_.partition("/")
        found = tuple(one for one in self._manifests.objects if (one.kind, one.name) == (kind, name))
        if found:
            return ObjectView(id_, self._manifests, found)
        pods = {pod.id: pod for pod in _iterate_pods(self._manifests)}
        if id_ in pods:
            return pods[id_]
        near = difflib.get_close_matches(id_, [*map(str, self._manifests.objects), *pods], 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise LookupError(f"{self._path} has no {id_}{hint}")


def _iterate_pods(among: Manifests) -> Iterator[ObjectView]:
    for name, slice_, path in iterate_targets(among.find_all("EndpointSlice")):
        yield ObjectView(f"Pod/{name}", among, (slice_,), path)
