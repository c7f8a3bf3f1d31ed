"""Names in labels."""

from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Fails", show=False, filename="fails"):
    # Expected: figure-object: the node `Service/web` reads “Service shop”, which does not name `web`
    web = Service("Service shop", nodeid="Service/web")
    # Expected: figure-object: the node `Pod/web-1` reads “Pod web-11”, which does not name `web-1`
    pod = Pod("Pod web-11", nodeid="Pod/web-1")

with Diagram("Passes", show=False, filename="passes"):
    web = Service("Service", nodeid="Service/web")
    with Cluster("Node node-1"):
        pod = Pod("Pod\nweb-1", nodeid="Pod/web-1")
    app = Pod("app web", nodeid="Pod/web-1/web")
