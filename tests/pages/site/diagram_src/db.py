from diagrams import Diagram
from diagrams.onprem.database import PostgreSQL

with Diagram(show=False):
    PostgreSQL("shop", nodeid="db")
