from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step

with Diagram("Shop", show=False):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    api = Pod("Pod api-1", nodeid="Pod/api-1")
    user >> Step("The user asks the controller") >> controller
    api >> Step("Pod api-1 asks Pod web-1") >> pod
    pod >> Step("It answers") >> api
