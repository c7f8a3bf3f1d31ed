"""How a Pod gets its address: who asks whom on its node, step by step.

Solid edges are calls between programs; the dashed edge leads to what is drawn there in the end.
"""

from _shop import shop
from diagrams import Cluster, Diagram, Node
from diagrams.k8s.compute import Pod
from diagrams.k8s.controlplane import APIServer, Kubelet
from diagrams.onprem.container import Containerd
from live_diagrams import Step, ask

pod = shop["Pod/web-1"]

with Diagram("How a Pod gets its address", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.4"}):
    server = APIServer("API server", nodeid="api-server")
    with Cluster(f"Node {pod['nodeName']}"):
        kubelet = Kubelet("kubelet", nodeid="kubelet")
        runtime = Containerd("container\nruntime", nodeid="container-runtime")
        plugin = Node("CNI plugin", nodeid="cni-plugin")
        card = Pod(f"{pod}\n{pod.address}", nodeid=pod.id)

    learn = Step(f"The kubelet learns that {pod} is assigned to its node", label="watches")
    kubelet >> learn >> server
    sandbox = Step("It asks the container runtime for a sandbox: an empty network namespace", label="CRI")
    kubelet >> sandbox >> runtime
    call = Step(
        "The runtime starts the CNI plugin with the namespace",
        "CNI is the interface: a program that is started with the command `ADD` and answers with an address.",
        label="CNI",
    )
    runtime >> call >> plugin
    join = Step(
        "The plugin takes a free address of this node's range, and joins the Pod to the node's network",
        "Often by a pair of virtual interfaces, one end in the Pod and one on the node.",
        label="address,\ninterface",
    )
    plugin >> join >> card
    call.reply("The plugin answers with the address")
    sandbox.reply("The runtime passes it on")
    report = Step("The kubelet starts the containers and reports the address", "It is in `.status.podIP`.")
    kubelet >> report >> server
    ask(
        "Who chooses the address of a Pod?",
        answer=plugin,
        among=[server, kubelet, runtime, plugin],
        because="Kubernetes leaves that to the network that you install. The range that a node gets from the "
        "cluster's range is the plugin's affair, too.",
    )
