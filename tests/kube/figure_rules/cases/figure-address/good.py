from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service

with Diagram("Shop", show=False):
    service = Service("Service web\n10.96.0.20", nodeid="Service/web")
    pod = Pod("Pod web-1\n10.244.1.7", nodeid="Pod/web-1")
