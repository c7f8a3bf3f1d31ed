"""The graph of a figure for other programs: JSON with a schema, Mermaid, DOT and plain text."""
