from diagrams import Diagram, Edge
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.k8s.podconfig import Secret

with Diagram("Shop", show=False):
    ingress = Ingress("Ingress shop", nodeid="Ingress/shop")
    secret = Secret("Secret shop-tls", nodeid="Secret/shop-tls")
    route = CRD("Route shop", nodeid="Route/shop")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    api = Service("Service api", nodeid="Service/api")
    route >> Edge(style="dashed") >> secret
    api >> Edge(style="dashed") >> endpoints
