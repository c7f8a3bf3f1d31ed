"""One HTTPS request and its answer, and the configuration that was read before the request came.

Solid edges carry packets. Dashed edges are configuration: the controller reads the Ingress, which
names the Service, which selects the Pods that its EndpointSlice lists.
"""

from _edges import CONFIG, read
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")

with Diagram("A request and its answer", show=False, graph_attr={"ranksep": "0.2"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    user = User("User\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
            ingress = Ingress("Ingress shop\nhost and path", nodeid="Ingress/shop")
            service = Service("Service web\napp: web", nodeid="Service/web")
            endpoints = Endpoint("EndpointSlice\nweb-x7k2p", nodeid="EndpointSlice/web-x7k2p")
        with Cluster("Node node-1"):
            controller = Traefik(
                "Ingress controller\n10.244.1.20\nTLS ends here", nodeid="ingress-controller"
            )
        with Cluster("Node node-2"):
            pod = Pod(f"Pod web-2\n{shop['Pod/web-2'].address}", nodeid="Pod/web-2")

    ask = Step("The user's machine asks DNS for shop.example.com", constraint="false")
    user >> ask << dns
    connect = Step("It connects to the address it got, 203.0.113.10", label="TLS\n:443")
    user >> connect >> balancer
    arrive = Step("The load balancer picks a node, here node-2", label="TLS\n:31443")
    balancer >> arrive >> controller
    arrive.then("The kernel of node-2 rewrites both addresses, by the rules of kube-proxy")
    arrive.then(
        "The controller does the TLS handshake and decrypts", "It shows the certificate of Secret `shop-tls`."
    )
    controller >> Step("It matches host and path", style="dashed", constraint="false") >> ingress
    picks = Step("It picks a ready endpoint of Service web", style="dashed")
    ingress >> read() >> service >> picks >> endpoints
    send = Step("It sends the request over a second connection", label="HTTP :8080", minlen="2")
    answer = Step("The app answers on the second connection", label="answer", minlen="2")
    controller << answer << pod
    controller >> send >> pod
    back = Step("The controller encrypts and answers on the first", label="answer")
    balancer << back << controller
    back.then("node-2 undoes both changes of step 4")
    user << Step("The load balancer undoes step 3", label="answer") << balancer

    endpoints >> read(constraint="false") >> pod
