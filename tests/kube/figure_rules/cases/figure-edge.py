"""Packets pass programs, not records."""

from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik

with Diagram("Fails", show=False, filename="fails"):
    user = User("User", nodeid="user")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    # Expected: figure-edge: the edge from `user` to `Ingress/shop`: Ingress/shop is a record that programs read, and no packet crosses it; give it style="dashed"
    user >> Edge() >> ingress
    # Expected: figure-edge: the edge from `Ingress/shop` to `Pod/web-1`: Ingress/shop is a record that programs read, and no packet crosses it; give it style="dashed"
    ingress >> Edge() >> pod
    controller = Traefik("Controller", nodeid="controller")
    controller >> Edge() >> pod
    # Expected: figure-edge: the edge from `controller` to `Pod/web-1`: it is drawn twice
    controller >> Edge() >> pod
    pod >> Edge() >> controller

with Diagram("Passes", show=False, filename="passes"):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    user >> Edge() >> controller >> Edge() >> pod
    controller >> Edge(style="dashed") >> ingress
