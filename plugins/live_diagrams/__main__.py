"""`python -m live_diagrams` is the command `live-diagrams`."""

from .commands.main import main

main(prog_name="live-diagrams")
