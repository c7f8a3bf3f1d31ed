"""How a Pod calls a Service, with a virtual IP or headless: the reader chooses.

Solid edges carry packets, there and back. Dashed edges are configuration. The card without an icon is
no program: it is a rule, which kube-proxy writes into the kernel of every node.
"""

from _edges import CONFIG, packets, read
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import Domain
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
web = shop["Service/web"]
pods = {pod.name: pod for pod in web.pods}

headless = choice("Service", ["web", "web-headless"]) == "web-headless"


with (
    Diagram("Service", show=False, graph_attr={"ranksep": "0.2", "nodesep": "0.3"}),
    Cluster("Kubernetes cluster"),
):
    with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
        if headless:
            service = Service("Service\nweb-headless\napp: web", nodeid="Service/web-headless")
            endpoints = Endpoint("EndpointSlice\nof web-headless", nodeid="EndpointSlice/web-headless")
        else:
            service = Service("Service web\napp: web", nodeid="Service/web")
            endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    with Cluster("Node node-1"):
        web_3 = Pod(f"Pod web-3\n{pods['web-3'].address}", nodeid="Pod/web-3")
        web_1 = Pod(f"Pod web-1\n{pods['web-1'].address}\n:{pods['web-1'].port}", nodeid="Pod/web-1")
    with Cluster("Node node-2"):
        web_2 = Pod(f"Pod web-2\n{pods['web-2'].address}\n:{pods['web-2'].port}", nodeid="Pod/web-2")
    called = "web-headless:8080" if headless else "http://web"
    with Cluster("Node node-2 again"):
        api = Pod(f"Pod api-1\ncalls\n{called}", nodeid="Pod/api-1")
    answer = "\n".join(pod.address for pod in web.pods if pod.is_ready) if headless else web.address
    dns = Domain(f"cluster DNS\nanswers\n{answer}", nodeid="cluster-dns")

    dns << packets(constraint="false") << api
    if headless:
        api >> packets() >> web_2
        api - Edge(style="invis", minlen="1") - web_1
    else:
        rule = Node(f"virtual IP\n{web.address}:{web.port}\npicks one\nat random", nodeid="virtual-ip")
        api >> packets() >> rule >> packets() >> web_1
        rule >> packets() >> web_2
    web_3 << read("not ready") << endpoints
    web_1 << read("ready") << endpoints
    web_2 << read("ready") << endpoints
    endpoints << read() << service
