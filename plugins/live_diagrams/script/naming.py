"""Names for what a script left nameless: ids that stay the same from build to build, and kinds. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable


def assign_unique_ids(wishes: Iterable[tuple[str, str]], taken: set[str] | None = None) -> dict[str, str]:
    """`{key: id}` in which a wish that is taken gets `-2`, `-3`, ... in order."""
    used = set(taken or ())
    given: dict[str, str] = {}
    for wish, key in wishes:
        name, count = wish, 1
        while name in used:
            count += 1
            name = f"{wish}-{count}"
        used.add(name)
        given[key] = name
    return given


def make_slug(text: str) -> str:
    """Lower-case words of any script joined by hyphens: `Pod web-1` -> `pod-web-1`."""
    text = re.sub(r"\\[nlr]", " ", re.sub(r"<[^<>]*>", " ", text))
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
    return "-".join(words) or "node"


def find_kind(cls: type) -> str:
    """The fullest name that the module of a node's class has for it: `SVC` is also `Service`."""
    module = sys.modules.get(cls.__module__)
    names = [name for name, value in vars(module).items() if value is cls] if module else []
    return max([cls.__name__, *names], key=lambda name: (len(name), name))
