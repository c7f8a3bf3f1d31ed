"""Whom a NetworkPolicy lets in. Pure.

A policy allows what any of its rules allows; a rule without `from` allows everybody.
(https://kubernetes.io/docs/concepts/services-networking/network-policies/)
"""

from __future__ import annotations

from collections.abc import Mapping

from ..manifests.objects import KubeObject, selector_matches
from ..manifests.yaml_lines import FieldPath

NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""The label that every namespace has: its name."""


def allows(policy: KubeObject, labels: Mapping[str, str], namespace: str) -> bool:
    """Return whether a policy lets in a caller with these labels from this namespace."""
    for rule, content in policy.get_mappings("spec", "ingress"):
        peers = policy.get_mappings(*rule, "from")
        if not content.get("from") or any(_matches(policy, at, labels, namespace) for at, _ in peers):
            return True
    return False


def _matches(policy: KubeObject, peer: FieldPath, labels: Mapping[str, str], namespace: str) -> bool:
    """Return whether a peer of a rule means this caller; without `namespaceSelector` it is a neighbour."""
    pods, namespaces = policy.get(*peer, "podSelector"), policy.get(*peer, "namespaceSelector")
    if namespaces is None and (pods is None or namespace != policy.namespace):
        return False
    selector = policy.get_labels(*peer, "namespaceSelector", "matchLabels")
    is_near = namespaces is None or selector_matches(selector, {NAMESPACE_LABEL: namespace})
    return is_near and selector_matches(policy.get_labels(*peer, "podSelector", "matchLabels"), labels)
