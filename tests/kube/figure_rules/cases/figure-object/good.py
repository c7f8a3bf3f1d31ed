from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.onprem.client import User

with Diagram("Shop", show=False):
    service = Service("Service web", nodeid="Service/web")
    pod = Pod("app web", nodeid="Pod/web-1/web")
    user = User("User", nodeid="user")
