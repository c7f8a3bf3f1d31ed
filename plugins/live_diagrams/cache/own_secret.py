"""The secret of this user on this machine, which nobody else who can write into a cache knows.

Entries that are published as they are, without being checked element by element, are signed with it: whoever
forges one would have to be this user. Where builds share a secret by the environment, that one is taken.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from .store import SECRET_VARIABLE

_SIZE = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NAME = "live-diagrams-secret"


def read_secret() -> bytes:
    """Return the secret, which is created the first time; empty where the system has no place to keep one."""
    if shared := os.environ.get(SECRET_VARIABLE, ""):
        return shared.encode()
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        path = _find_folder() / _NAME
        return _read_file(path) or _create_file(path)
    return b""


def _find_folder() -> Path:
    """Return the folder for what programs of this user may lose.

    Raises:
        RuntimeError: There is none.
    """
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".cache"


def _read_file(path: Path) -> bytes:
    """Return a secret that only this user can read; empty where there is none."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            is_own = os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & _OTHERS)
            content = file.read(_SIZE + 1)
    except FileNotFoundError:
        return b""
    return content if is_own and len(content) == _SIZE else b""


def _create_file(path: Path) -> bytes:
    """Write a new secret; of two builds at once, the entries of one are misses later.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(_SIZE)
    temporary = path.with_name(f".{_NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return secret
