"""Checks from functions whose docstrings describe them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from live_diagrams.checks import Check, Diagnostic


def told(name: str, rule: Callable[..., Iterable[Diagnostic]], page: str = "figure-checks") -> Check[Any]:
    """What a rule says of itself in its docstring: `` `id`: why. `` first, `Source: address` last.

    `page` is the page of the handbook that explains it.
    """
    said = rule.__doc__ or ""
    match = re.match(r"`[\w-]+`: (.*?)(?:\n\s*\n|\Z)", said, re.DOTALL)
    source = re.search(r"^\s*Source: (\S+)", said, re.MULTILINE)
    reason = " ".join(match[1].split()) if match else ""
    why = reason[:1].upper() + reason[1:]
    return Check(name, "", why, rule, source[1] if source else "", f"{page}/#{name}")
