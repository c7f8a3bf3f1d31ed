"""The OpenShift router on the path, and the Route and Services that it watches.

Solid edges carry packets, there and back. Dashed edges are configuration: read, and never crossed.
"""

from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.network import Domain
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from diagrams.programming.flowchart import Document

with Diagram("Route", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    client = User("Client\n198.51.100.7", nodeid="user", group="way")

    with Cluster("OpenShift cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr={"style": "rounded,dashed", "labelloc": "b"}):
            canary = Service("Service\nweb-canary", nodeid="Service/web-canary")
            service = Service("Service web", nodeid="Service/web")
            route = Document("Route shop\nedge", nodeid="Route/shop")
        with Cluster("Node node-2"):
            canary1 = Pod("Pod web-canary-1\n10.244.2.14", nodeid="Pod/web-canary-1")
            web2 = Pod("Pod web-2\n10.244.2.5", nodeid="Pod/web-2")
        with Cluster("Node node-1"):
            web1 = Pod("Pod web-1\n10.244.1.7", nodeid="Pod/web-1")
        router = HAProxy("OpenShift router\nHAProxy Pods\nTLS ends here", nodeid="router", group="way")

    client >> Edge(constraint="false") << dns
    client >> Edge(label="TLS :443") << router
    router >> Edge(label="45 %\nHTTP :8080") << web1
    router >> Edge(label="45 %\nHTTP :8080") << web2
    router >> Edge(label="10 %\nHTTP :8080") << canary1

    router >> Edge(style="dashed", constraint="false") >> route
    route >> Edge(label="weight 90", style="dashed") >> service
    route >> Edge(label="weight 10", style="dashed") >> canary
