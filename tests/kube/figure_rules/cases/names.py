"""Names in labels."""

from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-object: the node `Service/web` reads “Service shop”, which does not name `web`
    web = Service("Service shop", nodeid="Service/web")
    # Expected: figure-object: the cluster “Node node-7” names `node-7`, which does not exist; there are `node-1`, `node-2`
    with Cluster("Node node-7"):
        # Expected: figure-object: `Pod/web-1` is in the cluster of Node `node-7`, and runs on `node-1`
        pod = Pod("Pod web-1", nodeid="Pod/web-1")
    # Expected: figure-object: the edge from `Service/web` to `Pod/web-1` names `web-abc`, which does not exist; there are `web-x7k2p`
    web >> Edge(label="by EndpointSlice web-abc", style="dashed") >> pod
    # Expected: figure-object: the edge from `Service/web` to `Pod/web-1` names `web-7`, which does not exist; there are `web-1`, `web-2`, `web-9`
    web >> Edge(label="also web-7", style="dashed") >> pod

with Diagram("Passes", show=False, filename="passes"):
    web = Service("Service", nodeid="Service/web")
    with Cluster("Node node-1"):
        pod = Pod("Pod\nweb-1", nodeid="Pod/web-1")
    web >> Edge(label="by EndpointSlice web-x7k2p", style="dashed") >> pod
    web >> Edge(label="a Service of type ClusterIP", style="dashed") >> pod
