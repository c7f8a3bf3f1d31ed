"""When it breaks: questions from the Pod outwards, each with what to look at where the answer is no."""

from diagrams import Diagram, Edge, Node

QUESTIONS = {
    "selector": ("Are Pods in the\nEndpointSlice?", "selector"),
    "readiness": ("Is one of them\nready?", "readiness\nprobe"),
    "port": ("Does it answer on\nthe slice's port?", "target\nport"),
    "policy": ("May the caller\nreach the Pod?", "network\npolicy"),
    "class": ("Does the Ingress\nhave an address?", "class"),
    "host": ("Does a rule name\nthe host?", "host"),
    "path": ("Does a path of\nthat rule match?", "path"),
    "backend": ("Does the rule lead\nto that Service?", "backend"),
    "tls": ("Is the certificate\nfor this host?", "TLS\nSecret"),
    "firewall": ("Do packets reach\nthe cluster?", "firewall"),
    "dns": ("Does DNS lead to\nthe load balancer?", "DNS\nrecord"),
}
"""For each thing to look at, the question that leads there. Its name is its heading in the chapter."""

spacing = {"ranksep": "0.3", "nodesep": "0.45"}

with Diagram("When it breaks", show=False, direction="TB", graph_attr=spacing) as diagram:
    here = None
    for place, (anchor, (question, thing)) in enumerate(QUESTIONS.items(), start=1):
        ask = Node(f"{place}. {question}", nodeid=f"is-{anchor}", group="questions")
        look = Node(thing, nodeid=f"look-{anchor}", style="rounded,dashed", href=f"#{anchor}")
        ask >> Edge(label="no") >> look
        if here:
            here >> Edge(label="yes", weight="9") >> ask
        with diagram.dot.subgraph() as row:
            row.attr(rank="same")
            row.node(ask.nodeid)
            row.node(look.nodeid)
        here = ask
    here >> Edge(label="yes") >> Node("the path works", nodeid="works", shape="ellipse")
