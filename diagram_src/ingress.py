"""An ingress controller, which is on the path, and the objects that it watches, which are not.

Solid edges carry packets, from whoever opens the connection. Dashed edges are configuration.
"""

from _edges import CONFIG, on_two_lines, packets, read, tls
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.k8s.podconfig import Secret
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import ask
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
rules, klass, certificate = shop["Ingress/shop"], shop["IngressClass/traefik"], shop["Secret/shop-tls"]
web, api = shop["Service/web"], shop["Service/api"]
api_path = f"path {rules['spec.rules.0.http.paths.0.path']}"
web_path = f"path {rules['spec.rules.0.http.paths.1.path']}"
web_2, api_1 = shop["Pod/web-2"], shop["Pod/api-1"]
slices = {name: shop[f"EndpointSlice/{name}"] for name in ("web-x7k2p", "api-q4m8t")}

with Diagram("Ingress", show=False, graph_attr={"compound": "true", "ranksep": "0.3", "nodesep": "0.3"}):
    client = User("Client\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")
    with Cluster("Control plane: watched by the controller", graph_attr=CONFIG):
        secret = Secret(on_two_lines(certificate), nodeid=certificate.id)
        ingress_class = Ingress(on_two_lines(klass), nodeid=klass.id)
        service_web = Service(str(web), nodeid=web.id)
        service_api = Service(str(api), nodeid=api.id)
        slice_web = Endpoint(on_two_lines(slices["web-x7k2p"]), nodeid=slices["web-x7k2p"].id)
        slice_api = Endpoint(on_two_lines(slices["api-q4m8t"]), nodeid=slices["api-q4m8t"].id)
        ingress = Ingress(f"{rules}\nhost, paths, TLS", nodeid=rules.id)
    with Cluster("Node node-1"):
        controller = Traefik("Ingress controller\nTraefik\nTLS ends here", nodeid="ingress-controller")
    with Cluster(f"Node {web_2['nodeName']}"):
        pod_web = Pod(f"{web_2}\n{web_2.address}", nodeid=web_2.id)
        pod_api = Pod(f"{api_1}\n{api_1.address}", nodeid=api_1.id)

    client >> tls("TLS\n:443") >> balancer
    balancer >> tls("TLS\n:31443", minlen="2") >> controller
    controller >> packets(f"{web_path}\nHTTP :{web_2.port}") >> pod_web
    controller >> packets(f"{api_path}\nHTTP :{api_1.port}") >> pod_api

    ingress << read("reads") << controller
    slice_web << read(minlen="2") << controller
    slice_api << read(minlen="2") << controller
    service_web << read() << slice_web
    service_api << read() << slice_api
    service_web << read(minlen="2") << ingress
    service_api << read(minlen="2") << ingress
    ingress_class << read(minlen="3") << ingress
    secret << read(minlen="3") << ingress

    ask(
        "Somebody asks for /apiary. Which Pod answers?",
        answer=pod_web,
        because="`Prefix` compares whole elements of a path, so `/apiary` is not below `/api`, and "
        "the rule for `/` applies. Not every controller keeps to that: see below.",
    )
