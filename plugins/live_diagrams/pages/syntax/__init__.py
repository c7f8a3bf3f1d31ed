"""What authors write in Markdown for a figure: images with attributes, and fences with scripts."""
