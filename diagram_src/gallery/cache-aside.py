"""Reading through a cache: the order of events as a walkthrough."""

from diagrams import Cluster, Diagram
from diagrams.onprem.client import Users
from diagrams.onprem.compute import Server
from diagrams.onprem.database import PostgreSQL
from diagrams.onprem.inmemory import Redis
from diagrams.onprem.network import Nginx
from live_diagrams import Step

with Diagram("A cache beside a database", show=False):
    users = Users("Readers")
    proxy = Nginx("Proxy")
    with Cluster("Service"):
        api = Server("Catalogue API")
        cache = Redis("Cache\n60 s")
        database = PostgreSQL("Products")

    users >> Step("A reader asks for a product", label="GET /42") >> proxy
    proxy >> Step("The proxy hands the request on") >> api
    api >> Step("The API looks in the cache first", label="get") >> cache
    api >> Step("Only a miss costs a query", label="select") >> database
    fill = Step("The answer stays in the cache for the next reader", label="set", style="dashed")
    api >> fill >> cache
