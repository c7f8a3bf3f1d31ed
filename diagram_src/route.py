"""The OpenShift router, which is on the path, and the Route that it watches, which is not.

Solid edges carry packets, from whoever opens the connection. Dashed edges are configuration. The weights
belong to Services: the two Pods of Service web share theirs.
"""

from _edges import CONFIG, on_two_lines, packets, read, tls
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams import ask
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
rule, web, next_web = shop["Route/shop"], shop["Service/web"], shop["Service/web-canary"]
pods = {pod.name: pod for pod in web.pods if pod.is_ready}
each, canary = f"{rule.share(web.name) / len(pods):g} %", f"{rule.share(next_web.name):g} %"


def label(name: str) -> str:
    return f"{pods[name]}\n{pods[name].address}:{pods[name].port}"


with Diagram("Route", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")
    with Cluster("Control plane: watched by the router", graph_attr=CONFIG):
        service_web = Service(f"{on_two_lines(web)}\nweight {rule.weight(web.name)}", nodeid=web.id)
        service_canary = Service(
            f"{on_two_lines(next_web)}\nweight {rule.weight(next_web.name)}", nodeid=next_web.id
        )
        route = CRD(f"{rule}\n{rule['spec.tls.termination']}", nodeid=rule.id)
    with Cluster("Node node-3"):
        router = HAProxy("OpenShift router\nHAProxy\nTLS ends here", nodeid="router")
    with Cluster(f"Node {pods['web-1']['nodeName']}"):
        web_1 = Pod(label("web-1"), nodeid="Pod/web-1")
    with Cluster(f"Node {pods['web-2']['nodeName']}"):
        web_2 = Pod(label("web-2"), nodeid="Pod/web-2")
        canary_1 = Pod("Pod web-canary-1\n10.244.2.14:8080", nodeid="Pod/web-canary-1")

    dns << packets() << client
    client >> tls("TLS\n:443") >> balancer >> tls("TLS\n:443") >> router
    router >> packets(f"HTTP\n{each}") >> web_1
    router >> packets(f"HTTP\n{each}") >> web_2
    router >> packets(f"HTTP\n{canary}", minlen="2") >> canary_1

    route << read("reads") << router
    service_web << read() << route
    service_canary << read() << route

    ask(
        f"{web} has the weight {rule.weight(web.name)}. How many of 100 requests does web-1 get?",
        answer=each,
        among=[f"{rule.share(web.name):g} %", each, canary],
        because="A weight belongs to a Service, and the ready Pods of that Service share it.",
    )
