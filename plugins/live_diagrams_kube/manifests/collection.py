"""The Kubernetes objects that a folder of manifests describes, and how to find one of them."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .objects import WORKLOAD_KINDS, KubeObject, selector_matches
from .yaml_lines import parse_yaml

API_GROUPS = {
    **dict.fromkeys(("Pod", "Service", "Secret", "ReplicationController"), ""),
    **dict.fromkeys(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"), "apps"),
    **dict.fromkeys(("Job", "CronJob"), "batch"),
    **dict.fromkeys(("Ingress", "IngressClass"), "networking.k8s.io"),
    **dict.fromkeys(("Gateway", "GatewayClass", "HTTPRoute", "ReferenceGrant"), "gateway.networking.k8s.io"),
    "EndpointSlice": "discovery.k8s.io",
    "Route": "route.openshift.io",
    "CustomResourceDefinition": "apiextensions.k8s.io",
}
"""The API group of each kind that rules look for: other groups have kinds of the same names."""


@dataclass(frozen=True)
class FileError:
    """Why a file, or a document in it, is no manifest."""

    file: str
    line: int
    message: str


@dataclass(frozen=True)
class Manifests:
    """All objects of a folder, and the errors that keep files in it from being read."""

    objects: tuple[KubeObject, ...]
    errors: tuple[FileError, ...] = ()

    @cached_property
    def _objects_by_kind(self) -> dict[str, list[KubeObject]]:
        by_kind: dict[str, list[KubeObject]] = {}
        for obj in self.objects:
            if obj.group == API_GROUPS.get(obj.kind):
                by_kind.setdefault(obj.kind, []).append(obj)
        return by_kind

    def find_all(self, *kinds: str) -> Iterator[KubeObject]:
        """Yield every object of some kinds, which have to be in `API_GROUPS`."""
        for kind in kinds:
            yield from self._objects_by_kind.get(kind, ())

    def find_object(self, kind: str, name: str, namespace: str) -> KubeObject | None:
        """Return the object of that name, from a variant only where no other file describes it."""
        candidates = [o for o in self.find_all(kind) if o.name == name and o.namespace == namespace]
        return min(candidates, key=lambda candidate: candidate.is_variant, default=None)

    def suggest_name(self, kind: str, name: str, namespace: str) -> str:
        """Return the advice for a name that no object has: a similar name, or where to add the object."""
        names = [obj.name for obj in self.find_all(kind) if obj.namespace == namespace]
        similar = difflib.get_close_matches(name, names, 1)
        return f"did you mean `{similar[0]}`?" if similar else "add it, or declare it under `outside`"

    @cached_property
    def workloads(self) -> tuple[KubeObject, ...]:
        """Every Pod, and every object that creates Pods."""
        return tuple(self.find_all("Pod", *WORKLOAD_KINDS, "CronJob"))

    def select_workloads(self, selector: Mapping[str, str], namespace: str) -> list[KubeObject]:
        """Return the workloads in a namespace whose Pods a selector matches."""
        return [
            workload
            for workload in self.workloads
            if workload.namespace == namespace and selector_matches(selector, workload.pod_labels)
        ]

    def resolve_target_port(self, service: KubeObject, port: Mapping[str, Any]) -> set[int]:
        """Return the container ports to which a Service's port leads.

        A name can lead to several numbers, as each workload may use the name for another port.
        """
        target = port.get("targetPort", port.get("port"))
        if not isinstance(target, str):
            return {target} if isinstance(target, int) else set()
        workloads = self.select_workloads(service.get_labels("spec", "selector"), service.namespace)
        container_ports = [port for workload in workloads for _, port in workload.container_ports]
        numbers = (port.get("containerPort") for port in container_ports if port.get("name") == target)
        return {number for number in numbers if isinstance(number, int)}


def parse_manifests(
    texts: Mapping[str, str], *, namespace: str = "default", variants: Collection[str] = ()
) -> Manifests:
    """Return the objects in the texts of files, which are keyed by path.

    `namespace` is that of objects which name none; objects in the files `variants` are marked as such.
    """
    objects: list[KubeObject] = []
    errors: list[FileError] = []
    for file, text in texts.items():
        documents, issues = parse_yaml(text)
        errors += (FileError(file, issue.line, issue.message) for issue in issues)
        for document in documents:
            value = document.value
            if not isinstance(value, dict):
                message = "a manifest is a mapping with `apiVersion` and `kind`"
                errors.append(FileError(file, document.find_line(()), message))
            elif str(value.get("kind", "")).endswith("List") and isinstance(value.get("items"), list):
                objects += (
                    KubeObject(file, document, ("items", index), namespace, file in variants)
                    for index, item in enumerate(value["items"])
                    if isinstance(item, dict)
                )
            else:
                objects.append(KubeObject(file, document, (), namespace, file in variants))
    return Manifests(tuple(objects), tuple(errors))


def read_yaml_files(folder: str, *, display_folder: str = "") -> dict[str, str]:
    """Return the texts of the YAML files in and below a folder, by path.

    Paths begin with `display_folder`, the folder as messages name it.

    Raises:
        OSError: The folder, or a file in it, cannot be read.
    """
    top = Path(folder)
    if not top.is_dir():
        raise FileNotFoundError(f"there is no folder `{display_folder or folder}`")
    texts = {}
    for path in sorted(top.rglob("*.y*ml")):
        if path.suffix in (".yaml", ".yml"):
            name = posixpath.join(display_folder, path.relative_to(top).as_posix())
            texts[name] = path.read_text(encoding="utf-8", errors="replace")
    return texts
