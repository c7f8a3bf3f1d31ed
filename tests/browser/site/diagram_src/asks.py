"""Questions: one on nodes, one of which is a link; one on words."""

from diagrams import Diagram, Node
from live_diagrams import Step, ask

with Diagram("Asks", show=False):
    client = Node("client", nodeid="client", href="other.md")
    servers = [Node(f"server {i}", nodeid=f"server-{i}", tooltip=f"The server {i}.") for i in (1, 2, 3)]
    client >> Step("Asks two servers") >> servers[:2]
    ask("Which servers may answer?", answer=servers[:2], because="The third *sleeps*: see `ready`.")
    ask("On which port?", answer="443", among=["80", "443", "8080"], because="<b>TLS</b> is there.")
