"""The ways of requests: by type of Service, traffic policy, rule and termination; and what is dropped."""

import pytest
from live_diagrams_kube import Dropped

from .shop import read_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return read_shop(tmp_path_factory.mktemp("shop"))


def describe(packets):
    return [f"{p.sender}: {p.source} > {p.destination} {p.carries} {p.connection}" for p in packets]


def trace_service(shop, file="web-service.yaml", *, caller="user", over="", pod="Pod/web-2"):
    return (
        shop["Service/web"]
        .variant(file)
        .trace(shop[pod], caller=shop[caller], over=shop[over] if over else None)
    )


def test_a_pod_calls_the_virtual_ip_and_the_kernel_of_its_own_node_rewrites_it(shop):
    way = trace_service(shop, caller="Pod/api-1")
    assert describe(way.packets) == [
        "Pod/api-1: 10.244.2.9 > 10.96.0.20:80 HTTP 1",
        "Node/node-2: 10.244.2.9 > 10.244.2.5:8080 HTTP 1",
    ]
    assert describe(way.answer) == [
        "Pod/web-2: 10.244.2.5:8080 > 10.244.2.9 HTTP 1",
        "Node/node-2: 10.96.0.20:80 > 10.244.2.9 HTTP 1",
    ]


def test_a_headless_service_has_no_address_to_rewrite(shop):
    way = shop["Service/web-headless"].trace(shop["Pod/web-1"], caller=shop["Pod/api-1"])
    assert describe(way.packets) == ["Pod/api-1: 10.244.2.9 > 10.244.1.7:8080 HTTP 1"]


def test_over_a_node_port_the_node_takes_the_place_of_the_source(shop):
    way = trace_service(shop, "service-nodeport.yaml", over="Node/node-3")
    assert describe(way.packets) == [
        "user: 198.51.100.7:51812 > 192.0.2.13:30080 HTTP 1",
        "Node/node-3: 192.0.2.13 > 10.244.2.5:8080 HTTP 1",
    ]
    assert shop.find_owner(way.seen_address).id == "Node/node-3"


def test_a_load_balancer_keeps_the_source_and_so_does_the_policy_local(shop):
    way = trace_service(shop, "service-local.yaml", over="Node/node-2")
    assert describe(way.packets) == [
        "user: 198.51.100.7:51812 > 203.0.113.10:80 HTTP 1",
        "load-balancer: 198.51.100.7:51812 > 192.0.2.12:30080 HTTP 1",
        "Node/node-2: 198.51.100.7:51812 > 10.244.2.5:8080 HTTP 1",
    ]
    assert shop.find_owner(way.seen_address).id == "user"
    assert trace_service(shop, "service-loadbalancer.yaml", over="Node/node-2").seen_address == "192.0.2.12"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({}, "nobody outside reaches .*; its type is ClusterIP"),
        ({"file": "service-nodeport.yaml"}, "nobody outside reaches .*; its type is NodePort"),
        ({"caller": "Pod/api-1", "pod": "Pod/web-3"}, "Service/web picks no Pod/web-3"),
        ({"caller": "Pod/api-1", "pod": "Pod/api-1"}, "Service/web picks no Pod/api-1"),
        ({"file": "service-local.yaml", "over": "Node/node-3"}, "Service/web .* Pod/web-2 at Node/node-3"),
    ],
)
def test_what_is_dropped(shop, arguments, reason):
    with pytest.raises(Dropped, match=f"^{reason}$"):
        trace_service(shop, **arguments)


def test_a_proxy_opens_a_second_connection_and_the_answer_takes_both(shop):
    way = shop["Ingress/shop"].trace(shop["Pod/web-2"], over=shop["Node/node-2"])
    assert describe(way.packets) == [
        "user: 198.51.100.7:51812 > 203.0.113.10:443 TLS 1",
        "load-balancer: 198.51.100.7:51812 > 192.0.2.12:31443 TLS 1",
        "Node/node-2: 192.0.2.12 > 10.244.1.20:8443 TLS 1",
        "ingress-controller: 10.244.1.20 > 10.244.2.5:8080 HTTP 2",
    ]
    assert describe(way.answer) == [
        "Pod/web-2: 10.244.2.5:8080 > 10.244.1.20 HTTP 2",
        "ingress-controller: 10.244.1.20:8443 > 192.0.2.12 TLS 1",
        "Node/node-2: 192.0.2.12:31443 > 198.51.100.7:51812 TLS 1",
        "load-balancer: 203.0.113.10:443 > 198.51.100.7:51812 TLS 1",
    ]
    assert way.sent_by(shop["Node/node-2"]).state == {
        "Source": "192.0.2.12",
        "Destination": "10.244.1.20:8443",
        "Carries": "TLS",
        "Connection": "first",
    }
    with pytest.raises(LookupError, match="no packet is sent by router, but by user, load-balancer"):
        way.sent_by("router")


@pytest.mark.parametrize(
    ("route", "pod", "last"),
    [
        ("shop", "Pod/web-1", "router: 192.0.2.11 > 10.244.1.7:8080 HTTP 2"),
        ("shop-passthrough", "Pod/web-tls-1", "router: 192.0.2.11 > 10.244.2.16:8443 the same TLS 2"),
        ("shop-reencrypt", "Pod/web-tls-1", "router: 192.0.2.11 > 10.244.2.16:8443 TLS again 2"),
    ],
)
def test_a_route_says_where_tls_ends(shop, route, pod, last):
    way = shop[f"Route/{route}"].trace(shop[pod], proxy=shop["router"])
    assert describe(way.packets)[-1] == last
    assert len(way.packets) == 3


@pytest.mark.parametrize("path", ["/api", "/api/orders"])
@pytest.mark.parametrize("rule", ["Ingress/shop", "HTTPRoute/shop"])
def test_the_path_decides_which_service(shop, rule, path):
    assert shop[rule].trace(shop["Pod/api-1"], path=path).packets[-1].destination.address == "10.244.2.9"
    with pytest.raises(Dropped, match=f"{rule} leads no request for shop.example.com{path} to Pod/web-1"):
        shop[rule].trace(shop["Pod/web-1"], path=path)
