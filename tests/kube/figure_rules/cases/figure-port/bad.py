from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Shop", show=False):
    service = Service("Service web\n8080 → 80", nodeid="Service/web")
    pod = Pod("Pod web-1\n:80", nodeid="Pod/web-1")
    service >> Edge(label=":9090") >> pod
