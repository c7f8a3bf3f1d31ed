"""Namespaces of a process: if the system allows, a script has shared memory that nobody else sees."""

from __future__ import annotations

import os
from pathlib import Path

from ..libc import check_result, load_libc

_NEW_MOUNTS, _NEW_USER = 0x00020000, 0x10000000
_PRIVATE, _RECURSIVE = 1 << 18, 1 << 14
_NO_SUID, _NO_DEVICES, _NO_EXECUTION = 2, 4, 8


def can_mount_shared_memory() -> bool:
    """Return whether `mount_shared_memory` works here; tried in a process that ends afterwards."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            mount_shared_memory(2**20)
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def mount_shared_memory(size: int) -> None:
    """Mount an empty `/dev/shm` of so many bytes that only this process and its children see.

    Raises:
        OSError: The system does not allow it; `multiprocessing` then has no locks and queues.
    """
    libc = load_libc()
    user, group = os.getuid(), os.getgid()
    check_result(libc.unshare(_NEW_MOUNTS if user == 0 else _NEW_MOUNTS | _NEW_USER))
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    check_result(libc.mount(None, b"/", None, _PRIVATE | _RECURSIVE, None))
    flags = _NO_SUID | _NO_DEVICES | _NO_EXECUTION
    check_result(libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", flags, f"size={size},mode=1777".encode()))
