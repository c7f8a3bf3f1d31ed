"""Addresses, ports and types are those of the objects that they are written at."""

from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from live_diagrams import Step

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-value: the node `Service/web` states the address `10.96.0.21`, and Service/web has no such value; did you mean `10.96.0.20`?
    # Expected: figure-value: the node `Service/web` states the port `81`, and Service/web has no such value; did you mean `80`?
    # Expected: figure-value: the node `Service/web` states the type `LoadBalancer`, and Service/web has no such value
    service = Service("Service web\n10.96.0.21:81\nLoadBalancer", nodeid="Service/web")
    # Expected: figure-value: the node `Pod/web-1` states the address `10.244.2.5`, and Pod/web-1 has no such value; did you mean `10.244.1.7`?
    pod = Pod("Pod web-1\n10.244.2.5", nodeid="Pod/web-1")
    # Expected: figure-value: the edge from `Service/web` to `Pod/web-1` states the port `9090`, and Service/web and Pod/web-1 have no such value; did you mean `8080`?
    service >> Edge(label=":9090") >> pod
    # Expected: figure-value: step 1 states the address `10.96.0.22`, and Service/web and Pod/web-1 have no such value; did you mean `10.96.0.20`?
    service >> Step("The kernel rewrites 10.96.0.22", label="to :8080") >> pod

with Diagram("Passes", show=False, filename="passes"):
    service = Service("Service web\n10.96.0.20:80\nNodePort", nodeid="Service/web")
    pod = Pod("Pod web-1\n10.244.1.7", nodeid="Pod/web-1")
    api = Pod("Pod api-1\nsees 10.244.1.7, localhost:80", nodeid="Pod/api-1")
    service >> Edge(label=":8080") >> pod
    service >> Step("The kernel rewrites 10.96.0.20", label="to :8080") >> pod
