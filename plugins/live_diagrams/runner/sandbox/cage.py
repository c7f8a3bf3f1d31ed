"""The order of work that puts the process of one script into the sandbox."""

from __future__ import annotations

import contextlib
import os
import resource
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...model.sandbox import Sandbox
from ..libc import check_result, load_libc
from . import landlock, namespaces, seccomp
from .landlock import READ, WRITE, Right, Ruleset

SHARED_MEMORY = "/dev/shm"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

PROCESS_LIMIT = 128
"""Processes and threads; the system does not count those of root."""
DESCRIPTOR_LIMIT = 256
SHARED_MEMORY_SIZE = 64 * 2**20
"""Bytes of the `/dev/shm` that the scripts of one build share, and nobody else sees."""

_CAPABILITY_VERSION = 0x20080522
_CAPSET = {"x86_64": 126, "aarch64": 91, "arm64": 91}


@dataclass(frozen=True)
class _Preparation:
    """What all scripts of one fork server share, so that each of them enters its sandbox quickly."""

    rules: Ruleset
    filter_code: bytes
    has_shared_memory: bool


_preparations: dict[tuple[Sandbox, Path], _Preparation] = {}


def prepare_sandbox(sandbox: Sandbox, folder: Path) -> None:
    """Make the rules and the filter for scripts that write below a folder, before they are forked.

    Raises:
        OSError: The kernel refuses.
    """
    if (sandbox, folder) not in _preparations:
        _preparations[sandbox, folder] = _prepare(sandbox, folder)


def _prepare(sandbox: Sandbox, folder: Path) -> _Preparation:
    # For this process and its children; Landlock has no rules for what is mounted over a folder later.
    has_shared_memory = namespaces.can_mount_shared_memory()
    if has_shared_memory:
        namespaces.mount_shared_memory(SHARED_MEMORY_SIZE)
    rules = Ruleset()
    rules.allow(sandbox.readable, READ)
    rules.allow(sandbox.listable, Right.READ_DIR)
    rules.allow(sandbox.programs, READ | Right.EXECUTE)
    if sandbox.programs:  # a program is started by its loader, and has libraries
        rules.allow(("/lib", "/lib64", "/usr/lib", "/usr/lib64"), READ | Right.EXECUTE)
    rules.allow(DEVICES, READ | Right.WRITE_FILE)
    rules.allow([str(folder), *([SHARED_MEMORY] if has_shared_memory else [])], READ | WRITE)
    code = seccomp.encode_filter(
        allows_programs=bool(sandbox.programs),
        scopes_signals=landlock.find_abi() >= landlock.SCOPING_ABI,
    )
    return _Preparation(rules, code, has_shared_memory)


def enter_sandbox(sandbox: Sandbox, folder: Path, memory: int, keep: Iterable[int]) -> None:
    """Restrict this process, and all that it starts, for the rest of its life.

    Args:
        sandbox: What it may do.
        folder: The only folder that it may change.
        memory: Bytes that it may map beyond what it has now; 0 for no limit.
        keep: The descriptors that stay open.

    Raises:
        OSError: The kernel refuses; the script must then not run.
    """
    shared = _preparations.get((sandbox, folder.parent)) or _prepare(sandbox, folder)
    _close_descriptors({0, 1, 2, shared.rules.descriptor, *keep})
    os.environ["HOME"] = str(folder)
    _limit_resources(memory)
    # The shared rules allow the folders of all scripts; these restrict changes to its own.
    own = Ruleset(WRITE)
    own.allow(DEVICES, Right.WRITE_FILE)
    own.allow([str(folder), *([SHARED_MEMORY] if shared.has_shared_memory else [])], WRITE)
    seccomp.refuse_privileges()
    _drop_capabilities()
    for rules in (shared.rules, own):
        rules.enforce()
        rules.close()
    seccomp.install_filter(shared.filter_code)


def _close_descriptors(keep: set[int]) -> None:
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in keep:
            with contextlib.suppress(OSError):
                os.close(int(name))


def _limit_resources(memory: int) -> None:
    if memory:
        # Memory that is mapped to be shared does not count as data.
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _set_limit(resource.RLIMIT_AS, mapped + memory)
    _set_limit(resource.RLIMIT_NPROC, PROCESS_LIMIT)
    _set_limit(resource.RLIMIT_NOFILE, DESCRIPTOR_LIMIT)
    _set_limit(resource.RLIMIT_CORE, 0)


def _set_limit(kind: int, amount: int) -> None:
    """Set a limit that cannot be raised again."""
    _, hard = resource.getrlimit(kind)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (amount, amount))


def _drop_capabilities() -> None:
    """Drop every capability, which root has, and whoever has a user namespace."""
    header = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    check_result(load_libc().syscall(_CAPSET[os.uname().machine], header, b"\0" * 24))
