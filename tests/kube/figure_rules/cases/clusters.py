"""Clusters of Nodes and Pods."""

from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod

with Diagram("Fails", show=False, filename="fails"):
    with Cluster("Node node-2"):
        # Expected: figure-object: `Pod/web-1` is in the cluster of Node `node-2`, and runs on `node-1`
        Pod("Pod web-1", nodeid="Pod/web-1")
    with Cluster("Pod web-1"):
        # Expected: figure-object: `Pod/web-2/web` is in the cluster of Pod `web-1`, and belongs to `web-2`
        Pod("app web", nodeid="Pod/web-2/web")

with Diagram("Passes", show=False, filename="passes"):
    with Cluster("Node node-1"):
        Pod("Pod web-1", nodeid="Pod/web-1")
    with Cluster("Pod web-2"):
        Pod("app web", nodeid="Pod/web-2/web")
