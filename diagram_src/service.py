"""How a Pod calls a Service, with a virtual IP or headless: the reader chooses.

The rule that rewrites the virtual IP is in the kernel of the caller's own node. kube-proxy has written it
from the EndpointSlice, which the EndpointSlice controller keeps current. What a headless Service lacks
keeps its place, unseen.
"""

from typing import Any

from _edges import CONFIG, hidden, on_two_lines, packets, read
from _shop import shop
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import Domain
from diagrams.k8s.compute import Pod
from diagrams.k8s.controlplane import ControllerManager, KubeProxy
from diagrams.k8s.network import Endpoint, Service
from live_diagrams import ask, choice

web, bare, slice_ = shop["Service/web"], shop["Service/web-headless"], shop["EndpointSlice/web-x7k2p"]
pods = {pod.name: pod for pod in web.pods}

selected = shop["Deployment/web"]["spec.template.metadata.labels.app"]

headless = choice("Service", [web.name, bare.name]) == bare.name
unseen = {"style": "invis"} if headless else {}
service = bare if headless else web
caller = shop["Pod/api-1"]
answer = "\n".join(shop.resolve(service.name)) + ("" if headless else "\n")
port = f":{slice_.port}"
called = f"{bare.name}{port}" if headless else f"http://{web.name}"


def label(pod: Any) -> str:
    state = f"{pod.address}:{pod.port}" if pod.is_ready else "not ready"
    return f"{pod}\napp: {selected}\n{state}"


with Diagram("Service", show=False, graph_attr={"ranksep": "0.25", "nodesep": "0.3"}):
    dns = Domain(f"cluster DNS\nanswers\n{answer}", nodeid="cluster-dns")
    with Cluster("Control plane", graph_attr=CONFIG):
        writer = ControllerManager("EndpointSlice\ncontroller", nodeid="endpointslice-controller")
        record = Service(f"{on_two_lines(service)}\napp: {service['spec.selector.app']}", nodeid=service.id)
        endpoints = Endpoint(
            f"EndpointSlice\nof {bare.name}" if headless else on_two_lines(slice_),
            nodeid="EndpointSlice/web-headless" if headless else slice_.id,
        )
    with Cluster(str(caller.node)):
        proxy = KubeProxy("kube-proxy", nodeid="kube-proxy")
        api = Pod("\n".join([str(caller), "calls", *called.partition(port)[:2]]).rstrip(), nodeid=caller.id)
        rule = Node(
            f"no rule for\n{bare.name}" if headless else f"kernel rule\n{web.address}:{web.port}\npicks one",
            nodeid="virtual-ip",
        )
        web_2 = Pod(label(pods["web-2"]), nodeid="Pod/web-2")
    with Cluster(str(pods["web-1"].node)):
        web_1 = Pod(label(pods["web-1"]), nodeid="Pod/web-1")
        web_3 = Pod(label(pods["web-3"]), nodeid="Pod/web-3")

    writer >> read("reads") >> record
    writer >> read("writes") >> endpoints
    endpoints << (hidden() if headless else read("reads")) << proxy
    if headless:  # kube-proxy leaves these out, and DNS answers with them
        endpoints << read("reads", constraint="false") << dns
    dns << packets("asks", minlen="1") << api
    for pod in (web_2, web_1):
        api >> (packets(constraint="false") if headless else hidden(constraint="false")) >> pod
        rule >> (hidden() if headless else packets()) >> pod
    api >> (hidden() if headless else packets()) >> rule
    proxy >> (hidden() if headless else read("writes")) >> rule
    rule >> hidden() >> web_3

    left_out = ", ".join(name for name, pod in pods.items() if not pod.is_ready)
    cards = {"web-1": web_1, "web-2": web_2, "web-3": web_3}
    ask(
        f"{caller} calls {called}. Which Pods may answer?",
        answer=[cards[pod.name] for pod in service.endpoints()],
        because=f"`{left_out}` is in the EndpointSlice too, but as not ready: no new connection goes there.",
        among=[*cards.values(), dns, proxy],
    )
