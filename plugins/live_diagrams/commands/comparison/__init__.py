"""Figures compared with those of another revision: the command, the differences, and how they are shown."""
