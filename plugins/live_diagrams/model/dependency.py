"""A dependency: an input that the output of a script depended on. And inputs that nobody can follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DependencyKind(StrEnum):
    """The kind of an input."""

    FILE = "file"
    """The content of a file."""
    FOLDER = "folder"
    """The names in a folder, and which of them are folders or links."""
    ENTRIES = "entries"
    """The same, with the status of everything in it."""
    TYPE = "type"
    """What a path leads to: nothing, a file, a folder, something else."""
    LINK = "link"
    """What is at a path itself: nothing, a file, a folder, or a link and its target."""
    STATUS = "status"
    """What a path leads to, its mode, and of a file its size and its number of links."""
    ACCESS = "access"
    """What the build may do with a path: read, write, execute."""
    MODULE = "module"
    """Which files in a folder can be the module of a name."""
    ENV = "env"
    """The value of an environment variable."""
    UNTIL = "until"
    """A time after which the output is stale."""

    @property
    def is_path(self) -> bool:
        """Whether the name of such an input is a path."""
        return self not in (DependencyKind.ENV, DependencyKind.UNTIL)

    @property
    def is_folder(self) -> bool:
        """Whether it changes with the names in a folder."""
        return self in (DependencyKind.FOLDER, DependencyKind.ENTRIES)


@dataclass(frozen=True, order=True)
class Dependency:
    """An input and the digest of its content.

    `name` is a path as `PathShortener` shortens it, the name of a variable, or a time in seconds since
    the epoch. `digest` is empty where the content cannot be known.
    """

    kind: DependencyKind
    name: str
    digest: str


@dataclass(frozen=True)
class UndeclaredInput:
    """Something that a script has asked, that cannot be followed, and that it did not declare.

    `file` is the file of the author's that asked, relative to the project; empty for the script itself.
    `message` names the call and says what to write.
    """

    file: str
    line: int
    message: str
