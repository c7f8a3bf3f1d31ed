"""A web shop in two availability zones. Solid edges are requests; dashed ones are what runs later."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Fargate
from diagrams.aws.database import Aurora, ElasticacheForRedis
from diagrams.aws.engagement import SES
from diagrams.aws.integration import SQS
from diagrams.aws.management import Cloudwatch
from diagrams.aws.network import ALB, CloudFront, NATGateway, Route53
from diagrams.aws.security import WAF, Cognito, SecretsManager
from diagrams.aws.storage import S3
from diagrams.onprem.client import Users

with Diagram("A web shop on AWS", direction="TB", show=False):
    users = Users("Customers")
    dns = Route53("Route 53")
    with Cluster("Edge"):
        firewall = WAF("WAF")
        cdn = CloudFront("CloudFront")
    assets = S3("Images,\nscripts")
    login = Cognito("Cognito")
    with Cluster("VPC 10.0.0.0/16"):
        with Cluster("Public subnets"):
            balancer = ALB("Load balancer")
            nat = NATGateway("NAT gateways")
        with Cluster("Private subnets, zone a"):
            web_a = Fargate("Shop a")
            worker_a = Fargate("Worker a")
        with Cluster("Private subnets, zone b"):
            web_b = Fargate("Shop b")
            worker_b = Fargate("Worker b")
        with Cluster("Data subnets"):
            cache = ElasticacheForRedis("Sessions")
            writer = Aurora("Aurora writer\nzone a")
            reader = Aurora("Aurora reader\nzone b")
    jobs = SQS("Jobs")
    mail = SES("Mail")
    with Cluster("Operations"):
        secrets = SecretsManager("Secrets")
        metrics = Cloudwatch("Logs, alarms")

    users >> dns
    users >> Edge(label="HTTPS") >> firewall >> cdn
    cdn >> Edge(label="/static") >> assets
    cdn >> balancer >> [web_a, web_b]
    balancer >> login
    web_a >> [cache, writer]
    web_b >> [cache, reader]
    writer >> Edge(label="replicates", style="dashed") >> reader
    [web_a, web_b] >> jobs
    jobs >> Edge(style="dashed") >> [worker_a, worker_b]
    [worker_a, worker_b] >> nat >> mail
    secrets >> Edge(style="dotted") >> web_a
    web_b >> Edge(style="dotted") >> metrics
