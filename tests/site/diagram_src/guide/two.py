from diagrams import Diagram
from diagrams.custom import Custom

with Diagram("First", filename="first", show=False):
    Custom("a square", "square.png")

with Diagram("Second", filename="second", show=False):
    Custom("the same square", "square.png") << Custom("once more", "square.png")
