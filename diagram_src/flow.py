"""One HTTPS request and its answer, and the configuration that was read before the request came.

Solid edges carry packets: a filled head where a connection is opened, a hollow head for an answer.
Dashed edges are configuration: the controller reads the Ingress, which names the Service, whose Pods
the EndpointSlice lists. No step travels along them.
"""

from _edges import CONFIG, ENCRYPTED, on_two_lines, read
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step, ask
from live_diagrams_kube import ManifestFolder

shop = ManifestFolder("docs/manifests")
ingress, secret = shop["Ingress/shop"], shop["Secret/shop-tls"]
web, web_2 = shop["Service/web"], shop["Pod/web-2"]
endpoints = shop["EndpointSlice/web-x7k2p"]
host = ingress["spec.rules.0.host"]
answer = {"arrowhead": "onormal", "constraint": "false"}
encrypted_answer = {**answer, "color": ENCRYPTED["color"], "penwidth": "1.8", "label": "TLS"}

with Diagram("A request and its answer", show=False, graph_attr={"ranksep": "0.3", "nodesep": "0.35"}):
    dns = Domain("DNS answers\n203.0.113.10", nodeid="dns")
    user = User("User\n198.51.100.7", nodeid="user")
    balancer = LoadBalancer("Load balancer\n203.0.113.10", nodeid="load-balancer")

    with Cluster("Control plane: read beforehand", graph_attr=CONFIG):
        service = Service(f"{web}\napp: {web['spec.selector.app']}", nodeid=web.id)
        slice_ = Endpoint(on_two_lines(endpoints), nodeid=endpoints.id)
        rules = Ingress(f"{ingress}\nhost and path", nodeid=ingress.id)
    with Cluster("Node node-3"):
        rule = Node("kernel rule\nnode port\n31443", nodeid="entry-rule")
    with Cluster("Node node-1"):
        controller = Traefik("Ingress controller\n10.244.1.20\nTLS ends here", nodeid="ingress-controller")
    with Cluster(f"Node {web_2['nodeName']}"):
        pod = Pod(f"{web_2}\n{web_2.address}", nodeid=web_2.id)

    resolve = Step(f"The user's machine asks DNS for {host}", constraint="false")
    dns << resolve << user
    connect = Step("It connects to the address it got, 203.0.113.10", label="TLS\n:443", **ENCRYPTED)
    user >> connect >> balancer
    arrive = Step("The load balancer picks a node, here node-3", label="TLS", **ENCRYPTED)
    balancer >> arrive >> rule
    rewritten = Step(
        "The kernel of node-3 rewrites both addresses, by a rule of kube-proxy", label="TLS", **ENCRYPTED
    )
    rule >> rewritten >> controller
    rewritten.then(
        "The controller does the TLS handshake and decrypts",
        f"It shows the certificate of Secret `{secret.name}`.",
    )
    rewritten.then("It matches host and path", f"The rules of {ingress} were read long ago.")
    rewritten.then(f"It picks a ready endpoint of {web}", f"It follows EndpointSlice `{endpoints.name}`.")
    send = Step("It sends the request over a second connection", label=f"HTTP :{web_2.port}")
    controller >> send >> pod
    pod >> Step("The app answers on the second connection", **answer) >> controller
    controller >> Step("The controller encrypts and answers on the first", **encrypted_answer) >> rule
    rule >> Step("node-3 undoes both changes of step 4", **encrypted_answer) >> balancer
    balancer >> Step("The load balancer undoes step 3", **encrypted_answer) >> user

    slice_ << read(minlen="2") << controller
    rules << read() << controller
    service << read(minlen="2") << rules
    service << read("of") << slice_

    ask(
        "Which of these does a packet of the request pass through?",
        answer=[balancer, rule, controller, pod],
        among=[balancer, rule, controller, pod, rules, service, slice_],
        because="Ingress, Service and EndpointSlice are records. The controller and kube-proxy read them "
        "before the request came.",
    )
