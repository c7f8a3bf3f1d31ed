from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Web", show=False):
    with Cluster("Namespace shop"):
        web = Service("web", nodeid="svc")
        pod = Pod("web-1", nodeid="pod")
    web >> Edge(label="picks") >> pod
