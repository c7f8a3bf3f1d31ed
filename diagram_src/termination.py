"""Where TLS ends on the way through the OpenShift router: the reader chooses the termination.

Thick green edges are encrypted. The dashed edge is configuration.
"""

from _edges import on_two_lines, packets, read, tls
from _shop import at, balancer_at, shop, user
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams import ask, choice

routes = {route.termination: route for route in shop.list_all("Route")}
kind = choice("Termination", list(routes))
route = routes[kind]
target = shop["Pod/web-2"] if kind == "edge" else shop["Pod/web-tls-1"]
way = route.trace(target, proxy=shop["router"])
ends = {
    "edge": "TLS ends here",
    "passthrough": "reads the\nserver name",
    "reencrypt": "TLS ends here,\nTLS begins here",
}
outer, inner = way.sent_by(user).destination.port, way.sent_by("router").destination.port
hop = {
    "edge": packets(f"plain HTTP\n:{inner}"),
    "passthrough": tls(f"the same TLS\n:{inner}"),
    "reencrypt": tls(f"a second TLS\n:{inner}"),
}


with Diagram("Termination", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    client = User(at("Client", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")
    with Cluster("OpenShift cluster"):
        record = CRD(f"{on_two_lines(route)}\n{kind}", nodeid=route.id)
        router = HAProxy(f"OpenShift router\n{ends[kind]}", nodeid="router")
        pod = Pod(f"{target}\n{'speaks HTTP' if kind == 'edge' else 'TLS ends here'}", nodeid=target.id)

    client >> tls(f"TLS\n:{outer}") >> balancer >> tls(f"TLS\n:{outer}") >> router >> hop[kind] >> pod
    record << read("reads") << router

    readers = {"edge": [router, pod], "passthrough": [pod], "reencrypt": [router, pod]}
    ask(
        f"With {kind}, which of these can read the path of a request?",
        answer=readers[kind],
        among=[balancer, router, pod],
        because="Whoever ends TLS reads the request. The others see bytes, and the server's name at most.",
    )
