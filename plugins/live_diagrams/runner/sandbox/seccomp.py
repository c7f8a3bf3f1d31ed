"""A seccomp filter: which system calls a process may still make.

See https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html.
The filter is a program of BPF that the kernel runs before each call. It refuses the calls that
`system_calls` lists and allows all others, of which Landlock decides those on files.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..libc import check_result, load_libc
from . import system_calls

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "arm64": (0xC00000B7, 1)}
"""AUDIT_ARCH, and the column of numbers in `system_calls`, by the name of the machine."""

_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32 = 0x40000000
"""Numbers from here on are calls of another interface of x86-64, in which no call would be recognised."""

_INSTRUCTION_SIZE = 8
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2

Instruction = tuple[int, int, int, int]
"""A code, two jumps, a value."""


def is_supported() -> bool:
    """Return whether there is a filter for this machine, and a kernel that takes it."""
    return platform.machine() in _ARCHITECTURES and "Seccomp:" in Path("/proc/self/status").read_text()


def refuse_privileges() -> None:
    """Give up every way to more privileges, which the kernel asks for before it takes a filter.

    Raises:
        OSError: The kernel refuses.
    """
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0)


def encode_filter(*, allows_programs: bool, scopes_signals: bool) -> bytes:
    """Return the filter for this machine.

    Args:
        allows_programs: Whether programs can be executed; Landlock says which.
        scopes_signals: Whether Landlock keeps signals inside. Otherwise they reach no other process.
    """
    program = assemble_filter(platform.machine(), allows_programs, scopes_signals)
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def install_filter(code: bytes) -> None:
    """Filter the calls of this process, and of all that it starts from then on.

    Raises:
        OSError: The kernel refuses.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(code) // _INSTRUCTION_SIZE, ctypes.addressof(buffer))
    _prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.create_string_buffer(header, len(header)))


def assemble_filter(machine: str, allows_programs: bool, scopes_signals: bool) -> list[Instruction]:
    """Return the instructions of a filter.

    Args:
        machine: The name of the machine, a key of the architectures.
        allows_programs: Whether programs can be executed.
        scopes_signals: Whether Landlock keeps signals inside.
    """
    architecture, column = _ARCHITECTURES[machine]
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:
        program += [(_GREATER, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    forbidden = (
        [system_calls.FORBIDDEN] if allows_programs else [system_calls.FORBIDDEN, system_calls.EXECUTE]
    )
    for tables, code in (
        (forbidden, errno.EACCES),
        ([system_calls.REFUSED], errno.EPERM),
        ([system_calls.ABSENT], errno.ENOSYS),
        ([system_calls.IGNORED], 0),
        ([system_calls.UNSUPPORTED], errno.ENOTSUP),
    ):
        for table in tables:
            for numbers in table.values():
                if numbers[column] is not None:
                    program += [(_EQUAL, 0, 1, numbers[column] or 0), (_RETURN, 0, 0, _ERRNO | code)]
    refuse = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    program += _on_call(
        system_calls.CLONE[column], 0, [(_ANY_BIT, 0, 1, system_calls.NAMESPACE_FLAGS), refuse]
    )
    program += _on_call(system_calls.PRLIMIT[column], 0, [(_EQUAL, 1, 0, 0), refuse])
    for request in system_calls.DANGEROUS_IOCTLS:
        program += _on_call(system_calls.IOCTL[column], 1, [(_EQUAL, 0, 1, request), refuse])
    if not scopes_signals:
        for numbers in system_calls.SIGNALS.values():
            program += [(_EQUAL, 0, 1, numbers[column] or 0), refuse]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _on_call(number: int, argument: int, block: Iterable[Instruction]) -> list[Instruction]:
    """Return instructions that look at an argument of a call, and load its number again afterwards."""
    inner = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *block, (_LOAD, 0, 0, _NUMBER)]
    return [(_EQUAL, 0, len(inner), number), *inner]


def _prctl(option: int, value: int, address: Any) -> None:
    zero = ctypes.c_ulong(0)
    check_result(load_libc().prctl(option, ctypes.c_ulong(value), address, zero, zero))
