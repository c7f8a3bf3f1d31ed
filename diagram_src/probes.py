"""Two probes and their different consequences: the reader chooses which of them fails.

Solid edges are packets, dashed ones are consequences. Everything keeps its place.
"""

from _edges import cross, dropped, hidden, packets, read
from _shop import shop
from diagrams import Cluster, Diagram, Node
from diagrams.k8s.compute import Pod
from diagrams.k8s.controlplane import Kubelet
from diagrams.k8s.network import Endpoint
from live_diagrams import ask, choice

pod, listed = shop["Pod/web-1"], shop["EndpointSlice/web-x7k2p"]
path = shop["Deployment/web"]["spec.template.spec.containers.0.readinessProbe.httpGet.path"]
failing = choice("Fails", ["neither", "readiness", "liveness"])
not_ready = failing == "readiness"

with Diagram("Probes", show=False, direction="TB", graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    api = Pod(f"{shop['Pod/api-1']}\ncalls http://{shop['Service/web'].name}", nodeid="Pod/api-1")
    nowhere = cross("dropped", f"not to {pod.name}", **({} if not_ready else {"style": "invis"}))
    with Cluster(f"Node {pod['nodeName']}"):
        kubelet = Kubelet("kubelet", nodeid="kubelet")
        card = Pod(f"{pod}\n{pod.address}:{pod.port}", nodeid=pod.id)
    state = "not ready" if not_ready else "ready"
    entry = Endpoint(f"{listed.kind}\n{listed.name}\n{pod.name}: {state}", nodeid=listed.id)
    consequence = Node(
        "container killed\nand restarted",
        nodeid="restart",
        **({} if failing == "liveness" else {"style": "invis"}),
    )

    kubelet >> packets("probes") >> card
    card << read("lists") << entry
    kubelet >> (hidden() if failing == "neither" else read(failing)) >> (entry if not_ready else consequence)
    if not_ready:
        api >> dropped() >> nowhere
        api >> hidden() >> card
        kubelet >> hidden() >> consequence
    else:
        api >> hidden() >> nowhere
        api >> packets() >> card
        kubelet >> hidden() >> entry
    outcomes = ["nothing", "no new connections, no restart", "a restart of the container", "a new Pod"]
    ask(
        "Nothing fails: what do the probes change?"
        if failing == "neither"
        else f"The {failing} probe fails. What happens to {pod.name}?",
        answer=outcomes[{"neither": 0, "readiness": 1, "liveness": 2}[failing]],
        among=outcomes,
        because="Readiness decides who gets traffic, and liveness who is restarted. Neither replaces a Pod.",
    )
