"""The map: the whole path in one picture, in which each stop leads to its chapter.

Solid edges carry packets, there and back. Dashed edges are configuration.
"""

from _edges import CONFIG, packets, read
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik

with Diagram("The map", show=False, graph_attr={"ranksep": "0.35", "nodesep": "0.3"}):
    dns = Domain(
        "DNS", nodeid="dns", href="request.md", tooltip="Turns a name into an address, first of all."
    )
    user = User("User", nodeid="user", href="request.md", tooltip="Follow one request step by step.")
    balancer = LoadBalancer(
        "Load balancer",
        nodeid="load-balancer",
        href="outside.md",
        tooltip="An address outside, in front of the nodes.",
    )

    with Cluster("Kubernetes cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
            rules = Ingress(
                "Ingress",
                nodeid="Ingress/shop",
                href="ingress.md",
                tooltip="Rules: which host and path belong to which Service.",
            )
            service = Service(
                "Service",
                nodeid="Service/web",
                href="service.md",
                tooltip="Selects Pods, and keeps one name.",
            )
            endpoints = Endpoint(
                "EndpointSlice",
                nodeid="EndpointSlice/web-x7k2p",
                href="service.md#the-selector-makes-the-list",
                tooltip="The list of the Pods' addresses, each ready or not.",
            )
        with Cluster("Nodes"):
            controller = Traefik(
                "Ingress controller",
                nodeid="ingress-controller",
                href="ingress.md#two-things-with-one-name",
                tooltip="Reads Ingresses and configures a proxy; on OpenShift, the router.",
            )
            pod = Pod("Pod", nodeid="Pod/web-2", href="pod.md", tooltip="Where the program runs and answers.")

    user >> packets(constraint="false") >> dns
    (user >> packets() >> balancer >> packets() >> controller >> packets(minlen="2") >> pod)
    controller >> read(constraint="false") >> rules
    rules >> read() >> service >> read() >> endpoints
    endpoints >> read(constraint="false") >> pod
