"""Live pages of `mkdocs serve`: figures and texts that change in the open page as their files are saved."""
