"""A walkthrough: replies, two edges in one step, notes, states, a label of an edge's own."""

from diagrams import Cluster, Diagram, Edge, Node
from live_diagrams import Step

with Diagram("Walk", show=False):
    client, dns = Node("client", nodeid="client"), Node("DNS", nodeid="dns")
    with Cluster("Inside"):
        server = Node("server", nodeid="server")
        databases = [Node(f"database {i}", nodeid=f"db-{i}") for i in (1, 2)]
    ask = Step("Asks for the address", "The answer is kept for *a while*: see `TTL`.")
    client >> ask << dns
    ask.reply("Gets 203.0.113.10", state={"To": "client", "Address": "unknown"})
    call = Step("Calls the server", label="HTTPS", state={"To": "server", "Address": "unknown", "By": "TLS"})
    client >> call >> server
    server >> Step("Asks both databases", "<img src=x onerror=alert(1)> is text.") >> databases
    call.reply("Answers")
    dns - Edge(style="dotted") - databases[1]
