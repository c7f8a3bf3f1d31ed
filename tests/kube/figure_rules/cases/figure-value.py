"""Addresses, ports and types are those of the objects that they are written at."""

from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from live_diagrams import Step

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-value: the node `Service/web` states the address `10.96.0.21`; Service/web has `10.96.0.20`
    # Expected: figure-value: the node `Service/web` states the port `81`; Service/web has `30080`, `80`
    # Expected: figure-value: the node `Service/web` states the type `LoadBalancer`; Service/web has `ClusterIP`, `NodePort`
    service = Service("Service web\n10.96.0.21:81\nLoadBalancer", nodeid="Service/web")
    # Expected: figure-value: the node `Pod/web-1` states the address `10.244.2.5`; Pod/web-1 has `10.244.1.7`
    pod = Pod("Pod web-1\n10.244.2.5", nodeid="Pod/web-1")
    # Expected: figure-value: the edge from `Service/web` to `Pod/web-1` states the port `9090`; Service/web and Pod/web-1 have `30080`, `80`, `8080`
    service >> Edge(label=":9090") >> pod
    # Expected: figure-value: step 1 states the address `10.96.0.22`; Service/web and Pod/web-1 have `10.244.1.7`, `10.96.0.20`
    service >> Step("The kernel rewrites 10.96.0.22", label="to :8080") >> pod

with Diagram("Passes", show=False, filename="passes"):
    service = Service("Service web\n10.96.0.20:80\nNodePort", nodeid="Service/web")
    pod = Pod("Pod web-1\n10.244.1.7", nodeid="Pod/web-1")
    api = Pod("Pod api-1\nsees 10.244.1.7, localhost:80", nodeid="Pod/api-1")
    service >> Edge(label=":8080") >> pod
    service >> Step("The kernel rewrites 10.96.0.20", label="to :8080") >> pod
