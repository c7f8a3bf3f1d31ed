"""A Service reaches the Pods that it selects and that are ready."""

from diagrams import Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Service
from diagrams.onprem.client import User

with Diagram("Fails", show=False, filename="fails"):
    service = Service("Service web", nodeid="Service/web")
    web_1 = Pod("Pod web-1", nodeid="Pod/web-1")
    web_2 = Pod("Pod web-2", nodeid="Pod/web-2")
    api = Pod("Pod api-1", nodeid="Pod/api-1")
    old = Pod("Pod db-1", nodeid="Pod/db-1")
    late = Pod("Pod web-9", nodeid="Pod/web-9")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    rule = User("virtual IP", nodeid="virtual-ip")
    # Expected: figure-edge: the edge from `Service/web` to `Pod/web-2`: Pod/web-2 is not ready (manifests/shop.yaml), so it gets no new connections
    service >> web_2
    # Expected: figure-edge: the edge from `Service/web` to `Pod/api-1`: Service/web picks web-1 and web-2, not api-1; declare its workload, with `of`
    service >> api
    # Expected: figure-edge: the edge from `Service/web` to `Pod/db-1`: Service/web picks web-1 and web-2, not db-1; declare its workload, with `of`
    service >> old
    # Expected: figure-edge: the edge from `virtual-ip` to `Pod/web-9`: Service/web picks web-1 and web-2, not web-9
    rule >> late
    # Expected: figure-edge: the edge from `EndpointSlice/web-x7k2p` to `Pod/web-9`: Service/web picks web-1 and web-2, not web-9
    endpoints >> Edge(style="dashed") >> late

with Diagram("Passes", show=False, filename="passes"):
    service = Service("Service web", nodeid="Service/web")
    web_1 = Pod("Pod web-1", nodeid="Pod/web-1")
    web_2 = Pod("Pod web-2", nodeid="Pod/web-2")
    api = Pod("Pod api-1\ncalls http://web", nodeid="Pod/api-1")
    endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
    rule = User("virtual IP", nodeid="virtual-ip")
    service >> web_1
    api >> service
    endpoints >> Edge(label="not ready", style="dashed") >> web_2
    service >> Edge(label="readiness probe") >> web_2
