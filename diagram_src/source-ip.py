"""Where a connection from outside goes inside a cluster, and whose address the Pod sees.

The reader chooses the `externalTrafficPolicy` of the Service. Solid edges carry packets, there and
back. The dashed edge is the load balancer's health check.
"""

from _edges import packets, read
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
port, pod = shop["Service/web"]["spec.ports.0.nodePort"], shop["Pod/web-1"]

policy = choice("externalTrafficPolicy", ["Cluster", "Local"])


with Diagram("Source IP", show=False, graph_attr={"ranksep": "0.3", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster(f"Node {pod['nodeName']}, 192.0.2.11"):
            rule_1 = Node(f"node port\n{port}", nodeid="node-port-1")
            seen = "192.0.2.13" if policy == "Cluster" else "198.51.100.7"
            web_1 = Pod(f"{pod}\nsees {seen}", nodeid=pod.id)
        with Cluster("Node node-3, 192.0.2.13"):
            rule_3 = Node(f"node port\n{port}", nodeid="node-port-3")

    client >> packets() >> balancer
    if policy == "Cluster":
        balancer >> Edge(style="invis") >> rule_1 >> Edge(style="invis") >> web_1
        balancer >> packets() >> rule_3 >> packets("source\nreplaced") >> web_1
    else:
        balancer >> packets() >> rule_1 >> packets("source\nkept") >> web_1
        balancer >> read("no ready Pod here:\nhealth check fails") >> rule_3
