"""A flowchart: shapes, and a label on each way out of a decision."""

from diagrams import Diagram, Edge
from diagrams.programming.flowchart import Action, Decision, Document, InputOutput, PredefinedProcess

with Diagram("Triage of an alert", direction="TB", show=False):
    alert = InputOutput("Alert")
    users = Decision("Do users notice?")
    incident = Action("Open an incident")
    ticket = Document("Ticket for\nthe next day")
    change = Decision("Changed in the\nlast hour?")
    rollback = Action("Roll back")
    familiar = Decision("Seen before?")
    runbook = PredefinedProcess("Follow the\nrunbook")
    team = Action("Call the team")
    calm = Decision("Quiet for\n15 minutes?")
    review = Document("Review without\nblame")

    alert >> users
    users >> Edge(label="yes") >> incident >> change
    users >> Edge(label="no") >> ticket
    change >> Edge(label="yes") >> rollback >> calm
    change >> Edge(label="no") >> familiar
    familiar >> Edge(label="yes") >> runbook >> calm
    familiar >> Edge(label="no") >> team >> calm
    calm >> Edge(label="yes") >> review
    calm >> Edge(label="no", constraint="false") >> team
