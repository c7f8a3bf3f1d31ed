"""One Kubernetes object of a manifest file, and the fields by which other objects refer to it. Pure.

Nothing here fails on data of the wrong type: the rule `manifest-schema` reports that, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .yaml_lines import Document, FieldPath

CLUSTER_WIDE = frozenset(
    "APIService CSIDriver ClusterRole ClusterRoleBinding CustomResourceDefinition GatewayClass IngressClass"
    " MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass RuntimeClass ServiceCIDR"
    " StorageClass ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " ValidatingWebhookConfiguration".split()
)
"""Kinds whose objects belong to no namespace."""

WORKLOAD_KINDS = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")
"""Kinds that create Pods from `spec.template`."""


@dataclass(frozen=True)
class KubeObject:
    """One object: its file as messages name it, its document, and its path in that document."""

    file: str
    document: Document = field(repr=False)
    path: FieldPath = ()
    default_namespace: str = "default"
    is_variant: bool = False

    @cached_property
    def data(self) -> Any:
        """The object as plain data."""
        value = self.document.value
        for step in self.path:
            value = value[step]
        return value

    def get(self, *path: str | int) -> Any:
        """Return the value at a path, or None where any step of the path is missing."""
        value = self.data
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def get_mappings(self, *path: str | int) -> list[tuple[FieldPath, dict[str, Any]]]:
        """Return the mappings in the list at a path, each with its own path."""
        items = self.get(*path)
        if not isinstance(items, list):
            return []
        return [((*path, index), item) for index, item in enumerate(items) if isinstance(item, dict)]

    def get_strings(self, *path: str | int) -> list[tuple[FieldPath, str]]:
        """Return the strings in the list at a path, each with its own path."""
        items = self.get(*path)
        if not isinstance(items, list):
            return []
        return [((*path, index), item) for index, item in enumerate(items) if isinstance(item, str)]

    def get_labels(self, *path: str | int) -> dict[str, str]:
        """Return the mapping of strings at a path, or an empty one."""
        value = self.get(*path)
        return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}

    def get_string(self, *path: str | int) -> str:
        """Return the string at a path, or an empty one where there is none."""
        value = self.get(*path)
        return value if isinstance(value, str) else ""

    def find_line(self, *path: str | int) -> int:
        """Return the line of the value at a path, or of the nearest value around it."""
        return self.document.find_line((*self.path, *path))

    @property
    def api_version(self) -> str:
        """`apiVersion`."""
        return self.get_string("apiVersion")

    @property
    def group(self) -> str:
        """The API group, empty for the core."""
        return self.api_version.rpartition("/")[0]

    @property
    def kind(self) -> str:
        """`kind`."""
        return self.get_string("kind")

    @property
    def name(self) -> str:
        """`metadata.name`."""
        return self.get_string("metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace of the object, empty for kinds that belong to none."""
        if self.kind in CLUSTER_WIDE:
            return ""
        return self.get_string("metadata", "namespace") or self.default_namespace

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @cached_property
    def pod_path(self) -> FieldPath | None:
        """The path of the Pod that this object is or creates, None for other kinds."""
        if self.kind == "Pod":
            return ()
        if self.kind in WORKLOAD_KINDS:
            return ("spec", "template")
        return ("spec", "jobTemplate", "spec", "template") if self.kind == "CronJob" else None

    @property
    def pod_labels(self) -> dict[str, str]:
        """The labels of the Pod that this object is, or of those that it creates."""
        return {} if self.pod_path is None else self.get_labels(*self.pod_path, "metadata", "labels")

    @cached_property
    def containers(self) -> list[tuple[FieldPath, dict[str, Any]]]:
        """The containers of its Pods that keep running, native sidecars included."""
        if self.pod_path is None:
            return []
        sidecars = self.get_mappings(*self.pod_path, "spec", "initContainers")
        return self.get_mappings(*self.pod_path, "spec", "containers") + [
            (path, sidecar) for path, sidecar in sidecars if sidecar.get("restartPolicy") == "Always"
        ]

    @cached_property
    def container_ports(self) -> list[tuple[FieldPath, dict[str, Any]]]:
        """The ports that the containers of its Pods declare."""
        return [port for path, _ in self.containers for port in self.get_mappings(*path, "ports")]


SERVICE_LABEL_PATH: FieldPath = ("metadata", "labels", "kubernetes.io/service-name")
"""The path at which an EndpointSlice names its Service."""


def get_service_name(slice_: KubeObject) -> str:
    """Return the name of the Service whose endpoints an EndpointSlice lists."""
    return slice_.get_string(*SERVICE_LABEL_PATH)


def iterate_targets(slices: Iterable[KubeObject]) -> Iterator[tuple[str, KubeObject, FieldPath]]:
    """Yield the target of each endpoint in some EndpointSlices: its name, the slice, the endpoint's path."""
    for slice_ in slices:
        for path, _ in slice_.get_mappings("endpoints"):
            if name := slice_.get_string(*path, "targetRef", "name"):
                yield name, slice_, path


def selector_matches(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Return whether a selector of `key: value` pairs matches some labels."""
    return all(labels.get(key) == value for key, value in selector.items())
