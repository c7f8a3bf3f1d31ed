from diagrams import Diagram, Edge
from diagrams.k8s.network import Ingress, Service

with Diagram("Shop", show=False):
    ingress = Ingress("Ingress shop\nshop.example.com", nodeid="Ingress/shop")
    web = Service("Service web", nodeid="Service/web")
    api = Service("Service api", nodeid="Service/api")
    ingress >> Edge(label="path /", style="dashed") >> web
    ingress >> Edge(label="path /api", style="dashed") >> api
