"""Where to go from ingress-nginx: the reader chooses, and what is not affected keeps its place."""

from _edges import CONFIG, on_two_lines, packets, read, tls
from _shop import shop
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import Nginx, Traefik
from live_diagrams import ask, choice

pod, web, ingress, route = (
    shop[id_] for id_ in ("Pod/web-2", "Service/web", "Ingress/shop", "HTTPRoute/shop")
)

TODAY, OTHER, GATEWAY = "today", "another controller", "Gateway API"
where = choice("Where", [TODAY, OTHER, GATEWAY])

with Diagram("ingress-nginx is retired", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    client = User("Client", nodeid="user")
    balancer = LoadBalancer("Load balancer", nodeid="load-balancer")
    with Cluster("Kubernetes cluster"):
        if where == TODAY:
            controller = Nginx("ingress-nginx\nno more fixes", nodeid="retired-controller")
        else:
            controller = Traefik("Traefik, Envoy\nand others", nodeid="ingress-controller")
        target = Pod(f"{pod}\n{pod.address}", nodeid=pod.id)
        with Cluster("What the controller reads", graph_attr=CONFIG):
            service = Service(on_two_lines(web), nodeid=web.id)
            if where == GATEWAY:
                rules = CRD(f"{on_two_lines(route)}\nfields", nodeid=route.id)
            else:
                rules = Ingress(f"{on_two_lines(ingress)}\nannotations", nodeid=ingress.id)

    client >> tls() >> balancer >> tls() >> controller >> packets(f"HTTP :{pod.port}") >> target
    service << read() << rules << read("reads") << controller
    ask(
        "Which of these has to change when you leave ingress-nginx?",
        answer=[controller, rules],
        among=[balancer, controller, rules, service, target],
        because="The controller goes, and the rules are written for it: a class, and annotations. The "
        "Service and its Pods stay as they are.",
    )
