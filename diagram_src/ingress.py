"""An ingress controller, which is on the path, and the objects that it watches, which are not.

Solid edges carry packets, from whoever opens the connection. Dashed edges are configuration.
"""

from _edges import CONFIG, on_two_lines, packets, read, tls
from _shop import at, balancer_at, proxy, shop, user
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress
from diagrams.k8s.podconfig import Secret
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import ask

rules, klass, certificate = shop["Ingress/shop"], shop["IngressClass/traefik"], shop["Secret/shop-tls"]
web, api = shop["Service/web"], shop["Service/api"]
paths = [rules[f"spec.rules.0.http.paths.{number}.path"] for number in (0, 1)]
api_path, web_path = (f"path {path}" for path in paths)
longer = f"{paths[0]}ary"
(chosen,) = rules.match(longer)
web_2, api_1 = shop["Pod/web-2"], shop["Pod/api-1"]
(web_slice,), (api_slice,) = web.slices, api.slices

way = rules.trace(web_2, over=shop["Node/node-2"])

with Diagram("Ingress", show=False, graph_attr={"compound": "true", "ranksep": "0.3", "nodesep": "0.3"}):
    client = User(at("Client", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")
    with Cluster("Kubernetes cluster"):
        with Cluster("Control plane: watched by the controller", graph_attr=CONFIG):
            secret = Secret(on_two_lines(certificate), nodeid=certificate.id)
            slice_web = Endpoint(f"{on_two_lines(web_slice)}\nof {web}", nodeid=web_slice.id)
            slice_api = Endpoint(f"{on_two_lines(api_slice)}\nof {api}", nodeid=api_slice.id)
            ingress = Ingress(f"{rules}\nclass {rules['spec.ingressClassName']}", nodeid=rules.id)
        controller = Traefik(
            f"Ingress controller\n{proxy['program']} on {proxy.node.name}\nTLS ends here",
            nodeid="ingress-controller",
        )
        pod_web, pod_api = (
            Pod(f"{pod}\n{pod.address}\non {pod.node.name}", nodeid=pod.id) for pod in (web_2, api_1)
        )

    client >> tls(f"TLS\n:{way.sent_by(user).destination.port}", minlen="2") >> balancer
    balancer >> tls(f"TLS :{way.sent_by(balancer_at).destination.port}") >> controller
    controller >> packets(f"{web_path}\nHTTP :{web_2.port}") >> pod_web
    controller >> packets(f"{api_path}\nHTTP :{api_1.port}") >> pod_api

    ingress << read("reads") << controller
    for listed in (slice_web, slice_api):
        listed << read() << ingress
        listed << read(minlen="2") << controller
    secret << read(minlen="2") << ingress

    cards = [(web_2, pod_web), (api_1, pod_api)]
    ask(
        f"Somebody asks for {longer}. Which Pod answers?",
        answer=[card for pod, card in cards if pod.id in {each.id for each in chosen.endpoints()}],
        because=f"`Prefix` compares whole elements of a path, so `{longer}` is not below `{paths[0]}`, and "
        f"the rule for `{paths[1]}` applies. Not every controller keeps to that: see below.",
    )
