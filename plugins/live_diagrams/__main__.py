"""`python -m live_diagrams` is the command `live-diagrams`."""

from .cli import main

main(prog_name="live-diagrams")
