from _names import HOST
from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User

with Diagram("Shop", show=False):
    client = User("client\n198.51.100.7", nodeid="client")
    with Cluster("Namespace shop"):
        web = Service("web")
        with Cluster("Pods"):
            pods = [Pod(f"web-{n}") for n in (1, 2)]
    client >> Edge(label=HOST) >> web >> Edge(label="picks one", style="dashed") >> pods
