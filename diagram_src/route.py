"""The OpenShift router, which is on the path, and the Route that it watches, which is not.

Solid edges carry packets, from whoever opens the connection. Dashed edges are configuration. The weights
belong to Services: the two Pods of Service web share theirs.
"""

from _edges import CONFIG, on_two_lines, packets, read, tls
from _shop import at, balancer_at, endpoint, shop, user
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from diagrams.k8s.others import CRD
from diagrams.onprem.client import User
from diagrams.onprem.network import HAProxy
from live_diagrams import ask

rule, web, next_web = shop["Route/shop"], shop["Service/web"], shop["Service/web-canary"]
pods = {pod.name: pod for pod in web.pods if pod.is_ready}
each, canary = f"{rule.share(web.name) / len(pods):g} %", f"{rule.share(next_web.name):g} %"
proxy, (canary_pod,) = shop["router"], next_web.pods
first = pods["web-1"]
port = rule.trace(first, proxy=proxy).sent_by(user).destination.port


with Diagram("Route", show=False, graph_attr={"ranksep": "0.4", "nodesep": "0.3"}):
    dns = Domain("\n".join(["DNS answers", *shop.resolve(rule.host)]), nodeid="dns")
    client = User(at("Client", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")
    with Cluster("OpenShift cluster"):
        with Cluster("Control plane", graph_attr=CONFIG):
            service_web, service_canary = (
                Service(f"{on_two_lines(one)}\nweight {rule.weight(one.name)}", nodeid=one.id)
                for one in (web, next_web)
            )
            route = CRD(f"{rule}\n{rule['spec.tls.termination']}", nodeid=rule.id)
        router = HAProxy(
            f"OpenShift router\n{proxy['program']} on {proxy.node.name}\nTLS ends here", nodeid="router"
        )
        web_1, web_2, canary_1 = (
            Pod(f"{endpoint(one)}\non {one.node.name}", nodeid=one.id)
            for one in (pods["web-1"], pods["web-2"], canary_pod)
        )

    dns << packets() << client
    client >> tls(f"TLS\n:{port}") >> balancer >> tls(f"TLS\n:{port}") >> router
    router >> packets(f"HTTP\n{each}") >> web_1
    router >> packets(f"HTTP\n{each}") >> web_2
    router >> packets(f"HTTP\n{canary}") >> canary_1

    route << read("reads") << router
    service_web << read() << route
    service_canary << read() << route

    ask(
        f"{web} has the weight {rule.weight(web.name)}. How many of 100 requests does {first.name} get?",
        answer=each,
        among=[f"{rule.share(web.name):g} %", each, canary],
        because="A weight belongs to a Service, and the ready Pods of that Service share it.",
    )
