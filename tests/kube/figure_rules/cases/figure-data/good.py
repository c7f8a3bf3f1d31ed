from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik

with Diagram("Shop", show=False):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    user >> Edge() >> controller >> Edge() >> pod
    controller >> Edge(style="dashed") >> ingress
