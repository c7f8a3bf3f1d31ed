from diagrams import Diagram, Edge, Node
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service

with Diagram("Shop", show=False):
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    web = Service("Service web", nodeid="Service/web")
    api = Service("Service api", nodeid="Service/api")
    ingress >> Edge(style="dashed") >> web
    ingress >> Edge(style="dashed") >> api
    node_port = Node("node port", nodeid="node-port")
    virtual_ip = Node("virtual IP", nodeid="virtual-ip")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    unready = Pod("Pod web-2", nodeid="Pod/web-2")
    node_port >> virtual_ip >> pod
