"""One Kubernetes object of a manifest file, and what of it other objects go by. Pure.

Nothing here fails on data of the wrong shape: that is for the rule `manifest-schema` to say, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .yaml_lines import Document, Path

CLUSTER_WIDE = frozenset(
    "APIService CSIDriver ClusterRole ClusterRoleBinding CustomResourceDefinition GatewayClass IngressClass"
    " MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass RuntimeClass ServiceCIDR"
    " StorageClass ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " ValidatingWebhookConfiguration".split()
)
"""Kinds whose objects belong to no namespace."""

WORKLOADS = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")
"""Kinds that make Pods from `spec.template`."""


@dataclass(frozen=True)
class Object:
    """One object. `file` is as messages have it; `base` is where it stands in its document."""

    file: str
    document: Document = field(repr=False)
    base: Path = ()
    default_namespace: str = "default"
    variant: bool = False

    @cached_property
    def data(self) -> Any:
        """The object as plain data."""
        value = self.document.value
        for step in self.base:
            value = value[step]
        return value

    def get(self, *path: str | int) -> Any:
        """What stands at a path, or nothing where anything on the way is missing."""
        value = self.data
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def items(self, *path: str | int) -> list[tuple[Path, dict[str, Any]]]:
        """The mappings in the list at a path, each with its own path."""
        found = self.get(*path)
        if not isinstance(found, list):
            return []
        return [((*path, index), item) for index, item in enumerate(found) if isinstance(item, dict)]

    def words(self, *path: str | int) -> list[tuple[Path, str]]:
        """The texts in the list at a path, each with its own path."""
        found = self.get(*path)
        if not isinstance(found, list):
            return []
        return [((*path, index), item) for index, item in enumerate(found) if isinstance(item, str)]

    def labels(self, *path: str | int) -> dict[str, str]:
        """The mapping of words at a path, or an empty one."""
        found = self.get(*path)
        return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}

    def text(self, *path: str | int) -> str:
        """The text at a path, or an empty one where there is none."""
        value = self.get(*path)
        return value if isinstance(value, str) else ""

    def line(self, *path: str | int) -> int:
        """The line of what stands at a path, or of the nearest thing around it."""
        return self.document.line((*self.base, *path))

    @property
    def api(self) -> str:
        """`apiVersion`."""
        return self.text("apiVersion")

    @property
    def group(self) -> str:
        """The API group, empty for the core."""
        return self.api.rpartition("/")[0]

    @property
    def kind(self) -> str:
        """`kind`."""
        return self.text("kind")

    @property
    def name(self) -> str:
        """`metadata.name`."""
        return self.text("metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace that it belongs to, empty for what belongs to none."""
        if self.kind in CLUSTER_WIDE:
            return ""
        return self.text("metadata", "namespace") or self.default_namespace

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"

    @cached_property
    def pod_at(self) -> Path | None:
        """Where the Pod that this object is, or makes, is described; nothing for other kinds."""
        if self.kind == "Pod":
            return ()
        if self.kind in WORKLOADS:
            return ("spec", "template")
        return ("spec", "jobTemplate", "spec", "template") if self.kind == "CronJob" else None

    @property
    def pod_labels(self) -> dict[str, str]:
        """The labels of the Pod that it is, or of those that it makes."""
        return {} if self.pod_at is None else self.labels(*self.pod_at, "metadata", "labels")

    @cached_property
    def containers(self) -> list[tuple[Path, dict[str, Any]]]:
        """The containers of its Pods that keep running, native sidecars included."""
        if self.pod_at is None:
            return []
        sidecars = self.items(*self.pod_at, "spec", "initContainers")
        return self.items(*self.pod_at, "spec", "containers") + [
            (path, one) for path, one in sidecars if one.get("restartPolicy") == "Always"
        ]

    @cached_property
    def pod_ports(self) -> list[tuple[Path, dict[str, Any]]]:
        """The ports that its Pods' containers declare."""
        return [port for path, _ in self.containers for port in self.items(*path, "ports")]


SERVICE_LABEL: Path = ("metadata", "labels", "kubernetes.io/service-name")
"""Where an EndpointSlice names its Service."""


def service_of(slice_: Object) -> str:
    """The name of the Service whose endpoints an EndpointSlice lists."""
    return slice_.text(*SERVICE_LABEL)


def targets(slices: Iterable[Object]) -> Iterator[tuple[str, Object, Path]]:
    """What EndpointSlices list: the name of each endpoint's target, the slice, and where it says so."""
    for slice_ in slices:
        for path, _ in slice_.items("endpoints"):
            if name := slice_.text(*path, "targetRef", "name"):
                yield name, slice_, path


def fits(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Whether a selector of `key: value` pairs selects what has these labels."""
    return all(labels.get(key) == value for key, value in selector.items())
