"""Where TLS ends on the way through the OpenShift router: the reader chooses the termination.

Solid edges carry packets, there and back. The dashed edge is configuration.
"""

from _edges import packets, read
from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
routes = {
    shop[f"Route/{name}"]["spec.tls.termination"]: name
    for name in ("shop", "shop-passthrough", "shop-reencrypt")
}
kind = choice("Termination", list(routes))
name = routes[kind]
ends = {
    "edge": "TLS ends here",
    "passthrough": "reads the\nserver name",
    "reencrypt": "TLS ends here,\nTLS begins here",
}
web = shop["Pod/web-2"]
tls_port = shop["Deployment/web-tls"]["spec.template.spec.containers.0.ports.0.containerPort"]
hop = {
    "edge": f"HTTP\n:{web.port}",
    "passthrough": f"the same TLS\n:{tls_port}",
    "reencrypt": f"a second TLS\n:{tls_port}",
}


with Diagram("Termination", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    with Cluster("OpenShift cluster"):
        route = CRD(f"{shop[f'Route/{name}']}\n{kind}", nodeid=f"Route/{name}")
        router = HAProxy(f"OpenShift router\n{ends[kind]}", nodeid="router")
        if kind == "edge":
            pod = Pod(f"{web}\nspeaks HTTP", nodeid=web.id)
        else:
            pod = Pod("Pod web-tls-1\nTLS ends here", nodeid="Pod/web-tls-1")

    client >> packets("TLS\n:443") >> router >> packets(hop[kind]) >> pod
    router >> read(constraint="false") >> route
