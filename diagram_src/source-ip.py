"""Where a connection from outside goes inside a cluster, and whose address the Pod sees.

The reader chooses the `externalTrafficPolicy` of the Service. A filled head is where a connection goes, a
hollow one is its answer. Everything keeps its place; the choice decides which ways are open.
"""

from _edges import cross, dropped, hidden, packets, read
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from live_diagrams import ask, choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
service, pod = shop["Service/web"], shop["Pod/web-1"]
port, health = service["spec.ports.0.nodePort"], service["spec.healthCheckNodePort"]

policy = choice("externalTrafficPolicy", ["Cluster", "Local"])
local = policy == "Local"
unseen = {} if local else {"style": "invis"}


with Diagram("Source IP", show=False, graph_attr={"ranksep": "0.5", "nodesep": "0.4"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster("Node node-3, 192.0.2.13"):
            rule_3 = Node(f"node port\n{port}", nodeid="node-port-3")
            check = Node(f"health check\n{health}: none", nodeid="health-check-3", **unseen)
            nowhere = cross("dropped", "dropped", **unseen)
        with Cluster(f"Node {pod['nodeName']}, 192.0.2.11"):
            rule_1 = Node(f"node port\n{port}", nodeid="node-port-1")
            seen = "198.51.100.7" if local else "192.0.2.13"
            web_1 = Pod(f"{pod}\nsees {seen}", nodeid=pod.id)

    client >> packets() >> balancer
    balancer >> packets(arrowhead="onormal", constraint="false") >> client
    if local:
        balancer >> packets() >> rule_1 >> packets("source\nkept") >> web_1
        web_1 >> packets(arrowhead="onormal", constraint="false") >> rule_1
        rule_1 >> packets(arrowhead="onormal", constraint="false") >> balancer
        balancer >> hidden() >> rule_3 >> dropped() >> nowhere
        balancer >> read("asks, fails") >> check
        rule_3 >> hidden() >> web_1
    else:
        balancer >> hidden() >> rule_1 >> hidden() >> web_1
        balancer >> packets() >> rule_3 >> packets("source\nreplaced") >> web_1
        web_1 >> packets(arrowhead="onormal", constraint="false") >> rule_3
        rule_3 >> packets(arrowhead="onormal", constraint="false") >> balancer
        rule_3 >> hidden() >> nowhere
        balancer >> hidden() >> check

    ask(
        f"With the policy {policy}, whose address does the app in {pod} see?",
        answer=seen,
        among=["198.51.100.7", "203.0.113.10", "192.0.2.13"],
        because="The node changes nothing but the destination."
        if local
        else "`node-3` has put its address in place of the client's, so that the answer comes back to it.",
    )
