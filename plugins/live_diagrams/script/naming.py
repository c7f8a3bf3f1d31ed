"""Names for parts that a script left unnamed: ids that stay the same from build to build, and kinds. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable


def assign_unique_ids(candidates: Iterable[tuple[str, str]], reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return an id for each key, from pairs of a candidate and a key.

    A candidate that is already in use gets `-2`, `-3`, ... in order.
    """
    used = set(reserved)
    ids: dict[str, str] = {}
    for candidate, key in candidates:
        id_, count = candidate, 1
        while id_ in used:
            count += 1
            id_ = f"{candidate}-{count}"
        used.add(id_)
        ids[key] = id_
    return ids


def make_slug(text: str) -> str:
    """Return the words of a text in lower case, joined by hyphens: `Pod web-1` -> `pod-web-1`."""
    text = re.sub(r"\\[nlr]", " ", re.sub(r"<[^<>]*>", " ", text))
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
    return "-".join(words) or "node"


def find_kind(node_class: type) -> str:
    """Return the longest name of a node's class in its module: `SVC` is also `Service`."""
    module = sys.modules.get(node_class.__module__)
    names = [name for name, value in vars(module).items() if value is node_class] if module else []
    return max([node_class.__name__, *names], key=lambda name: (len(name), name))
