"""Something for a reader to choose: each value draws other nodes, and some of them the same."""

from diagrams import Diagram
from diagrams.generic.compute import Rack
from diagrams.onprem.client import User
from live_diagrams import Step, choice, number, toggle

kind = choice("Kind", ["small", "large", "off"])
cached = toggle("Cached", default=True)
count = number("Servers", 1, 2)

with Diagram("Kinds of server", show=False):
    user = User("User", nodeid="user")
    for place in range(count):
        server = Rack(f"{kind} server {place + 1}", nodeid=f"server-{place + 1}")
        user >> Step(f"Asks {kind} server {place + 1}") >> server
        if cached and kind == "large":
            server - Rack(f"Cache {place + 1}", nodeid=f"cache-{place + 1}")
