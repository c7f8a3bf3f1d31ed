"""How a Pod calls a Service, with a virtual IP or headless: the reader chooses.

Solid edges carry packets, there and back. Dashed edges are configuration. The card without an icon is
no program: it is a rule, which kube-proxy writes into the kernel of every node.
"""

from _edges import CONFIG, listed, on_two_lines, packets, read
from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import Domain
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
web, bare, slice_ = shop["Service/web"], shop["Service/web-headless"], shop["EndpointSlice/web-x7k2p"]
pods = {pod.name: pod for pod in web.pods}

headless = choice("Service", [web.name, bare.name]) == bare.name


with (
    Diagram("Service", show=False, graph_attr={"ranksep": "0.2", "nodesep": "0.3"}),
    Cluster("Kubernetes cluster"),
):
    with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
        if headless:
            service = Service(f"{on_two_lines(bare)}\napp: {bare['spec.selector.app']}", nodeid=bare.id)
            endpoints = Endpoint(f"EndpointSlice\nof {bare.name}", nodeid="EndpointSlice/web-headless")
        else:
            service = Service(f"{web}\napp: {web['spec.selector.app']}", nodeid=web.id)
            endpoints = Endpoint(on_two_lines(slice_), nodeid=slice_.id)
    with Cluster(f"Node {pods['web-1']['nodeName']}"):
        web_3 = Pod(f"{pods['web-3']}\n{pods['web-3'].address}", nodeid="Pod/web-3")
        web_1 = Pod(f"{pods['web-1']}\n{pods['web-1'].address}\n:{pods['web-1'].port}", nodeid="Pod/web-1")
    with Cluster(f"Node {pods['web-2']['nodeName']}"):
        web_2 = Pod(f"{pods['web-2']}\n{pods['web-2'].address}\n:{pods['web-2'].port}", nodeid="Pod/web-2")
    called = f"{bare.name}:{slice_.port}" if headless else f"http://{web.name}"
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
    web_3 << listed(pods["web-3"]) << endpoints
    web_1 << listed(pods["web-1"]) << endpoints
    web_2 << listed(pods["web-2"]) << endpoints
    endpoints << read() << service
