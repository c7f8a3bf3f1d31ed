"""What each type of Service adds: the reader chooses the type, and the ways in of the others go.

Callers are at the top, Pods at the bottom. Between them are rules of the kernel, which kube-proxy writes
on every node; each leads straight to a Pod. What a type lacks keeps its place, unseen.
"""

from _edges import cross, dropped, hidden, packets
from _shop import at, balancer_at, shop, user
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from live_diagrams import ask, choice

web = shop["Service/web"]
pods, caller = web.endpoints(), shop["Pod/api-1"]
node_port = web["spec.ports.0.nodePort"]

TYPES = ["ClusterIP", "NodePort", "LoadBalancer"]
layers = TYPES.index(choice("Service type", TYPES, default="LoadBalancer"))


def shown(is_shown: bool) -> dict[str, str]:
    return {} if is_shown else {"style": "invis"}


with Diagram("Service types", show=False, direction="TB", graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    client = User(at("Client", user), nodeid="user")
    if layers:
        balancer = LoadBalancer(
            f"{at('Load balancer', balancer_at)}:{web.port}", nodeid="load-balancer", **shown(layers == 2)
        )
    else:  # as tall, and out of the way of the line to the cross
        balancer = Node("", nodeid="load-balancer", width="0.1", height="1.2", style="invis")
    nowhere = cross("dropped", "no way in", **shown(layers == 0))

    with Cluster("Kubernetes cluster"):
        api = Pod(f"{caller}\ncalls http://{web.name}", nodeid=caller.id)
        with Cluster("Kernel rules", graph_attr={"labeljust": "c"}):
            port_rule = Node(f"node port\n{node_port}", nodeid="node-port", **shown(layers >= 1))
            ip_rule = Node(f"virtual IP\n{web.address}:{web.port}", nodeid="virtual-ip")
        cards = [Pod(f"{pod}\n{pod.address}\non {pod.node.name}", nodeid=pod.id) for pod in pods]

    client >> (packets() if layers == 2 else hidden()) >> balancer
    balancer >> (packets() if layers == 2 else hidden()) >> port_rule
    if layers == 0:
        client >> dropped(minlen="2") >> nowhere
    else:
        balancer >> hidden() >> nowhere
    if layers == 1:
        client >> packets("to any node", constraint="false") >> port_rule
    api >> packets(minlen="2") >> ip_rule
    for card in cards:
        port_rule >> (packets() if layers else hidden()) >> card
        ip_rule >> packets() >> card

    ask(
        f"The type of Service {web.name} becomes LoadBalancer. What does {caller.name} have to change?",
        answer="nothing",
        among=["nothing", "the address", "the port", "the name"],
        because=f"The name `{web.name}` and the virtual IP stay. A type only adds ways in from outside.",
    )
