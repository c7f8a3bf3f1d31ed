"""What a Pod is: containers that share one network, and an address for everybody else.

Solid edges carry packets, there and back. The dashed edge is no traffic: it says what became of a Pod.
"""

from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.compute import Containers
from diagrams.k8s.compute import Pod
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
app, sidecar = "spec.template.spec.containers.0", "spec.template.spec.initContainers.0"
deployment, replaced = shop["Deployment/web"], shop["Pod/web-1"]
address, port = replaced.address, replaced.port
name, sidecar_name = deployment[f"{app}.name"], deployment[f"{sidecar}.name"]
web_1 = f"{replaced}: one network, {address}"

with Diagram("Pod", show=False, graph_attr={"compound": "true", "ranksep": "0.3"}):
    with Cluster("Kubernetes cluster"):
        with Cluster(f"Node {replaced['nodeName']}, 192.0.2.11"), Cluster(web_1):
            shipper = Containers(f"sidecar\n{sidecar_name}", nodeid=f"{replaced.id}/{sidecar_name}")
            web = Containers(f"app {name}\nlistens on :{port}", nodeid=f"{replaced.id}/{name}")
        with Cluster("Node node-2, 192.0.2.12"):
            web_4 = Pod("Pod web-4\n10.244.2.8", nodeid="Pod/web-4")
            api = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")

    shipper >> Edge(label=f"localhost\n:{port}") << web
    web - Edge(style="invis") - api  # keeps the caller on the right
    api >> Edge(label=f"calls\n{address}:{port}", constraint="false") << web

    # `ltail` lets the edge begin at the outline of the Pod, not at a container in it.
    became = Edge(label="replaced by:\na new Pod, a new IP", style="dashed", ltail=f"cluster_{web_1}")
    web >> became >> web_4
