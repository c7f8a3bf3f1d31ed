from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Shop", show=False):
    service = Service("Service web", nodeid="Service/web")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    service >> Edge(label="by EndpointSlice web-x7k2p", style="dashed") >> pod
