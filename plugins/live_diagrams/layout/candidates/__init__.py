"""Candidates for the layouts of a figure: what is tried, how it is measured, and which one is chosen."""
