"""Who may call the Pods of web: without a NetworkPolicy everybody, with it only those that it names.

The reader switches the policy on and off. Everything keeps its place; the choice decides which calls arrive.
"""

from _edges import cross, dropped, hidden, on_two_lines, packets, read
from _shop import shop
from diagrams import Cluster, Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import NetworkPolicy
from diagrams.onprem.network import Traefik
from live_diagrams import ask, toggle

pod, policy = shop["Pod/web-1"], shop["NetworkPolicy/web-callers"]
is_on = toggle("NetworkPolicy", default=True)


outsiders, app_label = [shop["Pod/api-1"], shop["Pod/web-canary-1"]], "spec.template.metadata.labels.app"
unseen = {} if is_on else {"style": "invis"}

with Diagram("Network policy", show=False, direction="TB", graph_attr={"ranksep": "0.4", "nodesep": "0.2"}):
    with Cluster(f"Namespace {shop['ingress-controller'].namespace}"):
        controller = Traefik("Ingress controller", nodeid="ingress-controller")
    with Cluster(f"Namespace {policy['metadata.namespace']}"):
        api, other = (
            Pod(f"Pod\n{each.name}\napp: {each.workload[app_label]}", nodeid=each.id) for each in outsiders
        )
        nowhere = cross("dropped", "dropped", **unseen)
        web = Pod(f"{pod}\napp: {policy['spec.podSelector.matchLabels.app']}", nodeid=pod.id)
        record = NetworkPolicy(on_two_lines(policy), nodeid=policy.id, **unseen)

    controller >> packets(f":{pod.port}") >> web
    api >> packets(f":{pod.port}") >> web
    if is_on:
        other >> dropped() >> nowhere
        other >> hidden() >> web
        web << read("selects") << record
    else:
        other >> hidden() >> nowhere
        other >> packets(f":{pod.port}") >> web
        web << hidden() << record
    cards = {"ingress-controller": controller, "Pod/api-1": api, "Pod/web-canary-1": other}
    callers = [card for id_, card in cards.items() if not is_on or policy.allows(shop[id_])]
    ask(
        f"{policy} is {'in force' if is_on else 'not there'}. Whose calls reach {pod.name}?",
        answer=callers,
        among=[controller, api, other],
        because="Once any policy selects a Pod, only what some policy allows gets in."
        if is_on
        else "A Pod that no policy selects accepts everything.",
    )
