"""Whether a build uses a shared cache, and for what: options, environment, and the secret of its entries."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ...cache.remote.errors import hide_credentials
from ...cache.store import SECRET_VARIABLE
from ...model.errors import FigureError
from ...model.settings import Settings

URL_VARIABLE = "LIVE_DIAGRAMS_REMOTE_CACHE"
"""The environment variable with an address that overrules the configuration; `off` for none."""
MODE_VARIABLE = "LIVE_DIAGRAMS_REMOTE_CACHE_MODE"
"""The environment variable that can make a shared cache read-only, whatever the configuration says."""
UNSIGNED_VARIABLE = "LIVE_DIAGRAMS_REMOTE_CACHE_UNSIGNED"
"""The environment variable that allows entries without a signature, if it is `true`."""

MODES = ("read-write", "read-only")

UNSIGNED_PROBLEM = (
    f"{SECRET_VARIABLE} is not set, so nobody could tell who wrote an entry; set it to a secret that "
    "all builds which write have, or say `remote_cache_unsigned: true`"
)


@dataclass(frozen=True)
class RemoteCache:
    """A shared cache as one project uses it.

    `folders` are those below the address that are read, in this order; the first is written to. `problem`
    says why it cannot be used; empty where it can.
    """

    url: str
    is_writable: bool
    secret: bytes
    folders: tuple[str, ...]
    problem: str = ""

    @property
    def name(self) -> str:
        """The address without passwords."""
        return hide_credentials(self.url)


def find_remote(settings: Settings) -> RemoteCache | None:
    """Return the shared cache of a project, or None where it has none.

    Scripts in the sandbox can tell the build what they like about their inputs. So what such a build
    renders is written into a folder that other builds do not read.

    Raises:
        FigureError: A variable has a value that it cannot have.
    """
    url = os.environ.get(URL_VARIABLE) or settings.remote_cache
    if not url or url == "off":
        return None
    if "://" not in url:
        url = os.path.normpath(settings.root / url)
    wanted = os.environ.get(MODE_VARIABLE, "")
    if wanted not in ("", *MODES):
        raise FigureError(f"{MODE_VARIABLE} is {wanted!r}, but has to be {' or '.join(MODES)}")
    secret = os.environ.get(SECRET_VARIABLE, "").encode()
    is_allowed = settings.remote_cache_unsigned or os.environ.get(UNSIGNED_VARIABLE, "").lower() == "true"
    return RemoteCache(
        url,
        is_writable="read-only" not in (wanted, settings.remote_cache_mode),
        secret=secret,
        folders=("",) if settings.sandbox == "off" else ("sandbox/", ""),
        problem="" if secret or is_allowed else UNSIGNED_PROBLEM,
    )
