"""One way in, described in two languages: the reader chooses which, and the packets' path stays.

Solid edges carry packets, from whoever opens the connection. Dashed edges are configuration; the box
around an object says who writes it.
"""

from _edges import CONFIG, hidden, on_two_lines, packets, read, tls
from _shop import at, balancer_at, proxy, shop, user
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import ask, choice

web_2, api_1 = shop["Pod/web-2"], shop["Pod/api-1"]
ingress, route = shop["Ingress/shop"], shop["HTTPRoute/shop"]
api_path = route["spec.rules.0.matches.0.path.value"]
web_path = route["spec.rules.1.matches.0.path.value"]
backends = [shop["Service/web"], shop["Service/api"]]

OWNER, UNSEEN = {"style": CONFIG["style"]}, {"style": "invis"}
is_gateway = choice("Described with", ["Gateway API", "Ingress"]) == "Gateway API"
way = (route if is_gateway else ingress).trace(web_2, over=shop["Node/node-2"])


def shown(is_shown: bool) -> dict[str, str]:
    return {} if is_shown else UNSEEN


with Diagram("Gateway", show=False, graph_attr={"ranksep": "0.2", "nodesep": "0.3"}):
    client = User(at("Client", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")
    controller = Traefik(
        f"{at(proxy['program'], proxy)}\non {proxy.node.name}\nends TLS", nodeid="ingress-controller"
    )
    with Cluster(str(web_2.node)):
        pod_web = Pod(at(str(web_2), web_2), nodeid=web_2.id)
        pod_api = Pod(at(str(api_1), api_1), nodeid=api_1.id)

    (
        client
        >> tls(f"TLS\n:{way.sent_by(user).destination.port}")
        >> balancer
        >> tls(f"TLS\n:{way.sent_by(balancer_at).destination.port}")
        >> controller
    )
    controller >> packets(f"path {web_path}") >> pod_web
    controller >> packets(f"path {api_path}") >> pod_api

    with Cluster("Infrastructure provider", graph_attr=OWNER if is_gateway else UNSEEN):
        gateway_class = CRD(
            on_two_lines(shop["GatewayClass/traefik"]), nodeid="GatewayClass/traefik", **shown(is_gateway)
        )
    with Cluster("Cluster operator", graph_attr=OWNER):
        if is_gateway:
            door = CRD(f"{shop['Gateway/shop']}\nhost, certificate", nodeid="Gateway/shop")
        else:
            door = Ingress(on_two_lines(shop["IngressClass/traefik"]), nodeid="IngressClass/traefik")
    with Cluster("Application developer", graph_attr=OWNER):
        if is_gateway:
            rules = CRD(f"{on_two_lines(route)}\nhost, paths", nodeid=route.id)
        else:
            rules = Ingress(f"{ingress}\nhost, paths,\ncertificate", nodeid=ingress.id)
        services = [Service(f"{each}\nEndpointSlice", nodeid=each.id) for each in backends]
    gateway_class << (read() if is_gateway else hidden()) << door << read() << rules
    rules << read("reads") << controller
    for each in services:
        rules >> read() >> each
        each << read() << controller

    ask(
        f"A developer wants {api_path} to lead to another Service. Which object does she edit?",
        answer=rules,
        because="It belongs to her team, and nothing else changes."
        if is_gateway
        else "The same object names the certificate, which she can therefore change as well.",
    )
