from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress
from diagrams.onprem.client import User

with Diagram("Shop", show=False):
    user = User("User", nodeid="user")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    user >> Edge() >> ingress
    ingress >> Edge() >> pod
