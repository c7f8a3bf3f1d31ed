"""Where a connection from outside goes inside a cluster, and whose address the Pod sees.

The reader chooses the `externalTrafficPolicy` of the Service. A filled head is where a connection goes, a
hollow one is its answer. Everything keeps its place; the choice decides which ways are open.
"""

from _edges import cross, dropped, hidden, packets, read
from _shop import at, balancer_at, shop, user
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from live_diagrams import ask, choice

pod, near, far = shop["Pod/web-1"], shop["Node/node-1"], shop["Node/node-3"]

policy = choice("externalTrafficPolicy", ["Cluster", "Local"])
local = policy == "Local"
service = shop["Service/web"].variant("service-local.yaml" if local else "service-loadbalancer.yaml")
port, health = service["spec.ports.0.nodePort"], shop["Service/web"]["spec.healthCheckNodePort"]
way = service.trace(pod, over=near if local else far)
seen = shop.find_owner(way.seen_address)
unseen = {} if local else {"style": "invis"}


with Diagram("Source IP", show=False, direction="TB", graph_attr={"ranksep": "0.45", "nodesep": "0.25"}):
    client = User(at("Client", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster(f"{far}, {far.address}"):
            rule_3 = Node(f"node port\n{port}", nodeid="node-port-3")
            check = Node(f"health\ncheck\n{health}: no", nodeid="health-check-3", **unseen)
            nowhere = cross("dropped", "dropped", **unseen)
        with Cluster(f"{near}, {near.address}"):
            rule_1 = Node(f"node port\n{port}", nodeid="node-port-1")
            web_1 = Pod(f"{pod}\nsees {way.seen_address}", nodeid=pod.id)

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
        rule_3 >> packets(arrowhead="onormal", constraint="false", tailport="ne") >> balancer
        rule_3 >> hidden() >> nowhere
        balancer >> hidden() >> check

    ask(
        f"With the policy {policy}, whose address does the app in {pod} see?",
        answer=seen.address,
        among=[user.address, balancer_at.address, far.address],
        because="The node changes nothing but the destination."
        if local
        else f"`{seen.name}` puts its address in place of the client's, so that the answer comes back to it.",
    )
