"""Mutants of the text of pages: addresses, hosts, ports and names of objects, outside of code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from live_diagrams.checks import iterate_outside_lines
from live_diagrams_kube.manifests.collection import API_GROUPS

from .mutant import Mutant
from .words import change_value

PAGES = ("docs/guide/*.md", "docs/blog/posts/*.md")
RULES = ("text-address", "text-object", "unknown-node", "walkthrough-table", "alt-text", "figure-value")
KINDS = "|".join(API_GROUPS)
PATTERNS = (
    # the group `it` of a match is changed
    (r"(?<![\w.])(?P<it>\d{1,3}(?:\.\d{1,3}){3})(?![\w./])", change_value, "address in the text"),
    (r"\d(?:\.\d+){3}:(?P<it>\d{4,5})\b", change_value, "port in the text"),
    (r"\bports? (?P<it>\d{4,5})\b", change_value, "port in the text"),
    (r"(?<![\w./-])(?P<it>[\w.-]+\.example\.(?:com|net))\b", lambda v: f"x{v[1:]}", "host in the text"),
    (rf"\b(?:{KINDS})s? `(?P<it>[a-z0-9-]+)`", lambda v: f"{v}x", "name in the text"),
    (r"\(diagram:[\w/-]+#(?P<it>[A-Z]\w+/[\w-]+)\)", change_value, "reference in the text"),
)


def iterate_mutants(root: Path) -> Iterator[Mutant]:
    """Each fact of a page, changed once in each line."""
    for file in sorted(file for pattern in PAGES for file in root.glob(pattern)):
        path = file.relative_to(root).as_posix()
        for number, line in iterate_outside_lines(file.read_text(encoding="utf-8")):
            if line.lstrip().startswith(("|", "#", "-", "*", ">")) or len(line) > 40:
                for pattern, new, what in PATTERNS:
                    for match in re.finditer(pattern, line):
                        old = line[: match.end("it")]
                        changed = old[: match.start("it")] + new(match["it"])
                        yield Mutant(path, number, old, changed, RULES, what)
