"""Manifests in pages: what readers copy from a page is the tested file, or an exact part of it. Pure.

A fence that a file is included into (`--8<-- "web.yaml"`) is right by itself. A part may be indented
otherwise than in its file, and a line `# …` stands for lines that are left out. What is wrong or made up on
purpose says so to readers, by a title that begins with `Wrong` or `Example`, or by an admonition of the
type `failure` around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from live_diagrams.checks import Diagnostic, Fence, iterate_fences

from .pages import Pages

_LANGUAGE = re.compile(r"^\{?\s*\.?(?:yaml|yml)\b", re.IGNORECASE)
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_MARKED = re.compile(r"\s*(?:wrong|example)\b", re.IGNORECASE)
_AROUND = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?:[\w-]+ )*(?:failure|fail|missing)\b")
_SNIPPET = re.compile(r"^\s*;?-+8<-+(?:\s|$)")
_OMITTED = re.compile(r"^\s*#\s*(?:…|\.\.\.)\s*$")
_KEY = re.compile(r"^\s*(?:- )*([A-Za-z][\w.-]*):(?:\s|$)")
_TOP = frozenset(("apiVersion", "kind", "metadata", "spec"))
_TAB = 4


def excerpt(pages: Pages) -> Iterator[Diagnostic]:
    """`yaml-excerpt`: a manifest that is typed into a page is tested by nobody, and readers apply it.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/
    """
    files = {path: lines_of(text) for path, text in pages.manifests.items()}
    fields = {match[1] for lines in files.values() for line in lines if (match := _KEY.match(line))}
    for page in pages.selected:
        lines = page.source.expandtabs(_TAB).split("\n")
        for fence in iterate_fences(lines):
            if not _LANGUAGE.match(fence.info) or not _is_manifest(fence.code, fields):
                continue
            if any(map(_SNIPPET.match, fence.code)) or _is_marked(fence, lines):
                continue
            fault = mismatch(fence.code, files)
            if fault:
                at, why = fault
                hint = 'include the file, or give it a title="Example: …"'
                message = f"this is no part of a manifest: {why}; {hint}"
                yield Diagnostic(page.path, fence.first + 2 + at, "yaml-excerpt", message)


def lines_of(text: str) -> list[str]:
    """The lines of a file, without what snippets are cut by."""
    return [line.rstrip() for line in text.split("\n") if not _SNIPPET.match(line) and "--8<--" not in line]


def _is_manifest(code: Sequence[str], fields: set[str]) -> bool:
    """Whether code is about Kubernetes: by keys that only its objects have, or by all its outer keys."""
    found = [(len(line) - len(line.lstrip()), m[1]) for line in code if (m := _KEY.match(line))]
    keys = {key for _, key in found}
    if {"apiVersion", "kind"} <= keys or keys & {"spec", "metadata"}:
        return True
    if any(re.search("[a-z][A-Z]", key) for key in keys & fields):
        return True
    least = min((indent for indent, _ in found), default=0)
    outer = {key for indent, key in found if indent == least}
    return bool(outer) and outer <= fields


def _is_marked(fence: Fence, lines: Sequence[str]) -> bool:
    """Whether readers see that it is no manifest to apply: by its title, or by what is around it."""
    title = _TITLE.search(fence.info)
    if title and _MARKED.match(next(filter(None, title.groups()), "")):
        return True
    indent = len(fence.indent)
    for line in reversed(lines[: fence.first]):
        depth = len(line) - len(line.lstrip())
        if line.strip() and depth < indent:
            indent = depth
            if _AROUND.match(line.lstrip()):
                return True
    return False


def mismatch(code: Sequence[str], files: Mapping[str, Sequence[str]]) -> tuple[int, str] | None:
    """Which line of a code block, counted from 0, no file goes on with, and why; or nothing."""
    parts = _parts(code)
    if not parts:
        return None
    first = parts[0][0][1]
    best = -1, parts[0][0][0], f"no file has `{first.strip()}`"
    for path, lines in files.items():
        full = [line for line in lines if line]
        for shift in sorted(
            {_indent(line) - _indent(first) for line in full if line.strip() == first.strip()}
        ):
            held, at, has = _held(parts, full, shift)
            if at < 0:
                return None
            best = max(best, (held, at, f"{path} has {has} here"), key=lambda found: found[0])
    return best[1:]


def _parts(code: Sequence[str]) -> list[list[tuple[int, str]]]:
    """The lines of a code block with their numbers, parted where lines are left out; without blank ones."""
    parts: list[list[tuple[int, str]]] = [[]]
    for at, line in enumerate(code):
        if _OMITTED.match(line):
            parts.append([])
        elif line.strip():
            parts[-1].append((at, line.rstrip()))
    return [part for part in parts if part]


def _held(parts: list[list[tuple[int, str]]], lines: Sequence[str], shift: int) -> tuple[int, int, str]:
    """How many lines a file has, the first that it has not, and what it has instead; -1 where it has all.

    Each part is looked for after the one before it.
    """
    place = held = 0
    for part in parts:
        runs = {start: _run(part, lines[start:], shift) for start in range(place, len(lines))}
        start = max(runs, key=lambda start: runs[start], default=place)
        count = runs.get(start, 0)
        held += count
        place = start + count
        if count < len(part):
            return (
                held,
                part[count][0],
                f"`{lines[place].strip()}`" if place < len(lines) else "no more lines",
            )
    return held, -1, ""


def _run(part: list[tuple[int, str]], lines: Sequence[str], shift: int) -> int:
    """How many lines of a part a file's lines begin with."""
    count = 0
    while count < min(len(part), len(lines)) and _same(part[count][1], lines[count], shift):
        count += 1
    return count


def _same(shown: str, line: str, shift: int) -> bool:
    return shown.strip() == line.strip() and _indent(line) - _indent(shown) == shift


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
