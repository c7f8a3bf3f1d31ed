"""Lines of a page's code that declare what a node stands for. Pure.

A node whose id is `Kind/name` stands for the object of that kind and name. Where a code block holds YAML
documents with `kind` and `metadata.name`, the lines of each are marked with the id of the node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from html import escape, unescape
from itertools import pairwise

import yaml

CLASS = "live-diagram__yaml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCK = re.compile(r"(<pre\b[^>]*>(?:<span></span>)?<code\b[^>]*>)(.*?)(</code></pre>)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SPANNED = re.compile(r'((?:</span>)*<span id="__span-)')
"""The start of a line for which the highlighter has an element of its own."""


def mark_code_lines(html: str, nodes: Set[str]) -> str:
    """Mark the lines that declare these nodes."""
    named = {node for node in nodes if "/" in node}
    if not named or "<code" not in html:
        return html

    def marked(match: re.Match[str]) -> str:
        start, inside, end = match.groups()
        lines = inside.split("\n")
        texts = [unescape(_TAG.sub("", line)) for line in lines]
        for name, first, last in objects(texts):
            if name in named:
                lines[first:last] = [_line(line, name) for line in lines[first:last]]
        return start + "\n".join(lines) + end

    return _BLOCK.sub(marked, html)


def objects(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """`Kind/name` of each YAML document with the first of its lines, from 0, and the one after its last."""
    if not any(line.startswith("kind:") for line in lines):
        return
    breaks = [-1, *(at for at, line in enumerate(lines) if re.match(r"---(\s|$)", line)), len(lines)]
    for before, after in pairwise(breaks):
        first, last = before + 1, after
        while first < last and not lines[first].strip():
            first += 1
        while last > first and not lines[last - 1].strip():
            last -= 1
        try:
            document = yaml.load("\n".join(lines[first:last]), Loader=_Loader)
        except yaml.YAMLError:
            continue  # part of a manifest, or none
        if isinstance(document, dict) and isinstance(document.get("metadata"), dict):
            yield f"{document.get('kind')}/{document['metadata'].get('name')}", first, last


def _line(line: str, name: str) -> str:
    attributes = f'class="{CLASS}" data-node="{escape(name)}"'
    if _SPANNED.match(line):
        return _SPANNED.sub(
            lambda match: match[1].replace("<span id", f"<span {attributes} id"), line, count=1
        )
    closes = re.match(r"(?:</span>)*", line)
    lead = closes[0] if closes else ""
    rest = line[len(lead) :]
    if not rest.strip() or rest.count("<span") != rest.count("</span>"):
        return line  # blank, or what an element that goes on holds
    return f"{lead}<span {attributes}>{rest}</span>"
