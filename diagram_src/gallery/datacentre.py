"""A service in a company's own racks: two of everything."""

from diagrams import Cluster, Diagram, Edge
from diagrams.onprem.client import Users
from diagrams.onprem.compute import Server
from diagrams.onprem.database import PostgreSQL
from diagrams.onprem.inmemory import Redis
from diagrams.onprem.logging import Loki
from diagrams.onprem.monitoring import Grafana, Prometheus
from diagrams.onprem.network import ETCD, HAProxy, Internet, Pfsense
from diagrams.onprem.queue import RabbitMQ
from diagrams.onprem.security import Vault
from diagrams.onprem.storage import Ceph

with Diagram("A service on premises", direction="TB", show=False):
    users = Users("Customers")
    internet = Internet("Internet")
    with Cluster("DMZ, VLAN 10"):
        firewalls = [Pfsense("fw-1\nactive"), Pfsense("fw-2\nstandby")]
        proxies = [HAProxy("lb-1\nactive"), HAProxy("lb-2\nstandby")]
    with Cluster("Applications, VLAN 20"):
        apps = [Server(f"app-{number}") for number in (1, 2, 3)]
        workers = [Server(f"worker-{number}") for number in (1, 2)]
    with Cluster("Data, VLAN 30"):
        with Cluster("PostgreSQL with Patroni"):
            primary = PostgreSQL("db-1\nprimary")
            replica = PostgreSQL("db-2\nreplica")
            consensus = ETCD("etcd, 3 nodes")
        cache = Redis("Sessions")
        queue = RabbitMQ("Jobs")
        files = Ceph("Files")
    with Cluster("Operations, VLAN 40"):
        metrics = Prometheus("Metrics")
        logs = Loki("Logs")
        charts = Grafana("Dashboards")
        secrets = Vault("Secrets")

    users >> internet >> firewalls[0] >> proxies[0] >> apps
    firewalls[0] - Edge(label="CARP", style="dashed") - firewalls[1]
    proxies[0] - Edge(label="VRRP", style="dashed") - proxies[1]
    apps[0] >> primary
    apps[1] >> cache
    apps[2] >> queue >> workers
    workers >> files
    primary >> Edge(label="WAL") >> replica
    consensus >> Edge(label="elects", style="dashed") >> primary
    [metrics, logs] >> charts
    secrets >> Edge(label="leases", style="dotted") >> apps[0]
    apps[1] >> Edge(style="dotted") >> metrics
    apps[2] >> Edge(style="dotted") >> logs
