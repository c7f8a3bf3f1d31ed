"""An ingress controller, which stands on the path, and the objects that it watches, which do not.

Solid edges carry packets, there and back. Dashed edges are configuration.
"""

from _edges import CONFIG, on_two_lines, read
from diagrams import Cluster, Diagram, Edge
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.podconfig import Secret
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
rules = shop["Ingress/shop"]
api_path = f"path {rules['spec.rules.0.http.paths.0.path']}"
web_path = f"path {rules['spec.rules.0.http.paths.1.path']}"
port = shop["Pod/web-1"].port
watched = "Configuration: read, never crossed"

with Diagram("Ingress", show=False, graph_attr={"compound": "true", "ranksep": "0.2", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster(watched, graph_attr=CONFIG):
            ingress_class = Ingress(on_two_lines(shop["IngressClass/traefik"]), nodeid="IngressClass/traefik")
            secret = Secret(on_two_lines(shop["Secret/shop-tls"]), nodeid="Secret/shop-tls")
            ingress = Ingress(str(rules), nodeid=rules.id)
            service_web = Service(str(shop["Service/web"]), nodeid="Service/web")
            service_api = Service(str(shop["Service/api"]), nodeid="Service/api")
        with Cluster(f"Node {shop['Pod/web-2']['nodeName']}"):
            api_1 = Pod("Pod api-1\n10.244.2.9", nodeid="Pod/api-1")
            web_2 = Pod(f"{shop['Pod/web-2']}\n{shop['Pod/web-2'].address}", nodeid="Pod/web-2")
        with Cluster(f"Node {shop['Pod/web-1']['nodeName']}"):
            controller = Traefik("Ingress controller\nTraefik\nTLS ends here", nodeid="ingress-controller")
            web_1 = Pod(f"{shop['Pod/web-1']}\n{shop['Pod/web-1'].address}", nodeid="Pod/web-1")

    client >> Edge(label="TLS\n:443") << balancer >> Edge(label="TLS\n:31443") << controller
    controller >> Edge(label=f"{web_path}\nHTTP :{port}", minlen="2") << web_1
    controller >> Edge(label=f"{web_path}\nHTTP :{port}", minlen="2") << web_2
    controller >> Edge(label=f"{api_path}\nHTTP :{port}", minlen="2") << api_1

    # `lhead` lets the edge end at the outline of the box: the controller watches all that is in it.
    controller >> Edge(style="dashed", constraint="false", lhead=f"cluster_{watched}") >> secret
    ingress_class << read() << ingress
    secret << read() << ingress
    ingress >> read(web_path) >> service_web
    ingress >> read(api_path) >> service_api
