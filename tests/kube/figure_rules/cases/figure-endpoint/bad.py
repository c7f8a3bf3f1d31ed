from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service

with Diagram("Shop", show=False):
    service = Service("Service web", nodeid="Service/web")
    web_1 = Pod("Pod web-1", nodeid="Pod/web-1")
    web_2 = Pod("Pod web-2", nodeid="Pod/web-2")
    api = Pod("Pod api-1", nodeid="Pod/api-1")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    service >> [web_1, web_2]
    service >> api
    endpoints >> Edge(label="not ready", style="dashed") >> web_1
