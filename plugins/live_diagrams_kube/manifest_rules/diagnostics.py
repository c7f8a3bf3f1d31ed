"""How the rules on manifests word what they find, at the line of the value that is wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from live_diagrams.checks import Diagnostic

from ..manifests.objects import KubeObject

HANDBOOK_PAGE = "kubernetes-checks"
"""The page of the handbook that explains these rules, each below a heading of its name."""


def create_diagnostic(obj: KubeObject, rule: str, message: str, *path: str | int) -> Diagnostic:
    """Return the diagnostic of an object at the line of the value at a path."""
    return Diagnostic(obj.file, obj.find_line(*path), rule, message)


def join_words(words: Iterable[object], default: str = "none") -> str:
    """Return words joined by `and`, or a default where there are none."""
    return " and ".join(map(str, words)) or default
