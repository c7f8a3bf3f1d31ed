"""The lines of a page's code that declare Kubernetes objects, which light up with the nodes for them. Pure.

The entry point group `live_diagrams.declarations` names `find_declaring_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .yaml_lines import parse_yaml

_SEPARATOR = re.compile(r"---(\s|$)")


def find_declaring_lines(code: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a code block that declares an object, with the id of the node for that object.

    Lines count from 1; the id is `Kind/name`. Blank lines around a document belong to no object, and a
    document that is not a complete manifest is skipped.
    """
    lines = code.split("\n")
    if not any(line.startswith("kind:") for line in lines):
        return
    separators = [index for index, line in enumerate(lines) if _SEPARATOR.match(line)]
    for before, after in pairwise([-1, *separators, len(lines)]):
        numbers = [number for number in range(before + 2, after + 1) if lines[number - 1].strip()]
        if numbers and (id_ := _find_id("\n".join(lines[before + 1 : after]))):
            yield from ((number, id_) for number in range(numbers[0], numbers[-1] + 1))


def _find_id(text: str) -> str:
    """Return `Kind/name` of a text that is one manifest, else an empty string."""
    documents, issues = parse_yaml(text)
    if issues or len(documents) != 1 or not isinstance(manifest := documents[0].value, dict):
        return ""
    kind, metadata = manifest.get("kind"), manifest.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return f"{kind}/{name}" if isinstance(kind, str) and isinstance(name, str) else ""
