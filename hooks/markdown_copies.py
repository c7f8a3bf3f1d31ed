"""What mkdocs-llmstxt adds to each page as Markdown: where the list of all pages is."""

from __future__ import annotations

import os
from urllib.parse import urljoin

from bs4 import BeautifulSoup


def preprocess(soup: BeautifulSoup, output: str) -> None:
    """Put a link to `llms.txt` above the text of a page; the file `output` is what the page becomes."""
    quote, paragraph = soup.new_tag("blockquote"), soup.new_tag("p")
    link = soup.new_tag("a", href=urljoin(os.environ.get("SITE_URL") or "/", "llms.txt"))
    link.string = "llms.txt"
    paragraph.extend(["All pages of this site, as Markdown: ", link])
    quote.append(paragraph)
    soup.insert(0, quote)
