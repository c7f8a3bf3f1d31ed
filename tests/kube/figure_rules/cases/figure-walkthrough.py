"""A request goes from hop to hop."""

from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step

with Diagram("Fails", show=False, filename="fails"):
    rule = User("virtual IP", nodeid="virtual-ip")
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    api = Pod("Pod api-1", nodeid="Pod/api-1")
    user >> Step("The user asks the controller") >> controller
    # Expected: figure-walkthrough: step 2 is between `Pod/api-1` and `Pod/web-1`, and the one before ended at `controller` or `user`
    api >> Step("Pod api-1 asks Pod web-1") >> pod
    pod >> Step("It answers") >> api
    wrong = {"Source": "10.244.1.7:8080", "Destination": "10.244.2.9"}
    # Expected: figure-walkthrough: step 4 goes from `Pod/api-1` to `virtual-ip`, and its packet from 10.244.1.7 to 10.244.2.9
    api >> Step("Pod api-1 calls the Service", state=wrong) >> rule

with Diagram("Passes", show=False, filename="passes"):
    api, rule = Pod("Pod api-1", nodeid="Pod/api-1"), User("virtual IP", nodeid="virtual-ip")
    user = User("User", nodeid="user")
    controller = Traefik("Controller", nodeid="controller")
    pod = Pod("Pod web-1", nodeid="Pod/web-1")
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    user >> Step("The user asks the controller") >> controller
    controller >> Step("It reads the rules", style="dashed") >> ingress
    controller >> Step("It asks Pod web-1") >> pod
    controller << Step("The Pod answers") << pod
    user << Step("The controller answers") << controller
    right = {"Source": "10.244.2.9", "Destination": "10.96.0.20:80"}
    user >> Step("Somebody else") >> api
    api >> Step("Pod api-1 calls the Service", state=right) >> rule
