"""Why a shared cache cannot be used, in one sentence. A build goes on without it."""

from __future__ import annotations

import errno
import os
import re

_LONGEST = 200
"""Characters of a sentence; libraries repeat whole answers of servers in theirs."""

_CREDENTIALS = re.compile(r"(://)[^/@\s]*@")
_SIGNED = re.compile(r"(?i)([?&][^=&\s]*(?:sig|signature|token|credential|key)[^=&\s]*=)[^&\s]+")


class RemoteError(Exception):
    """The shared cache cannot be used; the message says why."""


def describe_error(error: BaseException) -> str:
    """Return what went wrong, in one line without passwords."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    status, message = getattr(error, "status", 0), getattr(error, "message", "")
    if isinstance(status, int) and status and isinstance(message, str):
        text = f"it answers {status} {message}"  # the text of aiohttp's errors has the address, too
    elif isinstance(error, PermissionError):
        text = f"it refuses the access ({text or os.strerror(errno.EACCES)})"
    text = " ".join(hide_credentials(text or type(error).__name__).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def hide_credentials(text: str) -> str:
    """Return a text without the names and passwords in its addresses."""
    return _SIGNED.sub(r"\1…", _CREDENTIALS.sub(r"\1", text))
