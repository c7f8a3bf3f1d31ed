from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step

with Diagram("Shop", show=False):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    user >> Step("The user asks the controller") >> controller
    controller >> Step("It asks Pod web-1") >> pod
    controller << Step("The Pod answers") << pod
    user << Step("The controller answers") << controller
