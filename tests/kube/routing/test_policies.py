"""Whom a NetworkPolicy lets in: neighbours by their labels, others by their namespace."""

import pytest
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.routing.policies import allows

API = "{podSelector: {matchLabels: {app: api}}}"
TRAEFIK = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: traefik}}}"
BOTH = f"{TRAEFIK[:-1].replace('traefik', 'b')}, {API[1:]}"


@pytest.mark.parametrize(
    ("ingress", "app", "namespace", "is_allowed"),
    [
        (f"[{{from: [{API}]}}]", "api", "shop", True),
        (f"[{{from: [{API}]}}]", "web", "shop", False),
        (f"[{{from: [{API}]}}]", "api", "other", False),
        (f"[{{from: [{TRAEFIK}]}}]", "any", "traefik", True),
        (f"[{{from: [{TRAEFIK}]}}]", "any", "shop", False),
        (f"[{{from: [{API}, {TRAEFIK}]}}]", "any", "traefik", True),
        (f"[{{from: [{BOTH}]}}]", "api", "b", True),
        (f"[{{from: [{BOTH}]}}]", "web", "b", False),
        ("[{from: [{podSelector: {}}]}]", "any", "shop", True),
        ("[{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", "any", "shop", False),
        ("[{ports: [{port: http}]}]", "any", "anywhere", True),
        ("[]", "api", "shop", False),
        ("3", "api", "shop", False),
    ],
)
def test_who_is_let_in(ingress, app, namespace, is_allowed):
    head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\n"
    (policy,) = parse_manifests({"a.yaml": f"{head}spec: {{ingress: {ingress}}}\n"}).objects
    assert allows(policy, {"app": app}, namespace) == is_allowed
