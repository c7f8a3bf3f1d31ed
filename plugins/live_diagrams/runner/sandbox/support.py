"""What this machine can do for a sandbox, in words for `live-diagrams doctor` and for error messages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    """A part of the sandbox: whether it works here, and whether there is no sandbox without it."""

    name: str
    works: bool
    is_required: bool
    detail: str


def find_problem() -> str:
    """Return why there can be no sandbox here; empty where there can be one."""
    return next((f.detail for f in _iterate_required() if not f.works), "")


def list_features() -> tuple[Feature, ...]:
    """Return every part of the sandbox."""
    required = tuple(_iterate_required())
    return (*required, *_iterate_optional()) if all(feature.works for feature in required) else required


def _iterate_required() -> Iterator[Feature]:
    if sys.platform != "linux":
        yield Feature("Linux", False, True, f"the sandbox needs Linux, and this is {sys.platform}")
        return
    from . import landlock, seccomp

    abi = landlock.find_abi()
    yield Feature(
        "Landlock",
        abi >= landlock.OLDEST_ABI,
        True,
        f"the kernel has version {abi} of Landlock"
        if abi >= landlock.OLDEST_ABI
        else "the sandbox needs Linux 6.2 or newer with Landlock switched on (`lsm=landlock,…`)",
    )
    yield Feature(
        "seccomp",
        seccomp.is_supported(),
        True,
        "the kernel filters system calls"
        if seccomp.is_supported()
        else f"the sandbox needs seccomp on x86-64 or arm64, and this is {os.uname().machine}",
    )


def _iterate_optional() -> Iterator[Feature]:
    from . import landlock, namespaces

    scopes = landlock.find_abi() >= landlock.SCOPING_ABI
    yield Feature(
        "signals",
        scopes,
        False,
        "signals stay inside the sandbox"
        if scopes
        else "before Linux 6.12, a script cannot send signals, not even to processes that it starts",
    )
    private = namespaces.can_mount_shared_memory()
    yield Feature(
        "shared memory",
        private,
        False,
        "a script has shared memory that nobody else sees"
        if private
        else "there are no user namespaces for this user, so `multiprocessing` has no locks and queues",
    )
