"""Which rule a request meets: hosts, wildcards, exact paths, prefixes by element."""

import pytest
from live_diagrams_kube.manifests.collection import parse_manifests
from live_diagrams_kube.routing.rules import find_rule, iterate_backends, iterate_rules

KINDS = [
    "networking.k8s.io/v1/Ingress",
    "route.openshift.io/v1/Route",
    "gateway.networking.k8s.io/v1/HTTPRoute",
]
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  defaultBackend: {service: {name: last}}
  rules:
    - {host: shop.example.com, http: {paths: [
        {path: /, pathType: Prefix, backend: {service: {name: web}}},
        {path: /api, pathType: Prefix, backend: {service: {name: api}}},
        {path: /api/v2/, pathType: Prefix, backend: {service: {name: next}}},
        {path: /api/v2, pathType: Exact, backend: {service: {name: exact}}}]}}
    - {host: "*.example.com", http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: any}}}]}}
"""


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("shop.example.com", "/", "web"),
        ("shop.example.com", "/cart", "web"),
        ("shop.example.com", "/api", "api"),
        ("shop.example.com", "/api/", "api"),
        ("shop.example.com", "/api/orders", "api"),
        ("shop.example.com", "/apiary", "web"),
        ("shop.example.com", "/api/v2", "exact"),
        ("shop.example.com", "/api/v2/x", "next"),
        ("blog.example.com", "/api", "any"),
        ("a.blog.example.com", "/api", "last"),
        ("example.com", "/", "last"),
    ],
)
def test_the_most_specific_rule_decides(host, path, service):
    (ingress,) = parse_manifests({"a.yaml": INGRESS}).objects
    assert find_rule(ingress, host, path).backends[0].service == service


@pytest.mark.parametrize(
    "spec",
    [
        "3",
        "{rules: 3, to: 3, hostnames: 3, alternateBackends: [3, {weight: x}]}",
        "{rules: [3, {matches: 3, http: 3, backendRefs: [3, {name: 3}]}]}",
        "{rules: [{matches: [{path: 3}], backendRefs: [{weight: -1, name: a}]}], to: {name: [a]}}",
        "{rules: [{host: 3, http: {paths: [{path: 3, backend: {service: 3}}]}}], hostnames: [3]}",
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_fails_on_data_of_the_wrong_type(kind, spec):
    api, _, kind = kind.rpartition("/")
    manifests = parse_manifests(
        {"a.yaml": f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n"}
    )
    (source,) = manifests.objects
    assert list(iterate_rules(source)) == list(iterate_rules(source))
    assert all(isinstance(backend.service, str) for backend in iterate_backends(manifests))
