"""What each type of Service adds: the reader chooses the type, and the layers of the others go.

Solid edges carry packets, there and back. The cards without an icon are no programs: they are rules,
which kube-proxy writes into the kernel of every node.
"""

from contextlib import ExitStack

from _edges import packets
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
web = shop["Service/web"]
pods = {pod.name: pod for pod in web.pods}

TYPES = ["ClusterIP", "NodePort", "LoadBalancer"]
layers = TYPES.index(choice("Service type", TYPES, default="LoadBalancer"))


with (
    Diagram("Service types", show=False, graph_attr={"ranksep": "0.2", "nodesep": "0.3"}),
    ExitStack() as outer,
):
    client = User("Client\n198.51.100.7", nodeid="user")
    if layers == 2:
        outer.enter_context(Cluster("LoadBalancer: an address outside"))
        balancer = LoadBalancer("Load balancer\n203.0.113.10:80", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with ExitStack() as inner:
            if layers >= 1:
                inner.enter_context(Cluster("NodePort: a port on every node"))
                node_port = Node(
                    f"node port\n{web['spec.ports.0.nodePort']}\nkernel rule", nodeid="node-port"
                )
            with Cluster("ClusterIP: an address inside"):
                virtual_ip = Node(f"virtual IP\n{web.address}:{web.port}\nkernel rule", nodeid="virtual-ip")
        with Cluster(f"Node {pods['web-1']['nodeName']}"):
            web_1 = Pod(f"{pods['web-1']}\n{pods['web-1'].address}:{pods['web-1'].port}", nodeid="Pod/web-1")
        with Cluster(f"Node {pods['web-2']['nodeName']}"):
            web_2 = Pod(f"{pods['web-2']}\n{pods['web-2'].address}:{pods['web-2'].port}", nodeid="Pod/web-2")
            api = Pod(f"Pod api-1\ncalls http://{web.name}", nodeid="Pod/api-1")

    virtual_ip >> packets() >> web_1
    virtual_ip >> packets() >> web_2
    virtual_ip >> packets() >> api
    if layers == 0:
        client >> Edge(style="invis") >> virtual_ip
    if layers == 1:
        client >> packets() >> node_port
    if layers == 2:
        client >> packets() >> balancer >> packets() >> node_port
    if layers >= 1:
        node_port >> packets() >> virtual_ip
