"""A data platform: sources, three layers of tables, and readers."""

from diagrams import Cluster, Diagram, Edge
from diagrams.onprem.analytics import Flink, Superset, Trino
from diagrams.onprem.client import Users
from diagrams.onprem.compute import Server
from diagrams.onprem.database import MySQL, PostgreSQL
from diagrams.onprem.mlops import Mlflow
from diagrams.onprem.queue import Kafka
from diagrams.onprem.storage import Ceph
from diagrams.onprem.workflow import Airflow, NiFi

with Diagram("A lakehouse", direction="TB", show=False):
    with Cluster("Sources"):
        orders, stock = PostgreSQL("Orders"), MySQL("Stock")
        clicks, partners = Server("Clicks"), Server("Partners")
    with Cluster("Ingestion"):
        capture = Kafka("Change capture")
        events = Kafka("Events")
        files = NiFi("Files")
        sessions = Flink("Sessions")
    with Cluster("Iceberg tables on object storage"):
        bronze = Ceph("Bronze\nas received")
        silver = Ceph("Silver\nclean, typed")
        gold = Ceph("Gold\nper question")
    schedule = Airflow("Schedule")
    with Cluster("Use"):
        query, training = Trino("SQL"), Mlflow("Models")
        charts = Superset("Dashboards")
    analysts, scientists = Users("Analysts"), Users("Data scientists")

    [orders, stock] >> Edge(label="log") >> capture >> bronze
    clicks >> events >> sessions >> bronze
    partners >> Edge(label="SFTP") >> files >> bronze
    bronze >> Edge(label="Spark") >> silver >> Edge(label="dbt") >> gold
    schedule >> Edge(label="runs", style="dashed") >> [silver, gold]
    gold >> query >> charts >> analysts
    silver >> training >> scientists
