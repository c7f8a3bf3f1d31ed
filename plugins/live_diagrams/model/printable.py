"""Text from scripts, for terminals and pages: without anything that controls either. Pure."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, movements of the cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line end, and what neither UTF-8 nor XML can contain."""


def strip_controls(text: str) -> str:
    """Return a text without escape sequences and control characters; tabs and line ends stay."""
    if not _CONTROLS.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return drop_controls(_ESCAPES.sub("", text))


def drop_controls(text: str) -> str:
    """Return a text without control characters, which may be markup: nothing else goes."""
    return _CONTROLS.sub("", text)
