"""A request goes from hop to hop."""

from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step

with Diagram("Fails", show=False, filename="fails"):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    api = Pod("Pod api-1", nodeid="Pod/api-1")
    user >> Step("The user asks the controller") >> controller
    # Expected: figure-walkthrough: step 2 is between `Pod/api-1` and `Pod/web-1`, and the one before ended at `controller` or `user`
    api >> Step("Pod api-1 asks Pod web-1") >> pod
    pod >> Step("It answers") >> api

with Diagram("Passes", show=False, filename="passes"):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    user >> Step("The user asks the controller") >> controller
    controller >> Step("It reads the rules", style="dashed") >> ingress
    controller >> Step("It asks Pod web-1") >> pod
    controller << Step("The Pod answers") << pod
    user << Step("The controller answers") << controller
