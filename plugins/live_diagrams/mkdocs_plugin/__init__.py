"""The MkDocs plugin: configuration, the build, and live figures in `mkdocs serve`."""
