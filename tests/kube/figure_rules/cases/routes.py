"""Hosts and paths are those of some rule, weights and shares those of rules for the Service at an edge."""

from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.onprem.network import Traefik
from live_diagrams import ask

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-value: the node `Ingress/shop` states the host `shop.example.org`, and Ingress/shop has no such value; did you mean `shop.example.com`?
    ingress = Ingress("Ingress shop\nshop.example.org", nodeid="Ingress/shop")
    route = CRD("Route shop", nodeid="Route/shop")
    web = Service("Service web", nodeid="Service/web")
    api = Service("Service api", nodeid="Service/api")
    # Expected: figure-value: the edge from `Ingress/shop` to `Service/api` states the path `/v2`, and Ingress/shop and Service/api have no such value; did you mean `/`?
    ingress >> Edge(label="path /v2", style="dashed") >> api
    # Expected: figure-value: the edge from `Route/shop` to `Service/web` states the weight `80`, and Route/shop and Service/web have no such value; did you mean `weight 90`?
    route >> Edge(label="weight 80", style="dashed") >> web
    # Expected: figure-value: the edge from `Route/shop` to `Service/api` states the share `20`, and Route/shop and Service/api have no such value; did you mean `share 10`?
    route >> Edge(label="20 %", style="dashed") >> api

with Diagram("Passes", show=False, filename="passes"):
    ingress = Ingress("Ingress shop\nshop.example.com", nodeid="Ingress/shop")
    route = CRD("Route shop", nodeid="Route/shop")
    web = Service("Service web", nodeid="Service/web")
    api = Service("Service api", nodeid="Service/api")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    ingress >> Edge(label="path /", style="dashed") >> web
    ingress >> Edge(label="path /api", style="dashed") >> api
    route >> Edge(label="weight 90", style="dashed") >> web
    route >> Edge(label="10 %", style="dashed") >> api
    controller >> Edge(label="HTTP, 90 %") >> pod
    ask("Who answers /apiary?", answer=web, because="`/apiary` is not below `/api`.")
