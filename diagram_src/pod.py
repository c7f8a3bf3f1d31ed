"""What a Pod is: containers that share one network, and an address for everybody else.

Solid edges carry packets, there and back. The dashed edge is no traffic: it says what became of a Pod.
"""

from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.compute import Containers
from diagrams.k8s.compute import Pod
from live_diagrams_kube import ManifestFolder

address = ManifestFolder("docs/manifests")["Pod/web-1"].address
web_1 = f"Pod web-1: one network, {address}"

with Diagram("Pod", show=False, graph_attr={"compound": "true", "ranksep": "0.3"}):
    with Cluster("Kubernetes cluster"):
        with Cluster("Node node-1, 192.0.2.11"), Cluster(web_1):
            shipper = Containers("sidecar\nlog-shipper", nodeid="Pod/web-1/log-shipper")
            web = Containers("app web\nlistens on :8080", nodeid="Pod/web-1/web")
        with Cluster("Node node-2, 192.0.2.12"):
            web_4 = Pod("Pod web-4\n10.244.2.8", nodeid="Pod/web-4")
            api = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")

    shipper >> Edge(label="localhost\n:8080") << web
    web - Edge(style="invis") - api  # keeps the caller on the right
    api >> Edge(label=f"calls\n{address}:8080", constraint="false") << web

    # `ltail` lets the edge begin at the outline of the Pod, not at a container in it.
    became = Edge(label="replaced by:\na new Pod, a new IP", style="dashed", ltail=f"cluster_{web_1}")
    web >> became >> web_4
