"""What the engine asks of the system: bind processes to each other, find them, end them, clean up.

Where a system does not know one of these things, it does nothing: the bounds that need it are then
kept by the others alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

MARK = "LIVE_DIAGRAMS_RUN"
"""The environment variable by which processes that came of one run are known again."""

PREFIX = "live-diagrams-"
"""What a working folder's name begins with; the number of the process that it belongs to follows."""


def become_subreaper() -> None:
    """Have processes that lose their parent come to this one (Linux), so that none gets away."""
    if sys.platform == "linux":
        _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def die_with_parent(parent: int) -> None:
    """Have this process killed when `parent`, which started it, ends (Linux)."""
    if sys.platform == "linux":
        _prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it has ended before it could be asked for
            os._exit(0)


def _prctl(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        _libc().prctl(option, value, 0, 0, 0)


@cache  # each makes classes of its own, in every child
def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def send_signal(pid: int, number: int) -> None:
    """Send a signal to a process, or to the group `-pid`; one that has ended is no fault."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def list_children() -> list[int]:
    """This process's children that have not ended (Linux; elsewhere none are known)."""
    try:
        pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    except OSError:
        return []
    return [int(pid) for pid in pids if _is_alive(pid)]


def read_command(pid: int) -> str:
    """A process's command line, empty where it is not known."""
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()


def kill_marked(mark: str) -> None:
    """Kill every process whose environment began with that mark, wherever it has got to (Linux)."""
    entry = f"{MARK}={mark}\0".encode()
    for _ in range(20):  # one may start another meanwhile
        environments = {pid: _read(pid, "environ") + b"\0" for pid in _others()}
        for pid in (found := [pid for pid, held in environments.items() if entry in held]):
            send_signal(pid, signal.SIGKILL)
        # Just while a process begins another program, its environment seems empty.
        if not found and not any(held == b"\0" and _is_alive(pid) for pid, held in environments.items()):
            return
        time.sleep(0.005)


def _others() -> list[int]:
    """All processes but this one (Linux)."""
    if sys.platform != "linux":
        return []
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    except OSError:
        return []


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _is_alive(pid: int | str) -> bool:
    """Whether it is a program's process, and has not ended, if only to wait for being reaped."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return status[0] not in "ZX" and not int(status[6]) & 0x200000  # which marks the kernel's own threads
    except OSError:
        return False


def create_working_folder() -> Path:
    """A new folder for what this process's scripts write."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def remove_stale_folders() -> None:
    """Remove the working folders of processes that were killed (Linux)."""
    if sys.platform == "linux":
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
            pid = folder.name.removeprefix(PREFIX).split("-")[0]
            if pid.isdigit() and not _is_alive(pid):
                shutil.rmtree(folder, ignore_errors=True)
