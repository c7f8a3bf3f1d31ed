"""Markdown and HTML: the extension, fences, embeds and the markup of figures."""
