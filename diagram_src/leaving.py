"""How a Pod leaves without losing a request: two things happen at once, and one of them has to wait."""

from _shop import shop
from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.controlplane import APIServer, Kubelet
from diagrams.k8s.network import Endpoint
from diagrams.onprem.network import Traefik
from live_diagrams import Step, ask

pod, listed = shop["Pod/web-2"], shop["EndpointSlice/web-x7k2p"]

with Diagram("Leaving", show=False, graph_attr={"ranksep": "0.5", "nodesep": "0.4"}):
    server = APIServer("API server", nodeid="api-server")
    slice_ = Endpoint(f"{listed.kind}\n{listed.name}", nodeid=listed.id)
    controller = Traefik("Ingress controller", nodeid="ingress-controller")
    with Cluster(f"Node {pod['nodeName']}"):
        kubelet = Kubelet("kubelet", nodeid="kubelet")
        card = Pod(str(pod), nodeid=pod.id)

    mark = Step(f"Somebody deletes {pod}: the API server notes a deadline, and the kubelet learns of it")
    kubelet >> mark >> server
    listing = Step(
        "The control plane sets the endpoint to not ready", "It is `terminating` now.", style="dashed"
    )
    server >> listing >> slice_
    stop = Step(
        "At the same time, the kubelet begins to stop the containers",
        "First it runs the `preStop` hook, if there is one. Then each container gets the signal TERM.",
    )
    kubelet >> stop >> card
    late = Step(
        f"The controller has not heard of it yet, and still sends requests to {pod}",
        "If the app stopped at once, these would fail. A `preStop` of a few seconds bridges the gap.",
    )
    controller >> late >> card
    heard = Step("It reads the change and chooses other Pods from now on", style="dashed")
    controller >> heard >> slice_
    end = stop.then(
        "The app finishes what it has begun, and exits",
        "Whatever still runs at the deadline is killed.",
    )
    ask(
        "Why do requests fail when an app exits as soon as it gets TERM?",
        answer="somebody still sends to it",
        among=["the Service is down", "somebody still sends to it", "its IP was given away", "DNS is cached"],
        because="The list and everybody who reads it need a moment to follow.",
    )
