"""One HTTPS request and its answer, and the configuration that was read before the request came.

Solid edges carry packets: a filled head where a connection is opened, a hollow head for an answer.
Dashed edges are configuration: the controller reads the Ingress, which names the Service, whose Pods
the EndpointSlice lists. No step travels along them.
"""

from _edges import CONFIG, ENCRYPTED, on_two_lines, read
from _shop import at, balancer_at, proxy, shop, user
from diagrams import Cluster, Diagram, Node
from diagrams.digitalocean.network import Domain, LoadBalancer
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Endpoint, Ingress, Service
from diagrams.onprem.client import User
from diagrams.onprem.network import Traefik
from live_diagrams import Step, ask

ingress, secret = shop["Ingress/shop"], shop["Secret/shop-tls"]
web, web_2 = shop["Service/web"], shop["Pod/web-2"]
endpoints = shop["EndpointSlice/web-x7k2p"]
host, entry = ingress.host, shop["Node/node-3"]
way = ingress.trace(web_2, over=entry)
first, sent, answered = way.sent_by(user), way.sent_by(proxy), way.answered_by(web_2)
decrypted = {**way.sent_by(entry).state, "Carries": sent.carries}
matched = decrypted | {"Backend": str(ingress.match("/")[0])}
answer = {"arrowhead": "onormal", "constraint": "false"}
encrypted_answer = {**answer, "color": ENCRYPTED["color"], "penwidth": "1.8", "label": "TLS"}

with Diagram("A request and its answer", show=False, graph_attr={"ranksep": "0.3", "nodesep": "0.35"}):
    dns = Domain("\n".join(["DNS answers", *shop.resolve(host)]), nodeid="dns")
    client = User(at("User", user), nodeid="user")
    balancer = LoadBalancer(at("Load balancer", balancer_at), nodeid="load-balancer")

    with Cluster("Kubernetes cluster"):
        with Cluster("Control plane: read beforehand", graph_attr={"style": CONFIG["style"]}):
            service = Service(f"{web}\napp: {web['spec.selector.app']}", nodeid=web.id)
            slice_ = Endpoint(on_two_lines(endpoints), nodeid=endpoints.id)
            rules = Ingress(f"{ingress}\nhost and path", nodeid=ingress.id)
        with Cluster(entry.name):
            rule = Node(f"kernel rule\nnode port\n{proxy['nodePort']}", nodeid="entry-rule")
        controller = Traefik(
            f"{at('Ingress controller', proxy)}\non {proxy.node.name}\nTLS ends here",
            nodeid="ingress-controller",
        )
        pod = Pod(f"{web_2}\n{web_2.address}\non {web_2.node.name}", nodeid=web_2.id)

    resolve = Step(
        f"The user's machine asks DNS for {host}",
        state={"Question": host, "Answer": first.destination.address},
        constraint="false",
    )
    dns << resolve << client
    connect = Step(
        f"It connects to the address it got, {first.destination.address}",
        label=f"TLS\n:{first.destination.port}",
        state=first.state,
        **ENCRYPTED,
    )
    client >> connect >> balancer
    arrive = Step(
        f"The load balancer picks a node, here {entry.name}",
        label="TLS",
        state=way.sent_by(balancer_at).state,
        **ENCRYPTED,
    )
    balancer >> arrive >> rule
    rewritten = Step(
        f"The kernel of {entry.name} rewrites both addresses, by a rule of kube-proxy",
        label="TLS",
        state=way.sent_by(entry).state,
        **ENCRYPTED,
    )
    rule >> rewritten >> controller
    rewritten.then(
        "The controller does the TLS handshake and decrypts",
        f"It shows the certificate of Secret `{secret.name}`.",
        state=decrypted,
    )
    rewritten.then("It matches host and path", f"The rules of {ingress} were read long ago.", state=matched)
    rewritten.then(
        f"It picks a ready endpoint of {web}",
        f"It follows EndpointSlice `{endpoints.name}`.",
        state=matched | {"Endpoint": str(sent.destination)},
    )
    send = Step(
        "It sends the request over a second connection",
        label=f"HTTP :{web_2.port}",
        state=sent.state,
    )
    controller >> send >> pod
    (pod >> Step("The app answers on the second connection", state=answered.state, **answer) >> controller)
    for sender, passer, said, receiver in (
        (controller, proxy, "The controller encrypts and answers on the first", rule),
        (rule, entry, f"{entry.name} undoes both changes of step 4", balancer),
        (balancer, balancer_at, "The load balancer undoes step 3", client),
    ):
        sender >> Step(said, state=way.answered_by(passer).state, **encrypted_answer) >> receiver

    slice_ << read(minlen="2") << controller
    rules << read() << controller
    service << read(minlen="2") << rules
    service << read("of") << slice_

    cards = {balancer_at.id: balancer, entry.id: rule, proxy.id: controller}
    ask(
        "Which of these does a packet of the request pass through?",
        answer=[cards[packet.sender] for packet in way.packets[1:]] + [pod],
        among=[balancer, rule, controller, pod, rules, service, slice_],
        because="Ingress, Service and EndpointSlice are records. The controller and kube-proxy read them "
        "before the request came.",
    )
