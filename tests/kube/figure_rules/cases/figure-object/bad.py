from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User

with Diagram("Shop", show=False):
    service = Service("Service shop", nodeid="Service/shop")
    pod = Pod("Pod web-1", nodeid="Pod/web-1/sidecar")
    user = User("User", nodeid="customer")
