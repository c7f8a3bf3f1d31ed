from diagrams import Diagram
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD

with Diagram("Shop", show=False):
    service = Service("Service web\nNodePort\napp: web", nodeid="Service/web")
    route = CRD("Route shop\nedge", nodeid="Route/shop")
