"""Which APIs a cluster of the declared version no longer serves, or warns of. Pure.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

from collections.abc import Iterator

from live_diagrams.checks import Problem

from .manifests import Manifests
from .objects import Object
from .options import Options
from .rule import minor, problem

_RETIRED: dict[tuple[str, str], tuple[int, str]] = {
    **{("extensions/v1beta1", k): (16, "apps/v1") for k in ("Deployment", "DaemonSet", "ReplicaSet")},
    **{(f"apps/v1beta{n}", k): (16, "apps/v1") for n in "12" for k in ("Deployment", "StatefulSet")},
    **{("apps/v1beta2", k): (16, "apps/v1") for k in ("DaemonSet", "ReplicaSet")},
    ("extensions/v1beta1", "NetworkPolicy"): (16, "networking.k8s.io/v1"),
    ("extensions/v1beta1", "PodSecurityPolicy"): (16, ""),
    ("extensions/v1beta1", "Ingress"): (22, "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "Ingress"): (22, "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "IngressClass"): (22, "networking.k8s.io/v1"),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"): (22, "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", "APIService"): (22, "apiregistration.k8s.io/v1"),
    **{
        ("admissionregistration.k8s.io/v1beta1", k): (22, "admissionregistration.k8s.io/v1")
        for k in ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
    },
    **{
        ("rbac.authorization.k8s.io/v1beta1", k): (22, "rbac.authorization.k8s.io/v1")
        for k in ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
    },
    ("scheduling.k8s.io/v1beta1", "PriorityClass"): (22, "scheduling.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "StorageClass"): (22, "storage.k8s.io/v1"),
    ("batch/v1beta1", "CronJob"): (25, "batch/v1"),
    ("discovery.k8s.io/v1beta1", "EndpointSlice"): (25, "discovery.k8s.io/v1"),
    ("policy/v1beta1", "PodDisruptionBudget"): (25, "policy/v1"),
    ("policy/v1beta1", "PodSecurityPolicy"): (25, ""),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler"): (25, "autoscaling/v2"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler"): (26, "autoscaling/v2"),
}
"""Kinds of old APIs: the minor version that no longer serves them, and where they are now."""

_DEPRECATED = {
    ("v1", "Endpoints"): (33, "an EndpointSlice of discovery.k8s.io/v1 holds the same"),
    ("v1", "ComponentStatus"): (19, "ask the components' own health endpoints"),
}
"""Kinds that are served still: the minor version that deprecates them, and what to use."""


def retired(one: Object, version: str) -> str:
    """Where the kind of an object is now, if its API is no longer served; `nowhere` if it is gone."""
    removed, now = _RETIRED.get((one.api, one.kind), (10_000, ""))
    return (now or "nowhere") if removed <= minor(version) else ""


def api(manifests: Manifests, options: Options) -> Iterator[Problem]:
    """`manifest-api`: a cluster of the declared version does not serve the object's API, or warns of it.

    Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    """
    for one in manifests.objects:
        if now := retired(one, options.version):
            since = _RETIRED[one.api, one.kind][0]
            hint = "there is nothing in its place" if now == "nowhere" else f"write `{now}`"
            message = f"`{one.api}` {one.kind} is not served since Kubernetes 1.{since}; {hint}"
            yield problem(one, "manifest-api", message, "apiVersion")
        since, hint = _DEPRECATED.get((one.api, one.kind), (10_000, ""))
        if since <= minor(options.version):
            message = f"`{one.api}` {one.kind} is deprecated since Kubernetes 1.{since}; {hint}"
            yield problem(one, "manifest-api", message, "apiVersion")
