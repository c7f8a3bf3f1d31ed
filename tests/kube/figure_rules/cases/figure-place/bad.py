from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod

with Diagram("Shop", show=False):
    with Cluster("Node node-2"):
        Pod("Pod web-1", nodeid="Pod/web-1")
    with Cluster("Pod web-1"):
        Pod("app web", nodeid="Pod/web-2/web")
