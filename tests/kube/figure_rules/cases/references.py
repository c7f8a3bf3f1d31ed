"""Edges between objects are fields."""

from diagrams import Diagram, Edge
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.k8s.podconfig import Secret

with Diagram("Fails", show=False, filename="fails"):
    secret = Secret("Secret shop-tls", nodeid="Secret/shop-tls")
    route = CRD("Route shop", nodeid="Route/shop")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    api = Service("Service api", nodeid="Service/api")
    deployment = CRD("Deployment web", nodeid="Deployment/web")
    # Expected: figure-edge: the edge from `Route/shop` to `Secret/shop-tls`: Route/shop names no Secret `shop-tls` (manifests/rules.yaml)
    route >> Edge(style="dashed") >> secret
    # Expected: figure-edge: the edge from `Service/api` to `EndpointSlice/web-x7k2p`: EndpointSlice/web-x7k2p names no Service `api` (manifests/shop.yaml)
    api >> Edge(style="dashed") >> endpoints
    # Expected: figure-edge: the edge from `Service/api` to `Deployment/web`: Service/api does not select the Pods of Deployment/web
    api >> Edge(style="dashed") >> deployment

with Diagram("Passes", show=False, filename="passes"):
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    secret = Secret("Secret shop-tls", nodeid="Secret/shop-tls")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    web = Service("Service web", nodeid="Service/web")
    deployment = CRD("Deployment web", nodeid="Deployment/web")
    ingress >> Edge(style="dashed") >> secret
    web >> Edge(style="dashed") >> endpoints
    web >> Edge(style="dashed") >> deployment
