"""The command `live-diagrams` and its subcommands."""
