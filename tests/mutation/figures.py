"""Mutants of the scripts in `diagram_src/`: what strings say, what nodes are, where edges lead."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

from live_diagrams_kube.figure_rules.things import KINDS

from .mutant import Mutant
from .words import another

FOLDER = "diagram_src"
NAMED = "|".join(sorted(KINDS, key=len, reverse=True))

Pattern = tuple[str, Callable[[str], str], tuple[str, ...], str]
IN_TEXTS: tuple[Pattern, ...] = (
    # the group `it` of a match is changed
    (r"(?<![\w.])(?P<it>\d+(?:\.\d+){3})", another, ("figure-address",), "address in a figure"),
    (r"(?<![\w:]):(?P<it>\d{2,5})\b", another, ("figure-port",), "port in a figure"),
    (r"\d(?:\.\d+){3}:(?P<it>\d{2,5})\b", another, ("figure-port",), "port in a figure"),
    (r"\b(?:node )?port (?P<it>\d{2,5})\b", another, ("figure-port",), "port in a figure"),
    (r"\bpath (?P<it>/[\w/]*)", lambda v: f"{v}x", ("figure-host",), "path in a figure"),
    (r"\b(?P<it>[\w-]+\.example\.(?:com|net))\b", lambda v: f"my{v}", ("figure-host",), "host in a figure"),
    (r"https?://(?P<it>[a-z-]+)(?![\w.-])", another, ("figure-host", "figure-name"), "host in a figure"),
    (r"\bweight (?P<it>\d+)", another, ("figure-weight",), "weight in a figure"),
    (r"(?<!\w)(?P<it>\d+) %", another, ("figure-weight",), "share in a figure"),
    (
        rf"\b(?:{NAMED})(?: `?|\\n)(?P<it>[a-z0-9]+-[a-z0-9-]+)\b",
        another,
        ("figure-name", "figure-place"),
        "name in a figure",
    ),
    (r"\b(?P<it>not ready)\b", lambda v: "ready", ("figure-endpoint",), "readiness in a figure"),
    (r"^(?P<it>ready)$", lambda v: "not ready", ("figure-endpoint",), "readiness in a figure"),
    (
        r"\\n(?P<it>edge|passthrough|reencrypt)\b",
        lambda v: "edge" if v != "edge" else "reencrypt",
        ("figure-type",),
        "termination in a figure",
    ),
    (
        r"\b(?P<it>ClusterIP|NodePort|LoadBalancer)\b",
        lambda v: "ExternalName",
        ("figure-type", "script-failed"),
        "type in a figure",
    ),
    (r"\bapp: (?P<it>[\w-]+)", another, ("figure-type",), "selector in a figure"),
)


def mutants(root: Path) -> Iterator[Mutant]:
    """All of them, of every script that shows an object."""
    for file in sorted((root / FOLDER).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if re.search(rf"""["'](?:{NAMED})/""", text):
            shown = file.relative_to(root).as_posix()
            yield from _texts(shown, text)
            yield from _ids(shown, text)
            yield from _derived(shown, text)
            yield from _edges(shown, text)


def _strings(text: str) -> Iterator[tuple[int, str]]:
    """The strings of a script with their lines, docstrings left out."""
    starts = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in starts and not (token.type == tokenize.STRING and before in _BETWEEN):
            yield token.start[0], re.sub(r"""^[rfbu]*["']|["']$""", "", token.string)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type


_BETWEEN = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def _texts(file: str, text: str) -> Iterator[Mutant]:
    for line, string in _strings(text):
        if re.fullmatch(rf"(?:{NAMED})/\S+", string):
            continue  # an id
        for pattern, new, rules, what in IN_TEXTS:
            for match in re.finditer(pattern, string):
                at, end = match.span("it")
                changed = string[:at] + new(match["it"]) + string[end:]
                yield Mutant(file, line, string, changed, rules, what)


def _ids(file: str, text: str) -> Iterator[Mutant]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"""nodeid=["']([^"']+)["']""", line):
            changed = match[0].replace(match[1], another(match[1]))
            yield Mutant(
                file,
                number,
                match[0],
                changed,
                ("figure-object", "figure-name", "figure-endpoint", "unknown-node"),
                "id of a node",
            )
        for match in re.finditer(r"""style=["']dashed["']""", line):
            yield Mutant(
                file,
                number,
                match[0],
                'style="solid"',
                ("figure-data", "figure-endpoint", "figure-walkthrough"),
                "configuration drawn as data",
            )


def _derived(file: str, text: str) -> Iterator[Mutant]:
    """Labels that are taken from another object than the one that they stand at."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"""\w\[["'](?:Pod/)?([a-z]+(?:-[a-z]+)*-\d+)["']\]""", line):
            changed = match[0].replace(match[1], another(match[1]))
            yield Mutant(file, number, match[0], changed, DERIVED, "source of a label")
        for match in re.finditer(r"""\.(?:weight|share)\(["']([\w-]+)["']\)""", line):
            yield Mutant(
                file,
                number,
                match[0],
                match[0].replace(match[1], another(match[1])),
                DERIVED,
                "source of a label",
            )


DERIVED = ("figure-address", "figure-port", "figure-weight", "script-failed")


def _edges(file: str, text: str) -> Iterator[Mutant]:
    """Edges that lead elsewhere: to another object of the same kind, with another name."""
    ids: dict[str, str] = {}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.targets[0], ast.Name)
        ):
            for word in node.value.keywords:
                if word.arg == "nodeid" and isinstance(word.value, ast.Constant):
                    ids[node.targets[0].id] = str(word.value.value)
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*#", line) or "invis" in line or not re.search(r" (>>|<<) ", line):
            continue
        for name, id_ in ids.items():
            kind = id_.partition("/")[0]
            for other, other_id in ids.items():
                if (
                    kind in ("Service", "Pod")
                    and other_id.startswith(f"{kind}/")
                    and _stem(id_) != _stem(other_id)
                    and not re.search(rf"\b{other}\b", line)
                ):
                    for match in re.finditer(rf"(?:>> |^\s*){name}(?= <<|$)", line):
                        changed = match[0].replace(name, other)
                        yield Mutant(file, number, match[0], changed, ELSEWHERE, "end of an edge")


ELSEWHERE = (
    "figure-edge",
    "figure-endpoint",
    "figure-reference",
    "figure-host",
    "figure-weight",
    "figure-walkthrough",
    "figure-port",
    "figure-address",
)


def _stem(id_: str) -> str:
    """What Pods of one workload have in common."""
    return re.sub(r"-\d+$", "", id_)
