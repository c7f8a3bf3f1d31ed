"""A request goes from hop to hop, and its answer comes back."""

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
    # Expected: figure-value: step 1 states the address `10.244.1.21`; `user` and `controller` have `10.244.1.20`, `198.51.100.7`
    # Expected: figure-walkthrough: step 1 goes from `user` to `controller`, and no step comes back
    user >> Step("The user asks the controller at 10.244.1.21") >> controller
    # Expected: figure-walkthrough: step 2 begins at `Pod/api-1` and `Pod/web-1`, and the one before ended at `controller` or `user`
    api >> Step("Pod api-1 asks Pod web-1") >> pod
    pod >> Step("It answers") >> api

with Diagram("Passes", show=False, filename="passes"):
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    user >> Step("The user asks the controller at 10.244.1.20") >> controller
    controller >> Step("It reads the rules", style="dashed") >> ingress
    controller >> Step("It asks Pod web-1") >> pod
    controller << Step("The Pod answers") << pod
    user << Step("The controller answers") << controller
