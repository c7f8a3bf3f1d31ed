"""Three namespaces: one lets in, one serves, one watches."""

from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.clusterconfig import HPA
from diagrams.k8s.compute import Cronjob, DaemonSet, Pod, StatefulSet
from diagrams.k8s.network import Ingress, NetworkPolicy, Service
from diagrams.k8s.podconfig import ConfigMap, Secret
from diagrams.k8s.storage import PVC
from diagrams.onprem.certificates import CertManager
from diagrams.onprem.client import Users
from diagrams.onprem.monitoring import Grafana, Prometheus
from diagrams.onprem.network import Traefik

with Diagram("A cluster with three namespaces", direction="TB", show=False):
    users = Users("Customers")
    with Cluster("Namespace ingress"):
        controller = Traefik("Traefik")
        certificates = CertManager("cert-manager")
    with Cluster("Namespace store"):
        rules = Ingress("store")
        policy = NetworkPolicy("only from\ningress")
        scaler = HPA("2 to 8")
        config, password = ConfigMap("settings"), Secret("database")
        with Cluster("Deployment frontend"):
            frontend_service = Service("frontend")
            frontends = [Pod("frontend-1"), Pod("frontend-2")]
        with Cluster("Deployment orders"):
            orders_service = Service("orders")
            orders = [Pod("orders-1"), Pod("orders-2")]
        with Cluster("StatefulSet postgres"):
            database_service = Service("postgres\nheadless")
            databases = StatefulSet("postgres-0, -1")
            volume = PVC("data-postgres-0, -1")
        backup = Cronjob("backup")
    with Cluster("Namespace monitoring"):
        metrics, charts = Prometheus("Prometheus"), Grafana("Grafana")
        exporters = DaemonSet("node-exporter")

    users >> Edge(label="HTTPS") >> controller
    controller >> Edge(label="reads", style="dashed") >> rules
    certificates >> Edge(label="issues", style="dashed") >> rules
    controller >> Edge(label="/") >> frontend_service >> frontends
    frontends[0] >> orders_service >> orders
    scaler >> Edge(style="dashed") >> orders[1]
    [config, password] >> Edge(style="dotted") >> orders[0]
    orders[0] >> database_service >> databases >> volume
    backup >> database_service
    policy >> Edge(style="dotted") >> frontends[1]
    exporters >> metrics >> charts
