"""The rule on manifests in pages: readers copy the tested file, or an exact part of it. Pure.

A fence that includes a file (`--8<-- "web.yaml"`) is right by itself. A part may be indented otherwise than
in its file, and a line `# …` marks lines that are left out. A fence that is wrong or made up on purpose
says so to readers: by a title that begins with `Wrong` or `Example`, or by an admonition of the type
`failure` around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from live_diagrams.checks import Diagnostic, Fence, iterate_fences

from .pages import Pages

_LANGUAGE = re.compile(r"^\{?\s*\.?(?:yaml|yml)\b", re.IGNORECASE)
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_MARK = re.compile(r"\s*(?:wrong|example)\b", re.IGNORECASE)
_FAILURE = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?:[\w-]+ )*(?:failure|fail|missing)\b")
_SNIPPET = re.compile(r"^\s*;?-+8<-+(?:\s|$)")
_OMISSION = re.compile(r"^\s*#\s*(?:…|\.\.\.)\s*$")
_KEY = re.compile(r"^\s*(?:- )*([A-Za-z][\w.-]*):(?:\s|$)")
_TAB = 4

NumberedLine = tuple[int, str]


def check_excerpts(pages: Pages) -> Iterator[Diagnostic]:
    """Yield the first line of each YAML block that no file of the manifests contains."""
    files = {path: _read_lines(text) for path, text in pages.manifests.items()}
    fields = {match[1] for lines in files.values() for line in lines if (match := _KEY.match(line))}
    for page in pages.selected:
        lines = page.source.expandtabs(_TAB).split("\n")
        for fence in iterate_fences(lines):
            if not _LANGUAGE.match(fence.info) or not _is_manifest(fence.code, fields):
                continue
            if any(map(_SNIPPET.match, fence.code)) or _is_marked(fence, lines):
                continue
            if mismatch := _find_mismatch(fence.code, files):
                offset, reason = mismatch
                hint = 'include the file, or give it a title="Example: …"'
                message = f"this is no part of a manifest: {reason}; {hint}"
                yield Diagnostic(page.path, fence.first + 2 + offset, "yaml-excerpt", message)


def _read_lines(text: str) -> list[str]:
    """Return the lines of a file, without the marks of sections for snippets and blank lines."""
    return [line for text_line in text.split("\n") if (line := text_line.rstrip()) and "--8<--" not in line]


def _is_manifest(code: Sequence[str], fields: set[str]) -> bool:
    """Return whether code is of Kubernetes: by keys that only objects have, or by all its outer keys."""
    keys = [(len(line) - len(line.lstrip()), m[1]) for line in code if (m := _KEY.match(line))]
    names = {key for _, key in keys}
    if {"apiVersion", "kind"} <= names or names & {"spec", "metadata"}:
        return True
    if any(re.search("[a-z][A-Z]", name) for name in names & fields):
        return True
    least = min((indent for indent, _ in keys), default=0)
    outer = {key for indent, key in keys if indent == least}
    return bool(outer) and outer <= fields


def _is_marked(fence: Fence, lines: Sequence[str]) -> bool:
    """Return whether the title, or an admonition around a fence, says that it is wrong or made up."""
    title = _TITLE.search(fence.info)
    if title and _MARK.match(next(filter(None, title.groups()), "")):
        return True
    indent = len(fence.indent)
    for line in reversed(lines[: fence.first]):
        depth = _count_indent(line)
        if line.strip() and depth < indent:
            indent = depth
            if _FAILURE.match(line.lstrip()):
                return True
    return False


def _find_mismatch(code: Sequence[str], files: Mapping[str, Sequence[str]]) -> tuple[int, str] | None:
    """Return the index of the first line that the best file does not continue with, and what it has there."""
    parts = _split_at_omissions(code)
    if not parts:
        return None
    first = parts[0][0][1]
    best = -1, parts[0][0][0], f"no file has `{first.strip()}`"
    for path, lines in files.items():
        starts = [line for line in lines if line.strip() == first.strip()]
        for shift in sorted({_count_indent(line) - _count_indent(first) for line in starts}):
            count, offset, instead = _compare_parts(parts, lines, shift)
            if offset < 0:
                return None
            best = max(best, (count, offset, f"{path} has {instead} here"), key=lambda match: match[0])
    return best[1:]


def _split_at_omissions(code: Sequence[str]) -> list[list[NumberedLine]]:
    """Return the lines with their indices, without blank ones, as one list between each two omissions."""
    parts: list[list[NumberedLine]] = [[]]
    for index, line in enumerate(code):
        if _OMISSION.match(line):
            parts.append([])
        elif line.strip():
            parts[-1].append((index, line.rstrip()))
    return [part for part in parts if part]


def _compare_parts(parts: list[list[NumberedLine]], lines: Sequence[str], shift: int) -> tuple[int, int, str]:
    """Return how many lines a file has, the index of the first that it lacks or -1, and what is there.

    Each part is searched after the one before it.
    """
    position = total = 0
    for part in parts:
        runs = {start: _count_equal(part, lines[start:], shift) for start in range(position, len(lines))}
        start = max(runs, key=lambda start: runs[start], default=position)
        count = runs.get(start, 0)
        total += count
        position = start + count
        if count < len(part):
            instead = f"`{lines[position].strip()}`" if position < len(lines) else "no more lines"
            return total, part[count][0], instead
    return total, -1, ""


def _count_equal(part: list[NumberedLine], lines: Sequence[str], shift: int) -> int:
    """Return how many lines of a part the file's lines begin with."""
    count = 0
    for (_, shown), line in zip(part, lines, strict=False):
        if shown.strip() != line.strip() or _count_indent(line) - _count_indent(shown) != shift:
            break
        count += 1
    return count


def _count_indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
