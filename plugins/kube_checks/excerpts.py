"""Manifests in pages: what readers copy from a page is the tested file, or an exact part of it. Pure.

A fence that a file is included into (`--8<-- "web.yaml"`) is right by itself. A part may be indented
otherwise than in its file, and a line `# …` stands for lines that are left out. What is wrong or made up on
purpose says so to readers, by a title that begins with `Wrong` or `Example`, or by an admonition of the
type `failure` or `example` around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from live_diagrams import fences
from live_diagrams.checks import Problem
from live_diagrams.fences import Fence

from .pages import Pages

_LANGUAGE = re.compile(r"^\{?\s*\.?(?:yaml|yml)\b", re.IGNORECASE)
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_MARKED = re.compile(r"\s*(?:wrong|example)\b", re.IGNORECASE)
_AROUND = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?:[\w-]+ )*(?:failure|fail|missing|example)\b")
_SNIPPET = re.compile(r"^\s*;?-+8<-+(?:\s|$)")
_OMITTED = re.compile(r"^\s*#\s*(?:…|\.\.\.)\s*$")
_KEY = re.compile(r"^\s*(?:- )*([A-Za-z][\w.-]*):(?:\s|$)")
_TOP = frozenset(("apiVersion", "kind", "metadata", "spec"))
_TAB = 4


def excerpt(pages: Pages) -> Iterator[Problem]:
    """`yaml-excerpt`: a manifest that is typed into a page is tested by nobody, and readers apply it.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/
    """
    files = {path: lines_of(text) for path, text in pages.manifests.items()}
    fields = {match[1] for lines in files.values() for line in lines if (match := _KEY.match(line))}
    for held in pages.held:
        lines = held.page.source.expandtabs(_TAB).split("\n")
        for fence in fences.find(lines):
            if not _LANGUAGE.match(fence.info) or not _is_manifest(fence.code, fields):
                continue
            if any(map(_SNIPPET.match, fence.code)) or _is_marked(fence, lines):
                continue
            fault = mismatch(fence.code, files)
            if fault:
                at, why = fault
                message = f'this is no part of a manifest: {why}; include the file, or mark it with title="Example: …"'
                yield Problem(held.page.path, fence.first + 2 + at, "yaml-excerpt", message)


def lines_of(text: str) -> list[str]:
    """The lines of a file, without what snippets are cut by."""
    return [line.rstrip() for line in text.split("\n") if not _SNIPPET.match(line) and "--8<--" not in line]


def _is_manifest(code: Sequence[str], fields: set[str]) -> bool:
    """Whether a code block is about Kubernetes: by keys that only its objects have, or by all its outer keys."""
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


def mismatch(code: Sequence[str], files: dict[str, list[str]]) -> tuple[int, str] | None:
    """Which line of a code block, counted from 0, is in no file that the rest is in, and why; or nothing."""
    wanted = [line.rstrip() for line in code]
    numbered = [(at, line) for at, line in enumerate(wanted) if line]
    best: tuple[int, str] | None = None
    for path, lines in files.items():
        for shift in _shifts([line for _, line in numbered], lines):
            at, why = _held(numbered, lines, shift)
            if at < 0:
                return None
            if best is None or at > best[0]:
                best = at, f"{path} has {why} here"
    first = next((line.strip() for _, line in numbered if not _OMITTED.match(line)), "")
    return best or (numbered[0][0] if numbered else 0, f"no file has `{first}`")


def _shifts(wanted: list[str], lines: list[str]) -> list[int]:
    """By how much the first line is indented less than in a file, for each place where that has it."""
    first = next((line for line in wanted if not _OMITTED.match(line)), "")
    text = first.strip()
    found = {_indent(line) - _indent(first) for line in lines if line.strip() == text}
    return sorted(found)


def _held(wanted: list[tuple[int, str]], lines: list[str], shift: int) -> tuple[int, str]:
    """The first line that a file does not have, and what it has instead; -1 where it has all."""
    full = [line for line in lines if line]
    worst = -1, ""
    starts = range(len(full))
    for start in starts:
        place, free = start, True
        for at, line in wanted:
            if _OMITTED.match(line):
                free = True
                continue
            while free and place < len(full) and not _same(line, full[place], shift):
                if place == start and not _seen_omission(wanted, at):
                    break
                place += 1
            free = False
            if place >= len(full) or not _same(line, full[place], shift):
                has = f"`{full[place].strip()}`" if place < len(full) else "no more lines"
                if at > worst[0]:
                    worst = at, has
                break
            place += 1
        else:
            return -1, ""
    return worst


def _seen_omission(wanted: list[tuple[int, str]], at: int) -> bool:
    return any(index < at and _OMITTED.match(line) for index, line in wanted)


def _same(shown: str, line: str, shift: int) -> bool:
    return shown.strip() == line.strip() and _indent(line) - _indent(shown) == shift


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
