"""The APIs that a cluster of the declared version no longer serves, or warns of. Pure.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

from collections.abc import Iterator

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.schemas import get_minor_version
from .manifest_check import Finding, manifest_check

_TABLE = """
16 extensions/v1beta1 apps/v1 DaemonSet Deployment ReplicaSet
16 extensions/v1beta1 networking.k8s.io/v1 NetworkPolicy
16 extensions/v1beta1 - PodSecurityPolicy
16 apps/v1beta1 apps/v1 Deployment ReplicaSet StatefulSet
16 apps/v1beta2 apps/v1 DaemonSet Deployment ReplicaSet StatefulSet
22 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1 MutatingWebhookConfiguration
22 admissionregistration.k8s.io/v1beta1 admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration
22 apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1 CustomResourceDefinition
22 apiregistration.k8s.io/v1beta1 apiregistration.k8s.io/v1 APIService
22 certificates.k8s.io/v1beta1 certificates.k8s.io/v1 CertificateSigningRequest
22 coordination.k8s.io/v1beta1 coordination.k8s.io/v1 Lease
22 extensions/v1beta1 networking.k8s.io/v1 Ingress
22 networking.k8s.io/v1beta1 networking.k8s.io/v1 Ingress IngressClass
22 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding
22 rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1 Role RoleBinding
22 scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1 PriorityClass
22 storage.k8s.io/v1beta1 storage.k8s.io/v1 CSIDriver CSINode StorageClass VolumeAttachment
25 autoscaling/v2beta1 autoscaling/v2 HorizontalPodAutoscaler
25 batch/v1beta1 batch/v1 CronJob
25 discovery.k8s.io/v1beta1 discovery.k8s.io/v1 EndpointSlice
25 events.k8s.io/v1beta1 events.k8s.io/v1 Event
25 node.k8s.io/v1beta1 node.k8s.io/v1 RuntimeClass
25 policy/v1beta1 - PodSecurityPolicy
25 policy/v1beta1 policy/v1 PodDisruptionBudget
26 autoscaling/v2beta2 autoscaling/v2 HorizontalPodAutoscaler
26 flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
27 storage.k8s.io/v1beta1 storage.k8s.io/v1 CSIStorageCapacity
29 flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
32 flowcontrol.apiserver.k8s.io/v1beta3 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
"""
"""The first minor version without an API, the API, the API that replaces it, and its kinds."""

REMOVED = {
    (api_version, kind): (int(since), replacement.strip("-"))
    for since, api_version, replacement, *kinds in map(str.split, _TABLE.strip().splitlines())
    for kind in kinds
}
"""Kinds of old APIs: the first minor version without them, and the API that replaces theirs, if any."""

_DEPRECATED = {
    ("v1", "Endpoints"): (33, "use an EndpointSlice of discovery.k8s.io/v1"),
    ("v1", "ComponentStatus"): (19, "ask the health endpoints of the components"),
}
"""Kinds that are still served: the minor version that deprecates them, and what to use in their place."""


def is_removed(obj: KubeObject, version: str) -> bool:
    """Return whether a Kubernetes version no longer serves the API of an object."""
    removal = REMOVED.get((obj.api_version, obj.kind))
    return removal is not None and removal[0] <= get_minor_version(version)


@manifest_check(
    "manifest-api",
    holds="A cluster of the declared version serves the API of each object without a warning.",
    why="A cluster of the declared version refuses the object, or warns of it.",
    source="https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
)
def find_old_apis(context: Context) -> Iterator[Finding]:
    version = context.options.version
    for obj in context.manifests.objects:
        if is_removed(obj, version):
            since, replacement = REMOVED[obj.api_version, obj.kind]
            hint = f"write `{replacement}`" if replacement else "nothing replaces it"
            message = f"`{obj.api_version}` {obj.kind} is not served since Kubernetes 1.{since}; {hint}"
            yield obj, message, ("apiVersion",)
        deprecation = _DEPRECATED.get((obj.api_version, obj.kind))
        if deprecation and deprecation[0] <= get_minor_version(version):
            since, hint = deprecation
            message = f"`{obj.api_version}` {obj.kind} is deprecated since Kubernetes 1.{since}; {hint}"
            yield obj, message, ("apiVersion",)
