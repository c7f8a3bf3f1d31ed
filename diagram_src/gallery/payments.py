"""Sixty nodes: a function draws a region, a loop draws three."""

from diagrams import Cluster, Diagram, Edge
from diagrams.onprem.client import Users
from diagrams.onprem.compute import Server
from diagrams.onprem.database import CockroachDB
from diagrams.onprem.inmemory import Redis
from diagrams.onprem.monitoring import Grafana, Prometheus, Thanos
from diagrams.onprem.network import Envoy
from diagrams.onprem.queue import Kafka
from diagrams.onprem.security import Vault
from diagrams.onprem.storage import Ceph
from diagrams.onprem.tracing import Jaeger

SERVICES = ("accounts", "cards", "disputes", "fraud", "ledger")


def draw_region(region: str) -> tuple[Envoy, CockroachDB, Kafka, Prometheus]:
    """Draw a region, and return what the rest of the world connects to."""
    with Cluster(f"Region {region}"):
        gateway = Envoy(f"gateway {region}")
        limits = Redis(f"limits {region}")
        with Cluster(f"Services {region}"):
            services = {name: Server(f"{name} {region}") for name in SERVICES}
        with Cluster(f"Workers {region}"):
            workers = [Server(f"{name} {region}") for name in ("settle", "notify", "report")]
        with Cluster(f"State {region}"):
            databases = [CockroachDB(f"sql-{number} {region}") for number in (1, 2, 3)]
            log = Kafka(f"events {region}")
            files = Ceph(f"files {region}")
            secrets = Vault(f"keys {region}")
        metrics, traces = Prometheus(f"metrics {region}"), Jaeger(f"traces {region}")

    gateway >> limits
    gateway >> [services[name] for name in ("accounts", "cards", "disputes")]
    services["cards"] >> services["fraud"] >> services["ledger"]
    [services["accounts"], services["disputes"]] >> services["ledger"]
    services["ledger"] >> databases
    services["ledger"] >> log >> workers
    workers[2] >> files
    secrets >> Edge(style="dotted") >> services["cards"]
    workers[1] >> Edge(style="dotted") >> traces
    workers[0] >> Edge(style="dotted") >> metrics
    return gateway, databases[2], log, metrics


with Diagram("A payment platform in three regions", direction="TB", show=False):
    merchants, banks = Users("Merchants"), Users("Banks")
    edge = Envoy("Anycast edge")
    regions = [draw_region(region) for region in ("eu", "us", "ap")]
    with Cluster("Watch"):
        store, charts, duty = Thanos("All metrics"), Grafana("Dashboards"), Users("On duty")

    [merchants, banks] >> edge >> [gateway for gateway, *_ in regions]
    for *_, metrics in regions:
        metrics >> store
    store >> charts >> duty
    logs = [log for _, _, log, _ in regions]
    logs[0] >> Edge(label="mirrors", style="dashed") >> logs[1]
    logs[1] >> Edge(label="mirrors", style="dashed") >> logs[2]
