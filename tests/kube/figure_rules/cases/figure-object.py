"""Nodes that are no object, have another name, or are in a cluster where they do not run."""

from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-object: the node `Service/shop` is no object of the manifests; did you mean `Ingress/shop`? Else add its manifest, or say what it is under `outside`, as `Service/shop: …`
    service = Service("Service shop", nodeid="Service/shop")
    # Expected: figure-object: Pod/web-1 has no container `sidecar`; add its manifest, or say what it is under `outside`, as `Pod/web-1/sidecar: …`
    pod = Pod("Pod web-1", nodeid="Pod/web-1/sidecar")
    # Expected: figure-object: the node `customer` is neither an object (`Kind/name`) nor declared; did you mean `user`? Else say what it is under `outside`, as `customer: …`
    user = User("User", nodeid="customer")

with Diagram("Passes", show=False, filename="passes"):
    service = Service("Service web", nodeid="Service/web")
    pod = Pod("app web", nodeid="Pod/web-1/web")
    user = User("User", nodeid="user")
