"""One HTTPS request and its answer, and the configuration that was read before the request came.

Solid edges carry packets. Dashed edges are configuration: the controller reads the Ingress, which
names the Service, which selects the Pods that its EndpointSlice lists.
"""

from _edges import CONFIG, on_two_lines, read
from diagrams import Cluster, Diagram
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
ingress, secret = shop["Ingress/shop"], shop["Secret/shop-tls"]
web, web_2 = shop["Service/web"], shop["Pod/web-2"]
endpoints = shop["EndpointSlice/web-x7k2p"]
host = ingress["spec.rules.0.host"]
node = web_2["nodeName"]

with Diagram("A request and its answer", show=False, graph_attr={"ranksep": "0.2"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    user = User("User\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster("Configuration: read, never crossed", graph_attr=CONFIG):
            rules = Ingress(f"{ingress}\nhost and path", nodeid=ingress.id)
            service = Service(f"{web}\napp: {web['spec.selector.app']}", nodeid=web.id)
            slice_ = Endpoint(on_two_lines(endpoints), nodeid=endpoints.id)
        with Cluster("Node node-1"):
            controller = Traefik(
                "Ingress controller\n10.244.1.20\nTLS ends here", nodeid="ingress-controller"
            )
        with Cluster(f"Node {node}"):
            pod = Pod(f"{web_2}\n{web_2.address}", nodeid=web_2.id)

    ask = Step(f"The user's machine asks DNS for {host}", constraint="false")
    user >> ask << dns
    connect = Step("It connects to the address it got, 203.0.113.10", label="TLS\n:443")
    user >> connect >> balancer
    arrive = Step(f"The load balancer picks a node, here {node}", label="TLS\n:31443")
    balancer >> arrive >> controller
    arrive.then(f"The kernel of {node} rewrites both addresses, by the rules of kube-proxy")
    arrive.then(
        "The controller does the TLS handshake and decrypts",
        f"It shows the certificate of Secret `{secret.name}`.",
    )
    controller >> Step("It matches host and path", style="dashed", constraint="false") >> rules
    picks = Step(f"It picks a ready endpoint of {web}", style="dashed")
    rules >> read() >> service >> picks >> slice_
    send = Step("It sends the request over a second connection", label=f"HTTP :{web_2.port}", minlen="2")
    answer = Step("The app answers on the second connection", label="answer", minlen="2")
    controller << answer << pod
    controller >> send >> pod
    back = Step("The controller encrypts and answers on the first", label="answer")
    balancer << back << controller
    back.then(f"{node} undoes both changes of step 4")
    user << Step("The load balancer undoes step 3", label="answer") << balancer

    slice_ >> read(constraint="false") >> pod
