"""One HTTPS request and its answer, and the configuration that was read before the request came.

Solid edges carry packets. Dashed edges are configuration: the controller reads the Ingress, which
names the Service, which selects the Pods that its EndpointSlice lists.
"""

from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik

config = {"style": "rounded,dashed", "labelloc": "b"}

with Diagram("A request and its answer", show=False, graph_attr={"ranksep": "0.2"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    user = User("User\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr=config):
            ingress = Ingress("Ingress shop\nhost and path", nodeid="Ingress/shop")
            service = Service("Service web\napp: web", nodeid="Service/web")
            endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
        with Cluster("Node node-1"):
            controller = Traefik(
                "Ingress controller\n10.244.1.20\nTLS ends here", nodeid="ingress-controller"
            )
        with Cluster("Node node-2"):
            pod = Pod("Pod web-2\n10.244.2.5", nodeid="Pod/web-2")

    user >> Edge(constraint="false") << dns
    user >> Edge(label="TLS\n:443") >> balancer
    user << Edge(label="answer") << balancer
    balancer >> Edge(label="TLS\n:31443") >> controller
    balancer << Edge(label="answer") << controller
    controller << Edge(label="answer", minlen="2") << pod
    controller >> Edge(label="HTTP :8080", minlen="2") >> pod

    controller >> Edge(style="dashed", constraint="false") >> ingress
    ingress >> Edge(style="dashed") >> service >> Edge(style="dashed") >> endpoints
    endpoints >> Edge(style="dashed", constraint="false") >> pod
