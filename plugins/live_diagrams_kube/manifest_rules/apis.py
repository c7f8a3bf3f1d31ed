"""Which APIs a cluster of the declared version no longer serves, or warns of. Pure.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options
from .rule import minor, report_problem

_TABLE = """
16 extensions/v1beta1 apps/v1 DaemonSet Deployment ReplicaSet
16 extensions/v1beta1 networking.k8s.io/v1 NetworkPolicy
16 extensions/v1beta1 nowhere PodSecurityPolicy
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
25 policy/v1beta1 nowhere PodSecurityPolicy
25 policy/v1beta1 policy/v1 PodDisruptionBudget
26 autoscaling/v2beta2 autoscaling/v2 HorizontalPodAutoscaler
26 flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
27 storage.k8s.io/v1beta1 storage.k8s.io/v1 CSIStorageCapacity
29 flowcontrol.apiserver.k8s.io/v1beta2 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
32 flowcontrol.apiserver.k8s.io/v1beta3 flowcontrol.apiserver.k8s.io/v1 FlowSchema PriorityLevelConfiguration
"""
"""The minor version that first does not serve an API, the API, where its kinds are now, and these kinds."""

RETIRED = {
    (api, kind): (int(since), now)
    for since, api, now, *kinds in map(str.split, _TABLE.strip().splitlines())
    for kind in kinds
}
"""Kinds of old APIs: the minor version that no longer serves them, and where they are now."""

_DEPRECATED = {
    ("v1", "Endpoints"): (33, "an EndpointSlice of discovery.k8s.io/v1 holds the same"),
    ("v1", "ComponentStatus"): (19, "ask the components' own health endpoints"),
}
"""Kinds that are served still: the minor version that deprecates them, and what to use."""


def retired(one: KubeObject, version: str) -> str:
    """Where the kind of an object is now, if its API is no longer served; `nowhere` if it is gone."""
    since, now = RETIRED.get((one.api_version, one.kind), (10_000, ""))
    return now if since <= minor(version) else ""


def api(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-api`: a cluster of the declared version does not serve the object's API, or warns of it.

    Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    """
    for one in manifests.objects:
        if now := retired(one, options.version):
            since = RETIRED[one.api_version, one.kind][0]
            hint = "there is nothing in its place" if now == "nowhere" else f"write `{now}`"
            message = f"`{one.api_version}` {one.kind} is not served since Kubernetes 1.{since}; {hint}"
            yield report_problem(one, "manifest-api", message, "apiVersion")
        deprecated, hint = _DEPRECATED.get((one.api_version, one.kind), (10_000, ""))
        if deprecated <= minor(options.version):
            message = f"`{one.api_version}` {one.kind} is deprecated since Kubernetes 1.{deprecated}; {hint}"
            yield report_problem(one, "manifest-api", message, "apiVersion")
