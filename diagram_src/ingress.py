"""An ingress controller on the path, and the objects that it watches.

Solid edges carry packets, there and back. Dashed edges are configuration: read, and never crossed.
"""

from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.podconfig import Secret
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from diagrams.programming.flowchart import Document

with Diagram("Ingress", show=False, graph_attr={"ranksep": "0.15", "nodesep": "0.3", "compound": "true"}):
    client = User("Client\n198.51.100.7", nodeid="user", group="way")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer", group="way")

    with Cluster("Kubernetes cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr={"style": "rounded,dashed", "labelloc": "b"}):
            ingress_class = Document("IngressClass\ntraefik", nodeid="IngressClass/traefik")
            secret = Secret("Secret\nshop-tls", nodeid="Secret/shop-tls")
            ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
            service_web = Service("Service web", nodeid="Service/web")
            service_api = Service("Service api", nodeid="Service/api")
        with Cluster("Node node-2"):
            api1 = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")
            web2 = Pod("Pod web-2\n10.244.2.5", nodeid="Pod/web-2")
        with Cluster("Node node-1"):
            controller = Traefik("Ingress controller\n10.244.1.20\nTLS ends here", nodeid="ingress-controller", group="way")
            web1 = Pod("Pod web-1\n10.244.1.7", nodeid="Pod/web-1")

    client >> Edge(label="TLS\n:443") << balancer
    balancer >> Edge(label="TLS\n:31443") << controller
    controller >> Edge(label="path /\nHTTP :8080", minlen="2") << web1
    controller >> Edge(label="path /\nHTTP :8080", minlen="2") << web2
    controller >> Edge(label="path /api\nHTTP :8080", minlen="2") << api1

    controller >> Edge(style="dashed", constraint="false", lhead="cluster_Configuration: read, never crossed") >> secret
    ingress_class << Edge(style="dashed") << ingress
    secret << Edge(style="dashed") << ingress
    ingress >> Edge(style="dashed", label="path /") >> service_web
    ingress >> Edge(style="dashed", label="path /api") >> service_api
