"""Tooltips for the words of the glossary: what `docs/glossary.md` explains, pages of the guide abbreviate.

The glossary is the only place where a word is explained; its first sentence becomes the tooltip.
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
    """Add an abbreviation for each word that the page uses."""
    if not page.file.src_uri.startswith(PAGES):
        return markdown
    path = Path(config.docs_dir, "glossary.md")
    known = entries(path, path.stat().st_mtime_ns)
    return "\n".join([markdown, "", *(f"*[{word}]: {said}" for word, said in known if word in markdown)])


@lru_cache(maxsize=1)
def entries(path: Path, changed: int) -> list[tuple[str, str]]:
    """Each word with the first sentence on it, as plain text; `changed` is when the file was written."""
    text = path.read_text(encoding="utf-8")
    return [(match["word"], first_sentence(match["text"])) for match in ENTRY.finditer(text)]


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown paragraph, without its marks."""
    plain = re.sub(
        r"\[([^]]*)\]\([^)]*\)|`([^`]*)`", lambda match: match[1] or match[2], " ".join(text.split())
    )
    return re.match(r".*?\.(?= |$)", plain)[0]
