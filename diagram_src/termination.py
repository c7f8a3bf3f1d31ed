"""Where TLS ends on the way through the OpenShift router: the reader chooses the termination.

Thick green edges are encrypted. The dashed edge is configuration.
"""

from _edges import on_two_lines, packets, read, tls
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams import ask, choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
routes = {
    shop[f"Route/{name}"]["spec.tls.termination"]: name
    for name in ("shop", "shop-passthrough", "shop-reencrypt")
}
kind = choice("Termination", list(routes))
route = shop[f"Route/{routes[kind]}"]
ends = {
    "edge": "TLS ends here",
    "passthrough": "reads the\nserver name",
    "reencrypt": "TLS ends here,\nTLS begins here",
}
web = shop["Pod/web-2"]
tls_port = shop["Deployment/web-tls"]["spec.template.spec.containers.0.ports.0.containerPort"]
hop = {
    "edge": packets(f"plain HTTP\n:{web.port}"),
    "passthrough": tls(f"the same TLS\n:{tls_port}"),
    "reencrypt": tls(f"a second TLS\n:{tls_port}"),
}


with Diagram("Termination", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")
    with Cluster("OpenShift cluster"):
        record = CRD(f"{on_two_lines(route)}\n{kind}", nodeid=route.id)
        router = HAProxy(f"OpenShift router\n{ends[kind]}", nodeid="router")
        if kind == "edge":
            pod = Pod(f"{web}\nspeaks HTTP", nodeid=web.id)
        else:
            pod = Pod("Pod web-tls-1\nTLS ends here", nodeid="Pod/web-tls-1")

    client >> tls("TLS\n:443") >> balancer >> tls("TLS\n:443") >> router >> hop[kind] >> pod
    record << read("reads") << router

    readers = {"edge": [router, pod], "passthrough": [pod], "reencrypt": [router, pod]}
    ask(
        f"With {kind}, which of these can read the path of a request?",
        answer=readers[kind],
        among=[balancer, router, pod],
        because="Whoever ends TLS reads the request. The others see bytes, and the server's name at most.",
    )
