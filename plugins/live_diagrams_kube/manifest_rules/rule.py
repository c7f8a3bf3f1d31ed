"""What every rule is: a pure function that yields problems of manifests, and how it words one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from live_diagrams import checks
from live_diagrams.checks import Diagnostic

from ..manifests import schemas
from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options

Rule = Callable[[Manifests, Options], Iterable[Diagnostic]]


def report_problem(one: KubeObject, rule: str, message: str, *path: str | int) -> Diagnostic:
    """A problem of an object, at the line of what stands at a path in it."""
    return Diagnostic(one.file, one.find_line(*path), rule, message)


def minor(version: str) -> int:
    """The number that tells one Kubernetes version from the next, 34 of `1.34`; of the newest for none."""
    return int((version or schemas.list_versions()[-1]).partition(".")[2])


def told(
    name: str, rule: Callable[..., Iterable[Diagnostic]], page: str = "kubernetes-checks"
) -> checks.Check[Any]:
    """What a rule says of itself in its docstring: `` `id`: why. `` first, `Source: address` last.

    `page` is the page of the handbook that explains it.
    """
    said = rule.__doc__ or ""
    match = re.match(r"`[\w-]+`: (.*?)(?:\n\s*\n|\Z)", said, re.DOTALL)
    source = re.search(r"^\s*Source: (\S+)", said, re.MULTILINE)
    reason = " ".join(match[1].split()) if match else ""
    why = reason[:1].upper() + reason[1:]
    return checks.Check(name, "", why, rule, source[1] if source else "", f"{page}/#{name}")
