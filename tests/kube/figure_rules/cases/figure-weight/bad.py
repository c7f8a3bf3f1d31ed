from diagrams import Diagram, Edge
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD

with Diagram("Shop", show=False):
    route = CRD("Route shop", nodeid="Route/shop")
    web = Service("Service web", nodeid="Service/web")
    api = Service("Service api", nodeid="Service/api")
    route >> Edge(label="weight 80", style="dashed") >> web
    route >> Edge(label="20 %", style="dashed") >> api
