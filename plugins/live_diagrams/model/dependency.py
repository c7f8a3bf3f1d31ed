"""A dependency: an input that the output of a script depended on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DependencyKind(StrEnum):
    """The kind of an input."""

    FILE = "file"
    """The content of a file."""
    FOLDER = "folder"
    """The names in a folder."""
    ENV = "env"
    """The value of an environment variable."""
    UNTIL = "until"
    """A time after which the output is stale."""


@dataclass(frozen=True, order=True)
class Dependency:
    """An input and the digest of its content.

    `name` is a path as `PathShortener` shortens it, the name of a variable, or a time in seconds since
    the epoch. `digest` is empty where the content cannot be known.
    """

    kind: DependencyKind
    name: str
    digest: str
