"""Links, tooltips, boxes, icons, and wider than a phone."""

from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.onprem.client import User

with Diagram("Shop", show=False, direction="LR"):
    client = User("client", nodeid="client", tooltip="Anyone with a browser")
    with Cluster("Namespace shop"):
        gateway = Ingress("gateway", nodeid="gateway", href="other.md")
        web = Service("web", nodeid="web", tooltip="One address for all Pods", href="other.md#pods")
        with Cluster("Pods"):
            pods = [Pod(f"web-{i}", nodeid=f"pod-{i}") for i in (1, 2, 3)]
    client >> Edge(label="HTTPS") >> gateway >> Edge(label="HTTP") >> web >> Edge(label="one of them") >> pods
