"""Manifest files: the Kubernetes objects that a folder describes, and how one finds another."""

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
class Manifests:
    """All objects of a folder. `faults` are what keeps files from being read: file, line, message."""

    objects: tuple[KubeObject, ...]
    errors: tuple[tuple[str, int, str], ...] = ()

    @cached_property
    def _objects_by_kind(self) -> dict[str, list[KubeObject]]:
        found: dict[str, list[KubeObject]] = {}
        for one in self.objects:
            if one.group == API_GROUPS.get(one.kind):
                found.setdefault(one.kind, []).append(one)
        return found

    def find_all(self, *kinds: str) -> Iterator[KubeObject]:
        """Every object of some kinds, which have to be in `GROUPS`."""
        for kind in kinds:
            yield from self._objects_by_kind.get(kind, ())

    def find_object(self, kind: str, name: str, namespace: str) -> KubeObject | None:
        """The object of that name. One in a variant only stands in where no other file has it."""
        found = [o for o in self.find_all(kind) if o.name == name and o.namespace == namespace]
        return min(found, key=lambda one: one.is_variant, default=None)

    def suggest_name(self, kind: str, name: str, namespace: str) -> str:
        """What to do about an object that is missing: the name that was meant, or where to declare it."""
        known = [one.name for one in self.find_all(kind) if one.namespace == namespace]
        near = difflib.get_close_matches(name, known, 1)
        return f"did you mean `{near[0]}`?" if near else "add it, or declare it under `outside`"

    @cached_property
    def workloads(self) -> tuple[KubeObject, ...]:
        """Every Pod and everything that makes Pods."""
        return tuple(self.find_all("Pod", *WORKLOAD_KINDS, "CronJob"))

    def select_workloads(self, selector: Mapping[str, str], namespace: str) -> list[KubeObject]:
        """The Pods, and what makes Pods, in a namespace that a selector selects."""
        return [
            o for o in self.workloads if o.namespace == namespace and selector_matches(selector, o.pod_labels)
        ]

    def resolve_target_port(self, service: KubeObject, port: Mapping[str, Any]) -> set[int]:
        """The numbers of the Pods' ports that one of a Service's ports leads to."""
        target = port.get("targetPort", port.get("port"))
        if not isinstance(target, str):
            return {target} if isinstance(target, int) else set()
        makers = self.select_workloads(service.get_labels("spec", "selector"), service.namespace)
        offered = [one for maker in makers for _, one in maker.container_ports]
        numbers = (one.get("containerPort") for one in offered if one.get("name") == target)
        return {number for number in numbers if isinstance(number, int)}


def parse_manifests(
    texts: Mapping[str, str], *, namespace: str = "default", variants: Collection[str] = ()
) -> Manifests:
    """The objects in the texts of files, which are keyed by path; those in `variants` are marked so."""
    objects: list[KubeObject] = []
    faults: list[tuple[str, int, str]] = []
    for file, text in texts.items():
        documents, found = parse_yaml(text)
        faults += ((file, fault.line, fault.message) for fault in found)
        for document in documents:
            value = document.value
            if not isinstance(value, dict):
                faults.append(
                    (file, document.find_line(()), "a manifest is a mapping with `apiVersion` and `kind`")
                )
            elif str(value.get("kind", "")).endswith("List") and isinstance(value.get("items"), list):
                objects += (
                    KubeObject(file, document, ("items", index), namespace, file in variants)
                    for index, item in enumerate(value["items"])
                    if isinstance(item, dict)
                )
            else:
                objects.append(KubeObject(file, document, (), namespace, file in variants))
    return Manifests(tuple(objects), tuple(faults))


def read_yaml_files(folder: str, *, display_folder: str = "") -> dict[str, str]:
    """Return the texts of the YAML files in and below a folder, by path.

    Paths begin with `display_folder`, the folder as messages name it.

    Raises:
        OSError: The folder, or a file in it, cannot be read.
    """
    top = Path(folder)
    if not top.is_dir():
        raise FileNotFoundError(f"there is no folder `{display_folder or folder}`")
    found = {}
    for path in sorted(top.rglob("*.y*ml")):
        if path.suffix in (".yaml", ".yml"):
            below = path.relative_to(top).as_posix()
            found[posixpath.join(display_folder, below)] = path.read_text(encoding="utf-8", errors="replace")
    return found
