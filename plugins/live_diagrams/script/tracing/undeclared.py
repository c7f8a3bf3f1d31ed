"""What a script asks that cannot be followed: programs, the network, the clock. Noticed, unless declared."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import FrameType

from ...cache.fingerprints import is_covered
from ...cache.paths import is_inside
from ...model.dependency import UndeclaredInput
from .frames import STDLIB, AuthorCode, Caller, find_package


@dataclass(frozen=True)
class Inquiry:
    """What is asked, and the arguments of `depends` that declare it; `advice` says how to write them."""

    text: str
    declared_by: tuple[str, ...]
    advice: str


_AGE = "write `depends(max_age=SECONDS)`"
_FILES = "write `depends(files=[…])` with the files that it reads, or `depends(max_age=SECONDS)`"


class Asked(Enum):
    """The kinds of inquiries that cannot be followed."""

    PROGRAM = Inquiry("starts a program, and what that reads is not seen", ("files", "max_age"), _FILES)
    NETWORK = Inquiry("asks the network", ("max_age",), _AGE)
    LIBRARY = Inquiry("is no Python, and files that it opens are not seen", ("files", "max_age"), _FILES)
    CLOCK = Inquiry("asks the clock", ("max_age",), _AGE)
    RANDOM = Inquiry("asks the system for random numbers", ("max_age",), f"{_AGE}, or use a seed")
    MACHINE = Inquiry("asks what only this machine knows", ("max_age",), _AGE)
    FILE_TIME = Inquiry("asks for the times of a file, which every checkout changes", ("max_age",), _AGE)
    VARIABLES = Inquiry(
        "lists all environment variables",
        ("env", "max_age"),
        "write `depends(env=[…])` with those that the figure shows",
    )


PROGRAM_EVENTS = frozenset(
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn pty.spawn os.startfile".split()
)
NETWORK_EVENTS = frozenset(
    "socket.connect socket.bind socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr "
    "socket.getnameinfo socket.sendto socket.sendmsg".split()
)
MACHINE_EVENTS = frozenset({"socket.gethostname", "os.getxattr", "os.listxattr"})

_STARTERS = frozenset({"multiprocessing.popen_spawn_posix", "multiprocessing.popen_forkserver"})
"""Modules whose import means that another Python starts, which is not followed as a fork is."""
_OPENERS = frozenset({"_dbm", "_gdbm"})
"""Modules of Python's own that open files in C."""
_TRUSTED_LIBRARIES = frozenset(
    """_ruamel_yaml _yaml charset_normalizer contourpy frozenlist google greenlet jiter kiwisolver markupsafe
    matplotlib msgpack msgspec multidict numpy orjson pandas propcache pydantic_core regex rpds ruamel
    scipy simplejson tomli ujson wrapt yaml yarl zope""".split()
)
"""Packages with parts in C or Rust that read files only as Python does, or none at all."""
_QUIET_DEVICES = (
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/tty",
    "/dev/std",
    "/dev/fd/",
    "/dev/pt",
    "/dev/shm/",
)

Report = Callable[[str, str, int, str], None]
"""Called with the name of a kind, the file, the line and the call of each inquiry."""


class Undeclared:
    """Collects the inquiries of a script that cannot be followed, and what it declares."""

    def __init__(self, authors: AuthorCode, report: Report = lambda *_: None) -> None:
        self._authors = authors
        self._report = report
        self._inquiries: dict[tuple[Asked, str, int], str] = {}
        self._declared: set[str] = set()

    def declare(self, argument: str) -> None:
        """Note an argument of `depends` that the script has passed."""
        self._declared.add(argument)

    def add(self, asked: Asked, caller: Caller | None, default: str = "") -> None:
        """Add an inquiry of the author's; `default` is the name of a call that is written in C."""
        if caller is not None:
            call = caller.name_call(default)
            self.add_at(asked, self._authors.name_file(caller.file), caller.line, call)

    def add_at(self, asked: Asked, file: str, line: int, call: str) -> None:
        """Add an inquiry at a line of a file of the author's."""
        if (asked, file, line) not in self._inquiries:
            self._inquiries[asked, file, line] = call
            self._report(asked.name, file, line, call)

    def list_undeclared(self) -> tuple[UndeclaredInput, ...]:
        """Return the inquiries that no argument of `depends` declares, in the order of their lines."""
        return tuple(
            UndeclaredInput(file, line, f"`{call}` {asked.value.text}; {asked.value.advice}")
            for (asked, file, line), call in sorted(self._inquiries.items(), key=lambda item: item[0][1:])
            if self._declared.isdisjoint(asked.value.declared_by)
        )

    def add_event(self, event: str, frame: FrameType) -> None:
        """Add an audit event that is such an inquiry."""
        if event in MACHINE_EVENTS:  # `shutil.copy2` asks for attributes too
            self.add(Asked.MACHINE, self._authors.find_caller(frame, lambda _: False), event)
        else:
            asked = Asked.PROGRAM if event in PROGRAM_EVENTS else Asked.NETWORK
            self.add(asked, self._authors.find_caller(frame), event)

    def add_import(self, module: str, file: str, frame: FrameType) -> None:
        """Add an import that is such an inquiry: of a library that is no Python, or of a way to start one.

        `file` is that of a compiled module, or empty. What another library imports is its own business.
        """
        if module in _STARTERS:
            self.add(Asked.PROGRAM, self._authors.find_caller(frame, is_import=True), module)
        if not file or not _opens_files(module, file):
            return
        package = find_package(file)

        def is_own_part(outer: FrameType) -> bool:
            name = outer.f_code.co_filename
            return is_inside(name, STDLIB) or find_package(name) == package

        caller = self._authors.find_caller(frame, is_own_part, is_import=True)
        if caller:
            name = package or module
            self.add_at(Asked.LIBRARY, self._authors.name_file(caller.file), caller.line, name)

    def add_system_file(self, path: str, frame: FrameType) -> None:
        """Add a file of the kernel that is opened, if that is such an inquiry."""
        if path in ("/dev/random", "/dev/urandom"):
            self.add(Asked.RANDOM, self._authors.find_caller(frame), path)
        elif not path.startswith(_QUIET_DEVICES):
            self.add(Asked.MACHINE, self._authors.find_caller(frame), path)


def _opens_files(module: str, file: str) -> bool:
    """Whether a compiled module may open files that Python does not see."""
    if module.rpartition(".")[2] == "_imagingft":  # Pillow's fonts
        return True
    if is_covered(file) or find_package(file) in _TRUSTED_LIBRARIES or "__mypyc" in os.path.basename(file):
        return False
    if is_inside(os.path.realpath(file), STDLIB) and not find_package(file):
        return module in _OPENERS
    return True
