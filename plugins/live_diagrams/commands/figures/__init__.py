"""The commands that render figures, list them, and write them as files."""
