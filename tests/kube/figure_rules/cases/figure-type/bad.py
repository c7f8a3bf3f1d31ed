from diagrams import Diagram
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD

with Diagram("Shop", show=False):
    service = Service("Service web\nLoadBalancer\napp: wep", nodeid="Service/web")
    route = CRD("Route shop\npassthrough", nodeid="Route/shop")
