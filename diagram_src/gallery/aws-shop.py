"""A web shop: dashed edges are what happens later, dotted ones help."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import ECR, Fargate
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
    with Cluster("Edge locations"):
        dns = Route53("Route 53")
        firewall = WAF("WAF")
        cdn = CloudFront("CloudFront")
    assets = S3("Images,\nscripts")
    with Cluster("VPC 10.0.0.0/16, zones a and b"):
        with Cluster("Public subnets"):
            balancer = ALB("Load balancer")
            nat = NATGateway("NAT gateways")
        with Cluster("Private subnets"):
            shop = Fargate("Shop\n2 to 8 tasks")
            worker = Fargate("Worker\n1 to 4 tasks")
        with Cluster("Data subnets"):
            cache = ElasticacheForRedis("Sessions")
            writer = Aurora("Aurora writer\nzone a")
            reader = Aurora("Aurora reader\nzone b")
    jobs = SQS("Jobs")
    mail = SES("Mail")
    with Cluster("Regional services"):
        login = Cognito("Logins")
        secrets = SecretsManager("Secrets")
        images = ECR("Images")
        logs = Cloudwatch("Logs, alarms")

    users >> dns
    users >> Edge(label="HTTPS") >> firewall >> cdn
    cdn >> Edge(label="/static") >> assets
    cdn >> balancer >> shop
    shop >> cache
    shop >> Edge(label="writes") >> writer
    shop >> Edge(label="reads") >> reader
    writer >> Edge(style="dashed", constraint="false") >> reader
    shop >> Edge(style="dashed") >> jobs >> Edge(style="dashed") >> worker
    worker >> nat >> mail
    shop >> Edge(style="dotted") >> [login, secrets, images, logs]
