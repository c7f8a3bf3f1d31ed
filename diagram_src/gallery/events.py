"""Event-driven: producers know no consumer, each has its own queue."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.engagement import SES
from diagrams.aws.integration import SQS, Eventbridge, StepFunctions
from diagrams.aws.network import APIGateway
from diagrams.aws.storage import S3
from diagrams.generic.device import Mobile

with Diagram("Orders as events", direction="TB", show=False):
    app = Mobile("App")
    with Cluster("Order"):
        gateway = APIGateway("POST /orders")
        accept = Lambda("Accept")
        orders = Dynamodb("Orders")
        changes = Lambda("Publish changes")
    bus = Eventbridge("Event bus")
    with Cluster("Payment"):
        payment_queue = SQS("Payment queue")
        payment = StepFunctions("Charge, retry,\nrefund")
    with Cluster("Shipping"):
        shipping_queue = SQS("Shipping queue")
        shipping = Lambda("Book a carrier")
        labels = S3("Labels")
    with Cluster("Messages"):
        mail_queue = SQS("Mail queue")
        mail = SES("Mail")
    failed = SQS("Dead letters")

    app >> gateway >> accept >> orders
    orders >> Edge(label="stream", style="dashed") >> changes >> bus
    bus >> Edge(label="OrderPlaced") >> payment_queue >> payment
    bus >> Edge(label="OrderPaid") >> shipping_queue >> shipping >> labels
    bus >> Edge(label="Order*") >> mail_queue >> mail
    [payment_queue, shipping_queue, mail_queue] >> Edge(style="dotted") >> failed
