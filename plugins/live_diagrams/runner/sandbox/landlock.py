"""Landlock, the kernel's own sandbox for files, by its three system calls.

See https://www.kernel.org/doc/html/latest/userspace-api/landlock.html.
A ruleset refuses every right that it handles, but for the folders and files that its rules name. Each version
of the interface (`ABI`) knows more rights; a kernel is asked only for those that it knows.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
from collections.abc import Iterable
from enum import IntFlag
from functools import cache
from typing import Any

from ..libc import check_result, load_libc

OLDEST_ABI = 3
"""Before it (Linux 6.2) a file could be truncated that must not be written."""
SCOPING_ABI = 6
"""The first that keeps signals and abstract sockets inside (Linux 6.12)."""

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_VERSION = 1
_NETWORK_RIGHTS = 0b11
_SCOPES = 0b11


class Right(IntFlag):
    """What a rule can allow below a path; values and versions are those of `linux/landlock.h`."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


READ = Right.READ_FILE | Right.READ_DIR
WRITE = (
    Right.WRITE_FILE
    | Right.REMOVE_DIR
    | Right.REMOVE_FILE
    | Right.MAKE_DIR
    | Right.MAKE_REG
    | Right.MAKE_FIFO
    | Right.MAKE_SYM
    | Right.REFER
    | Right.TRUNCATE
)
"""All that changes files. Devices and sockets cannot be made anywhere."""

_OF_FILES = Right.EXECUTE | Right.WRITE_FILE | Right.READ_FILE | Right.TRUNCATE | Right.IOCTL_DEV


@cache
def find_abi() -> int:
    """Return the version of the interface that this kernel has, 0 where it has none."""
    try:
        version = load_libc().syscall(_CREATE_RULESET, None, 0, _VERSION)
    except (OSError, AttributeError):
        return 0
    return max(0, int(version))


class Ruleset:
    """Rules that this process, and all that it starts from then on, cannot leave again.

    Args:
        handled: The rights that are refused where no rule allows them; by default all that the kernel has.

    Raises:
        OSError: The kernel refuses.
    """

    def __init__(self, handled: Right | None = None) -> None:
        abi = find_abi()
        supported = Right((1 << (15 if abi < 5 else 16)) - 1)
        handled = supported if handled is None else handled & supported
        fields = [int(handled)]
        if abi >= 4:
            fields.append(_NETWORK_RIGHTS)
        if abi >= SCOPING_ABI:
            fields.append(_SCOPES)
        attributes = struct.pack(f"<{len(fields)}Q", *fields)
        self._handled = handled
        self.descriptor = _call(_CREATE_RULESET, attributes, len(attributes), 0)

    def allow(self, paths: Iterable[str], rights: Right) -> None:
        """Allow rights below some paths; a path that does not exist is skipped."""
        for path in paths:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                self._allow_path(path, rights)

    def _allow_path(self, path: str, rights: Right) -> None:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= _OF_FILES
            attributes = struct.pack("<Qi", int(rights & self._handled), descriptor)
            _call(_ADD_RULE, self.descriptor, _RULE_PATH_BENEATH, attributes, 0)
        finally:
            os.close(descriptor)

    def enforce(self) -> None:
        """Restrict this process for the rest of its life; it cannot get more privileges by then."""
        _call(_RESTRICT_SELF, self.descriptor, 0)

    def close(self) -> None:
        """Close the ruleset; where it is enforced, it stays so."""
        os.close(self.descriptor)


def _call(number: int, *arguments: Any) -> int:
    return check_result(int(load_libc().syscall(number, *arguments)))
