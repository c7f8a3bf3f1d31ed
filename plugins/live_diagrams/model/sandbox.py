"""What a script in the sandbox may do, as it crosses the pipe to the processes that run scripts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sandbox:
    """Permissions of a script; what is not listed is refused.

    `readable` are files and folders, with all that is below them; `listable` are folders of which the names
    can be read, down to the deepest, but no content. `programs` can be executed. `environment` are the
    names of variables that are passed on.
    """

    readable: tuple[str, ...] = ()
    listable: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
