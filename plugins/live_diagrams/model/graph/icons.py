"""The key of an icon; and an icon that could not be drawn, and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def make_icon_key(png: bytes) -> str:
    """Return the key of an icon: a digest of its content, so that none can take the place of another."""
    return hashlib.sha256(png).hexdigest()[:10]


@dataclass(frozen=True)
class MissingIcon:
    """An icon in whose place a placeholder is drawn.

    `path` is what the author wrote, `line` the script's line that names it (0 where it is not known), and
    `message` the reason, with how to fix it.
    """

    path: str
    line: int
    message: str
