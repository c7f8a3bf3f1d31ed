"""Processes of the system: bind them to each other, find them, end them.

Where a system lacks one of these facilities, its function does nothing, and the other limits have to do.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

from ..model import package
from ..model.sandbox import Sandbox
from .libc import load_libc

MARK = "LIVE_DIAGRAMS_RUN"
"""The environment variable that marks all processes descended from one run."""

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
"""Of `prctl(2)`."""
_PF_KTHREAD = 0x200000
"""The flag of the kernel's own threads in `/proc/PID/stat`; see `proc(5)`."""


def build_environment(mark: str, sandbox: Sandbox | None = None) -> dict[str, str]:
    """Return the environment of scripts: hashes in a fixed order, this package importable, and a mark.

    For a sandbox it has only the variables that are allowed: a process can read those with which it, or the
    process that it is a fork of, was started.
    """
    root = str(package.IMPORT_ROOT)
    inherited = os.environ.get("PYTHONPATH", "")
    path = f"{root}{os.pathsep}{inherited}" if inherited else root
    variables = dict(os.environ)
    if sandbox:
        allowed = {*sandbox.environment, "TMPDIR", "PATH", "SYSTEMROOT"}
        variables = {name: value for name, value in variables.items() if name in allowed}
    return {**variables, "PYTHONHASHSEED": "0", "PYTHONPATH": path, MARK: mark}


def become_subreaper() -> None:
    """Adopt descendants that lose their parent, so that none escapes (Linux)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Have the system kill this process when `parent`, which started it, ends (Linux)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the call
            os._exit(0)


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        load_libc().prctl(option, value, 0, 0, 0)


def send_signal(pid: int, number: int) -> None:
    """Send a signal to a process, or to the group `-pid`, unless it has ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data` to a pipe; stop where its reader has closed it."""
    view = memoryview(data)
    with contextlib.suppress(OSError):
        while view:
            view = view[os.write(descriptor, view) :]


def list_children() -> list[int]:
    """Return the ids of this process's children that are alive (Linux; none elsewhere)."""
    try:
        pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    except OSError:
        return []
    return [int(pid) for pid in pids if is_alive(pid)]


def read_command(pid: int) -> str:
    """Return a process's command line; empty where the system does not provide it."""
    return _read_proc(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()


def kill_marked(mark: str) -> None:
    """Kill every process whose environment carries a mark, whoever its parent is (Linux)."""
    entry = f"{MARK}={mark}\0".encode()
    for _ in range(20):  # a process may start another meanwhile
        environments = {pid: _read_proc(pid, "environ") + b"\0" for pid in _list_others()}
        marked = [pid for pid, environment in environments.items() if entry in environment]
        for pid in marked:
            send_signal(pid, signal.SIGKILL)
        # While a process executes another program, its environment reads as empty.
        is_unclear = any(environment == b"\0" and is_alive(pid) for pid, environment in environments.items())
        if not marked and not is_unclear:
            return
        time.sleep(0.005)


def _list_others() -> list[int]:
    """Return the ids of all processes but this one (Linux)."""
    if sys.platform != "linux":
        return []
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    except OSError:
        return []


def _read_proc(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def is_alive(pid: int | str) -> bool:
    """Return whether a process of a program runs: one that has ended, but is not reaped, does not count."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return fields[0] not in "ZX" and not int(fields[6]) & _PF_KTHREAD
    except OSError:
        return False
