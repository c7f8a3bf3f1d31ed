"""One way in, described in two languages: the reader chooses which, and the packets' path stays.

Solid edges carry packets, there and back. Dashed edges are configuration; the box around an object
says who writes it.
"""

from _edges import CONFIG, on_two_lines, packets, read
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.k8s.podconfig import Secret
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import choice
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
pod = shop["Pod/web-2"]
ingress, route = shop["Ingress/shop"], shop["HTTPRoute/shop"]
api_path = route["spec.rules.0.matches.0.path.value"]
web_path = route["spec.rules.1.matches.0.path.value"]

language = choice("Described with", ["Gateway API", "Ingress"])


with Diagram("Gateway", show=False, graph_attr={"compound": "true", "ranksep": "0.3", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        if language == "Gateway API":
            with Cluster("Infrastructure provider", graph_attr=CONFIG):
                kind = CRD(on_two_lines(shop["GatewayClass/traefik"]), nodeid="GatewayClass/traefik")
            with Cluster("Cluster operator", graph_attr=CONFIG):
                door = CRD(f"{shop['Gateway/shop']}\nhost, TLS", nodeid="Gateway/shop")
                secret = Secret(on_two_lines(shop["Secret/shop-tls"]), nodeid="Secret/shop-tls")
            with Cluster("Application developer", graph_attr=CONFIG):
                rules = CRD(f"{on_two_lines(route)}\nhost, paths", nodeid=route.id)
                web = Service(str(shop["Service/web"]), nodeid="Service/web")
                api = Service(str(shop["Service/api"]), nodeid="Service/api")
        else:
            with Cluster("Cluster operator", graph_attr=CONFIG):
                kind = Ingress(on_two_lines(shop["IngressClass/traefik"]), nodeid="IngressClass/traefik")
            with Cluster("Application developer", graph_attr=CONFIG):
                rules = Ingress(f"{ingress}\nhost, paths, TLS", nodeid=ingress.id)
                secret = Secret(on_two_lines(shop["Secret/shop-tls"]), nodeid="Secret/shop-tls")
                web = Service(str(shop["Service/web"]), nodeid="Service/web")
                api = Service(str(shop["Service/api"]), nodeid="Service/api")
        with Cluster(f"Node {pod['nodeName']}"):
            web_2 = Pod(f"{pod}\n{pod.address}:{pod.port}", nodeid=pod.id)
            api_1 = Pod("Pod api-1\n10.244.2.9:8080", nodeid="Pod/api-1")
        with Cluster("Node node-1"):
            controller = Traefik("Traefik\n10.244.1.20\nTLS ends here", nodeid="ingress-controller")

    client >> packets() >> balancer >> packets() >> controller
    controller >> packets(f"path {web_path}", minlen="2") >> web_2
    controller >> packets(f"path {api_path}", minlen="2") >> api_1

    if language == "Gateway API":
        rules >> read() >> door >> read() >> kind
        door >> read() >> secret
    else:
        rules >> read() >> kind
        rules >> read() >> secret
    rules >> read() >> web
    rules >> read() >> api
    controller >> read(constraint="false") >> rules
