"""The containers of one system in the C4 model: no icons, all text."""

from diagrams import Diagram
from diagrams.c4 import Container, Database, Person, Relationship, System, SystemBoundary

with Diagram("Containers of a loan portal", direction="TB", show=False):
    customer = Person("Customer", "Applies for a loan and follows its state.")
    clerk = Person("Loan officer", "Decides on what the rules leave open.")
    with SystemBoundary("Loan portal"):
        web = Container("Web application", "TypeScript", "Forms, state, documents.")
        desk = Container("Back office", "TypeScript", "A work list for officers.")
        api = Container("Loan API", "Java, Spring Boot", "Applications and their life cycle.")
        store = Database("Applications", "PostgreSQL", "Applications, decisions, audit trail.")
    bureau = System("Credit bureau", "Scores of persons.", external=True)
    core = System("Core banking", "Accounts and payments.", external=True)

    customer >> Relationship("Applies [HTTPS]") >> web
    clerk >> Relationship("Decides [HTTPS]") >> desk
    web >> Relationship("Calls [JSON, HTTPS]") >> api
    desk >> Relationship("Calls [JSON, HTTPS]") >> api
    api >> Relationship("Asks for a score [HTTPS]") >> bureau
    api >> Relationship("Reads and writes [SQL]") >> store
    api >> Relationship("Orders the payout [MQ]") >> core
