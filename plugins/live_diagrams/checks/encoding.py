"""Text that was read in the wrong encoding once, such as `â€™` for `’`, and what it was meant to be. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .check import Check
from .diagnostic import Diagnostic
from .site import Site

_SUSPICIOUS = re.compile(r"[\u0080-\u00ff\u0152-\u02dc\u0e00-\u0e7f\u2013-\u2122\ufffd]{2,}|\ufffd")

_PLAUSIBLE = re.compile(r"[\u00a0-\u017f\u0391-\u03c9\u2010-\u2bff\ufe00-\ufeff\U0001f000-\U0001faff]")
"""What a single character must have been to be believed: accented Latin, punctuation, symbols.

A letter before a quotation mark, as in `Spaß«` or `été »`, looks like one of other scripts.
"""


def _find_broken_text(site: Site) -> Iterator[Diagnostic]:
    """Broken text in the sources of pages, code blocks included."""
    for page in site.pages:
        for number, line in enumerate(page.source.split("\n"), 1):
            for match in _SUSPICIOUS.finditer(line):
                meant = _unbroken(match[0])
                if meant:
                    message = f"`{match[0]}` is broken text; it was meant to be `{meant}`"
                    yield Diagnostic(page.path, number, "broken-encoding", message)
                elif "\ufffd" in match[0]:
                    message = "a character was lost here in reading a wrong encoding (U+FFFD)"
                    yield Diagnostic(page.path, number, "broken-encoding", message)


def _unbroken(text: str) -> str:
    """What the text was before its UTF-8 was read as Windows-1252 or -874, or nothing."""
    raw = bytearray()
    thai = 0
    for char in text:
        for codec in ("cp1252", "cp874", "latin-1"):
            try:
                raw += char.encode(codec)
            except UnicodeEncodeError:
                continue
            thai += codec == "cp874"
            break
        else:
            return ""
    if thai == len(text):
        return ""  # a Thai word, not a broken one
    try:
        meant = raw.decode()
    except UnicodeDecodeError:
        return ""
    if any(unicodedata.category(char) == "Cc" for char in meant):
        return ""
    return meant if len(meant) > 1 or _PLAUSIBLE.match(meant) else ""


CHECKS = (
    Check(
        "broken-encoding",
        holds="No text was read in the wrong encoding.",
        why="Text that was read in the wrong encoding once stays broken, and spelling checkers pass over it.",
        find=_find_broken_text,
        help="checks/#broken-encoding",
    ),
)
