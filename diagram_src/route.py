"""The OpenShift router, which stands on the path, and the Route that it watches, which does not.

Solid edges carry packets, there and back. Dashed edges are configuration. The weights 90 and 10
belong to Services: the two Pods of Service web share the 90.
"""

from _edges import CONFIG, on_two_lines, read
from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.network import Domain
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
rule, web, next_web = shop["Route/shop"], shop["Service/web"], shop["Service/web-canary"]
pods = {pod.name: pod for pod in web.pods if pod.is_ready}
each, canary = f"{rule.share(web.name) / len(pods):g} %", f"{rule.share(next_web.name):g} %"


with Diagram("Route", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    client = User("Client\n198.51.100.7", nodeid="user")

    with Cluster("OpenShift cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
            service_canary = Service(on_two_lines(next_web), nodeid=next_web.id)
            service_web = Service(str(web), nodeid=web.id)
            route = CRD(f"{rule}\n{rule['spec.tls.termination']}", nodeid=rule.id)
        with Cluster(f"Node {pods['web-2']['nodeName']}"):
            canary_1 = Pod("Pod web-canary-1\n10.244.2.14:8080", nodeid="Pod/web-canary-1")
            web_2 = Pod(f"{pods['web-2']}\n{pods['web-2'].address}:{pods['web-2'].port}", nodeid="Pod/web-2")
        with Cluster(f"Node {pods['web-1']['nodeName']}"):
            web_1 = Pod(f"{pods['web-1']}\n{pods['web-1'].address}:{pods['web-1'].port}", nodeid="Pod/web-1")
        router = HAProxy("OpenShift router\nHAProxy Pods\nTLS ends here", nodeid="router")

    client >> Edge(constraint="false") << dns
    client >> Edge(label="TLS :443") << router
    router >> Edge(label=f"HTTP, {each}") << web_1
    router >> Edge(label=f"HTTP, {each}") << web_2
    router >> Edge(label=f"HTTP, {canary}") << canary_1

    router >> read(constraint="false") >> route
    route >> read(f"weight {rule.weight(web.name)}") >> service_web
    route >> read(f"weight {rule.weight(next_web.name)}") >> service_canary
