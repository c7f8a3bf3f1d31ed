"""How a rule on manifests becomes a check, with its diagnostics at the lines of the wrong values. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from live_diagrams.checks import Check, Diagnostic

from ..manifests.context import Context
from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath

Finding = tuple[KubeObject, str, FieldPath]
"""An object, a message on it, and the path of the value that is wrong."""
FindingRule = Callable[[Context], Iterable[Finding]]


def manifest_check(
    name: str, *, holds: str, why: str, source: str
) -> Callable[[FindingRule], Check[Context]]:
    """Return a decorator that makes a check of a function which yields what breaks a rule."""

    def make_check(find: FindingRule) -> Check[Context]:
        def find_diagnostics(context: Context) -> Iterator[Diagnostic]:
            for obj, message, path in find(context):
                yield Diagnostic(obj.file, obj.find_line(*path), name, message)

        return Check(name, holds, why, find_diagnostics, source, f"kubernetes-checks/#{name}")

    return make_check


def join_words(words: Iterable[object], default: str = "none") -> str:
    """Return words joined by `and`, or a default where there are none."""
    return " and ".join(map(str, words)) or default
