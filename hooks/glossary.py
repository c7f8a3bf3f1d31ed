"""Tooltips for the words of the glossary: pages of the guide abbreviate the entries of `docs/glossary.md`.

Each word is explained in the glossary only; the first sentence of its entry becomes the tooltip.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

ENTRY = re.compile(
    r"^(?P<word>\S[^\n]*?) \{ #[\w-]+ \}\n\n:   (?P<text>.*?)(?=\n\n\S|\Z)", re.MULTILINE | re.DOTALL
)
PAGES = ("guide/", "blog/posts/")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Add an abbreviation for each word that the page contains."""
    if not page.file.src_uri.startswith(PAGES):
        return markdown
    path = Path(config.docs_dir, "glossary.md")
    entries = read_entries(path, path.stat().st_mtime_ns)
    abbreviations = [f"*[{word}]: {sentence}" for word, sentence in entries if word in markdown]
    return "\n".join([markdown, "", *abbreviations])


@lru_cache(maxsize=1)
def read_entries(path: Path, modified: int) -> list[tuple[str, str]]:
    """Return each word with its first sentence as plain text; `modified` belongs to the key of the cache."""
    text = path.read_text(encoding="utf-8")
    return [(match["word"], take_first_sentence(match["text"])) for match in ENTRY.finditer(text)]


def take_first_sentence(text: str) -> str:
    """Return the first sentence of a Markdown paragraph, without its markup."""
    plain = re.sub(
        r"\[([^]]*)\]\([^)]*\)|`([^`]*)`", lambda match: match[1] or match[2], " ".join(text.split())
    )
    return re.match(r".*?\.(?= |$)", plain)[0]
