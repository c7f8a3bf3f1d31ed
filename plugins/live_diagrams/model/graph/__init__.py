"""What a script describes: the graph, the steps through it, its questions and parameters. No coordinates."""
