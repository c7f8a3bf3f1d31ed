"""The three layers of one Service, and the list of Pods behind it.

Solid edges carry packets, there and back. Dashed edges are configuration. The two cards without an
icon are no programs: they are rules, which kube-proxy writes into the kernel of every node.
"""

from diagrams import Cluster, Diagram, Edge, Node
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service
from diagrams.onprem.client import User

with Diagram("Service", show=False, direction="TB", graph_attr={"ranksep": "0.35"}):
    client = User("Client\n198.51.100.7", nodeid="user")

    with Cluster("LoadBalancer: an address outside"):
        balancer = LoadBalancer("Load balancer\n203.0.113.10:80", nodeid="load-balancer", group="way")
        with Cluster("Kubernetes cluster", graph_attr={"labeljust": "r"}):
            with Cluster("NodePort: a port on every node", graph_attr={"labeljust": "r"}):
                node_port = Node("node port 30080\na rule in every\nnode's kernel", nodeid="node-port", group="way")
                with Cluster("ClusterIP: an address inside"):
                    virtual_ip = Node("virtual IP 10.96.0.20:80\na rule in every\nnode's kernel", nodeid="cluster-ip")
            with Cluster("Node node-1"):
                web3 = Pod("Pod web-3\n10.244.1.9\nnot ready", nodeid="Pod/web-3")
                web1 = Pod("Pod web-1\n10.244.1.7\n:8080", nodeid="Pod/web-1")
            with Cluster("Node node-2", graph_attr={"labeljust": "r"}):
                web2 = Pod("Pod web-2\n10.244.2.5\n:8080", nodeid="Pod/web-2")
                api = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")
            with Cluster("Configuration: read, never crossed", graph_attr={"style": "rounded,dashed", "labelloc": "b"}):
                service = Service("Service web", nodeid="Service/web")
                endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")

    client >> Edge(constraint="false") << balancer
    balancer >> Edge(weight="10") << node_port
    node_port >> Edge(constraint="false") << virtual_ip
    balancer - Edge(style="invis", weight="0") - virtual_ip
    virtual_ip >> Edge(weight="20") << web1
    virtual_ip >> Edge(weight="20") << web2
    virtual_ip << Edge(label="calls http://web", weight="0") >> api

    web3 << Edge(label="not ready", style="dashed", weight="0") << endpoints
    web1 << Edge(label="ready", style="dashed", weight="0") << endpoints
    web2 << Edge(label="ready", style="dashed", weight="0") << endpoints
    service >> Edge(style="dashed", constraint="false") >> endpoints
