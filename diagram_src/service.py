"""One Service in three layers, and the list of the Pods behind it.

Solid edges carry packets, there and back. Dashed edges are configuration. The two cards without an
icon are no programs: they are rules, which kube-proxy writes into the kernel of every node.
"""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service
from diagrams.onprem.client import User
from kube_checks.folder import Folder

shop = Folder("docs/manifests")
web, slice_ = shop["Service/web"], shop["EndpointSlice/web-x7k2p"]
pods = {pod.name: pod for pod in web.pods}

right = {"labeljust": "r"}  # keeps titles clear of the edges that come in from above
config = {"style": "rounded,dashed", "labelloc": "b"}

with Diagram("Service", show=False, direction="TB", graph_attr={"ranksep": "0.25"}):
    client = User("Client\n198.51.100.7", nodeid="user")

    with Cluster("LoadBalancer: an address outside"):
        balancer = LoadBalancer("Load balancer\n203.0.113.10:80", nodeid="load-balancer")
        with Cluster("Kubernetes cluster", graph_attr=right):
            with Cluster("NodePort: a port on every node", graph_attr=right):
                node_port = Node(
                    f"node port {web['spec.ports.0.nodePort']}\na rule in every\nnode's kernel",
                    nodeid="node-port",
                )
                with Cluster("ClusterIP: an address inside"):
                    virtual_ip = Node(
                        f"virtual IP {web.address}:{web.port}\na rule in every\nnode's kernel",
                        nodeid="virtual-ip",
                    )
            with Cluster("Node node-1"):
                web_3 = Pod(f"Pod web-3\n{pods['web-3'].address}\nnot ready", nodeid="Pod/web-3")
                web_1 = Pod(f"Pod web-1\n{pods['web-1'].address}\n:{slice_.port}", nodeid="Pod/web-1")
            with Cluster("Node node-2", graph_attr=right):
                web_2 = Pod(f"Pod web-2\n{pods['web-2'].address}\n:{slice_.port}", nodeid="Pod/web-2")
                api = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")
            with Cluster("Configuration: read, never crossed", graph_attr=config):
                service = Service("Service web", nodeid="Service/web")
                endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")

    client >> Edge(constraint="false") << balancer >> Edge(weight="10") << node_port
    node_port >> Edge(constraint="false") << virtual_ip
    balancer - Edge(style="invis", weight="0") - virtual_ip  # puts the two rules side by side
    virtual_ip >> Edge(label="one of these,\nat random") << web_1
    virtual_ip >> Edge() << web_2
    virtual_ip - Edge(style="invis", weight="0") - api  # keeps the caller below, beside the other Pods
    api >> Edge(label="calls http://web", constraint="false") << virtual_ip

    service >> Edge(style="dashed", constraint="false") >> endpoints
    web_3 << Edge(label="not ready", style="dashed") << endpoints
    web_1 << Edge(label="ready", style="dashed") << endpoints
    web_2 << Edge(label="ready", style="dashed") << endpoints
