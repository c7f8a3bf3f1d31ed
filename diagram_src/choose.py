"""Which way in fits: the reader says who calls, and on which platform, and sees the object to write.

Solid edges carry packets, from whoever opens the connection. The dashed edge leads to what you write.
"""

from _edges import CONFIG, on_two_lines, packets, read, tls
from _shop import shop
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.controlplane import APIServer, Kubelet
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy, Traefik
from live_diagrams import choice

web, pod = shop["Service/web"], shop["Pod/web-1"]

INSIDE, HTTP, TCP, ME = "Pods inside", "browsers outside", "other clients outside", "only me, for a test"
who = choice("Who calls", [HTTP, TCP, INSIDE, ME])
platform = choice("Platform", ["Kubernetes", "OpenShift"])


with Diagram("Choose", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    if who != INSIDE:
        caller = User("You" if who == ME else "Client", nodeid="user")
    if who in (HTTP, TCP):
        balancer = LoadBalancer("Load balancer", nodeid="load-balancer")

    with Cluster(f"{platform} cluster"):
        target = Pod(str(pod), nodeid=pod.id)
        if who == INSIDE:
            caller = Pod(str(shop["Pod/api-1"]), nodeid="Pod/api-1")
            way = Node("virtual IP\nkernel rule", nodeid="virtual-ip")
        elif who == TCP:
            way = Node("node port\nkernel rule", nodeid="node-port")
        elif who == ME:
            server = APIServer("API server", nodeid="api-server")
            way = Kubelet("kubelet of\nthe Pod's node", nodeid="kubelet")
        elif platform == "OpenShift":
            way = HAProxy("OpenShift router", nodeid="router")
        else:
            way = Traefik("Gateway's or\ningress controller", nodeid="ingress-controller")
        if who != ME:
            with Cluster("You write", graph_attr=CONFIG):
                if who == HTTP and platform == "Kubernetes":
                    route = shop["HTTPRoute/shop"]
                    rules = CRD(f"{on_two_lines(route)}\nor an Ingress", nodeid=route.id)
                elif who == HTTP:
                    route = shop["Route/shop"]
                    rules = CRD(str(route), nodeid=route.id)
                kind = "LoadBalancer" if who == TCP else "ClusterIP"
                service = Service(f"{web}\ntype {kind}", nodeid=web.id)

    if who == INSIDE:
        caller >> packets(f"http://{web.name}") >> way >> packets() >> target
    elif who == TCP:
        caller >> packets() >> balancer >> packets() >> way >> packets() >> target
    elif who == HTTP:
        caller >> tls() >> balancer >> tls() >> way >> packets("HTTP") >> target
    else:
        caller >> tls("kubectl\nport-forward") >> server >> tls() >> way >> packets() >> target
    if who == HTTP:
        service << read() << rules << read("reads") << way
    elif who != ME:
        service << read("made from") << way
