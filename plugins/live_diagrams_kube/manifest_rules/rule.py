"""What every rule is: a pure function that yields problems of manifests, and how it words one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from live_diagrams.checks import rules as checks
from live_diagrams.checks.rules import Problem

from ..manifests import schemas
from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject
from ..manifests.options import Options

Rule = Callable[[Manifests, Options], Iterable[Problem]]


def report_problem(one: KubeObject, rule: str, message: str, *path: str | int) -> Problem:
    """A problem of an object, at the line of what stands at a path in it."""
    return Problem(one.file, one.find_line(*path), rule, message)


def minor(version: str) -> int:
    """The number that tells one Kubernetes version from the next, 34 of `1.34`; of the newest for none."""
    return int((version or schemas.list_versions()[-1]).partition(".")[2])


def told(name: str, rule: Callable[..., object], page: str = "kubernetes-checks") -> checks.Rule:
    """What a rule says of itself in its docstring: `` `id`: why. `` first, `Source: address` last.

    `page` is the page of the handbook that explains it.
    """
    said = rule.__doc__ or ""
    why = re.match(r"`[\w-]+`: (.*?)(?:\n\s*\n|\Z)", said, re.DOTALL)
    source = re.search(r"^\s*Source: (\S+)", said, re.MULTILINE)
    reason = " ".join(why[1].split()) if why else ""
    return checks.Rule(name, reason[:1].upper() + reason[1:], f"{page}/#{name}", source[1] if source else "")
