"""What a Pod is: containers that share one network, and an address for everybody else.

The reader chooses the moment: while Pod web-1 runs, or after web-4 has replaced it. Solid edges carry
packets, from whoever opens the connection. Everything keeps its place.
"""

from _edges import cross, dropped, packets
from _shop import at, shop
from diagrams import Cluster, Diagram
from diagrams.digitalocean.compute import Containers
from diagrams.k8s.compute import Pod
from live_diagrams import ask, choice

app, sidecar = "spec.template.spec.containers.0", "spec.template.spec.initContainers.0"
deployment, first = shop["Deployment/web"], shop["Pod/web-1"]
address, port = first.address, first.port
name, sidecar_name = deployment[f"{app}.name"], deployment[f"{sidecar}.name"]

replaced = choice(str(first), ["runs", "has been replaced"]) == "has been replaced"
now, caller = shop["Pod/web-4"] if replaced else first, shop["Pod/api-1"]


with Diagram("Pod", show=False, graph_attr={"compound": "true", "ranksep": "0.4"}):
    with Cluster(f"{caller.node}, {caller.node.address}"):
        api = Pod(at(str(caller), caller), nodeid=caller.id)
    with Cluster(str(now.node)), Cluster(f"{now}: one network, {now.address}"):
        web = Containers(f"app {name}\nlistens on :{port}", nodeid=f"{now.id}/{name}")
        shipper = Containers(f"sidecar\n{sidecar_name}", nodeid=f"{now.id}/{sidecar_name}")

    if replaced:
        nowhere = cross("dropped", f"nobody has\n{address}")
        api >> dropped("the old\naddress") >> nowhere
    api >> packets(f"calls\n{now.address}:{port}") >> web
    web << packets(f"localhost\n:{port}") << shipper

    ask(
        f"The sidecar calls localhost:{port}. Who answers?",
        answer=web,
        among=[web, api, shipper],
        because="Both containers are in one network namespace, so `localhost` is the same for both.",
    )
