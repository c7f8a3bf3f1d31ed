"""Mutants of the scripts in `diagram_src/`: typed values, sources of labels, ids, ends of edges."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

from live_diagrams_kube.figure_rules.entities import KINDS
from live_diagrams_kube.manifests.collection import parse_manifests, read_yaml_files

from .mutant import DERIVED, Mutant
from .words import change_value

FOLDER = "diagram_src"
MANIFESTS = "docs/manifests"
NAMED = "|".join(sorted(KINDS, key=len, reverse=True))
RULES = (
    "figure-object",
    "figure-edge",
    "figure-value",
    "figure-walkthrough",
    "unknown-node",
    *DERIVED,
)

Pattern = tuple[str, Callable[[str], str], str]
IN_TEXTS: tuple[Pattern, ...] = (
    # the group `it` of a match is changed
    (r"(?<![\w.])(?P<it>\d+(?:\.\d+){3})", change_value, "address in a figure"),
    (r"(?<![\w:]):(?P<it>\d{2,5})\b", change_value, "port in a figure"),
    (r"\d(?:\.\d+){3}:(?P<it>\d{2,5})\b", change_value, "port in a figure"),
    (r"\b(?:node )?port (?P<it>\d{2,5})\b", change_value, "port in a figure"),
    (r"\bpath (?P<it>/[\w/]*)", lambda v: f"{v}x", "path in a figure"),
    (r"\b(?P<it>[\w-]+\.example\.(?:com|net))\b", lambda v: f"my{v}", "host in a figure"),
    (r"https?://(?P<it>[a-z-]+)(?![\w.-])", change_value, "host in a figure"),
    (r"\bweight (?P<it>\d+)", change_value, "weight in a figure"),
    (r"(?<!\w)(?P<it>\d+) %", change_value, "share in a figure"),
    (rf"\b(?:{NAMED})(?: `?|\\n)(?P<it>[a-z0-9]+-[a-z0-9-]+)\b", change_value, "name in a figure"),
    (r"\b(?P<it>not ready)\b", lambda v: "ready", "readiness in a figure"),
    (r"^(?P<it>ready)$", lambda v: "not ready", "readiness in a figure"),
    (r"\b(?P<it>ClusterIP|NodePort|LoadBalancer)\b", lambda v: "ExternalName", "type in a figure"),
)


def iterate_mutants(root: Path) -> Iterator[Mutant]:
    """All of them, of every script that shows an object."""
    ids = [str(obj) for obj in parse_manifests(read_yaml_files(str(root / MANIFESTS))).objects]
    for file in sorted((root / FOLDER).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "from _shop import" in text or "Manifests(" in text:
            path = file.relative_to(root).as_posix()
            yield from _change_texts(path, text)
            yield from _change_ids(path, text)
            yield from _change_sources(path, text, ids)
            yield from _change_edges(path, text)
            yield from _change_states(path, text)


def _iterate_strings(text: str) -> Iterator[tuple[int, str]]:
    """The strings of a script with their lines, docstrings left out."""
    starts = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in starts and not (token.type == tokenize.STRING and before in _BETWEEN):
            yield token.start[0], re.sub(r"""^[rfbu]*["']|["']$""", "", token.string)
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type


_BETWEEN = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def _change_texts(file: str, text: str) -> Iterator[Mutant]:
    for line, string in _iterate_strings(text):
        if re.fullmatch(rf"(?:{NAMED})/\S+", string):
            continue  # an id
        for pattern, new, what in IN_TEXTS:
            for match in re.finditer(pattern, string):
                at, end = match.span("it")
                changed = string[:at] + new(match["it"]) + string[end:]
                yield Mutant(file, line, string, changed, RULES, what)


def _change_ids(file: str, text: str) -> Iterator[Mutant]:
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"""nodeid=["']([^"']+)["']""", line):
            changed = match[0].replace(match[1], change_value(match[1]))
            yield Mutant(file, number, match[0], changed, RULES, "id of a node")
        for match in re.finditer(r"""style=["']dashed["']""", line):
            yield Mutant(file, number, match[0], 'style="solid"', RULES, "configuration drawn as data")


def _change_sources(file: str, text: str, ids: list[str]) -> Iterator[Mutant]:
    """Labels from another object of the kind, another Pod, another field or another item of a list."""
    pods = ("web-1", "web-2", "web-3")
    others = {id_: [other for other in dict.fromkeys(ids) if _kind(other) == _kind(id_) != ""] for id_ in ids}
    others |= {f"{way}{pod}": [f"{way}{other}" for other in pods] for pod in pods for way in ("", "Pod/")}
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"""\w\[(["'])([\w/-]+)\1\]""", line):
            for other in others.get(match[2], ()):
                if other != match[2]:
                    changed = match[0].replace(match[2], other)
                    yield Mutant(file, number, match[0], changed, RULES, "source of a label")
        for match in re.finditer(r"""(["'])(spec[\w.]*)\.(\d)\.([\w.]*)\1""", line):
            changed = match[0].replace(f".{match[3]}.", f".{1 - int(match[3])}.")
            yield Mutant(file, number, match[0], changed, RULES, "source of a label")
        for match in re.finditer(r"\.nodePort\b", line):
            yield Mutant(file, number, match[0], ".port", RULES, "source of a label")


def _kind(id_: str) -> str:
    return id_.partition("/")[0]


def _change_edges(file: str, text: str) -> Iterator[Mutant]:
    """Edges that lead elsewhere: to another object of the same kind, with another name."""
    nodes: dict[str, str] = {}
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.targets[0], ast.Name)
            and any(word.arg == "nodeid" for word in node.value.keywords)
        ):
            nodes[node.targets[0].id] = ast.unparse(node.value.func)
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*#", line) or "invis" in line or not re.search(r" (>>|<<) ", line):
            continue
        for name, kind in nodes.items():
            for other, other_kind in nodes.items():
                alike = kind == other_kind and kind in ("Service", "Pod") and _stem(name) != _stem(other)
                if alike and not re.search(rf"\b{other}\b", line):
                    for match in re.finditer(rf"(?:>> |^\s*){name}(?= <<|$)", line):
                        changed = match[0].replace(name, other)
                        yield Mutant(file, number, match[0], changed, RULES, "end of an edge")


SWAPS = (
    # what is written, what takes its place, the kind of fact
    (r"\.sent_by\((?!user\b)[\w\"]+\)", ".sent_by(user)", "packet of a step"),
    (r"\.sent_by\(user\)", ".sent_by(balancer_at)", "packet of a step"),
    (r"\.answered_by\((?!balancer_at\b)\w+\)", ".answered_by(balancer_at)", "packet of a step"),
    (r"\.trace\(web_2\b", '.trace(shop["Pod/web-1"]', "packet of a step"),
    (r"\bover=entry\b", "over=proxy.node", "packet of a step"),
    (r"\.endpoints\(\)", ".pods", "answer to a question"),
    (r"\banswer=\[(?=card|client|router)", "answer=[nobody, ", "answer to a question"),
    (r"\.weight\(", ".share(", "source of a label"),
    (r"\.share\(", ".weight(", "source of a label"),
    (r'"service-local\.yaml"', '"service-loadbalancer.yaml"', "source of a label"),
    (r"\.resolve\(\w+(?:\.\w+)?\)", '.resolve("payments")', "source of a label"),
    (r"\.match\((\w+|\"/\")\)", '.match("/api")', "answer to a question"),
    (r"near if local else far", "far if local else near", "packet of a step"),
    (r"\.destination\.port\b", ".source.port", "port in a figure"),
    (r"\.host\b", ".name", "host in a figure"),
    (r"answer=(?:rules|web|seen\.address|each)\b", 'answer="nobody"', "answer to a question"),
)


def _change_states(file: str, text: str) -> Iterator[Mutant]:
    """States from other packets, answers by other means, facts from other fields."""
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, new, what in SWAPS:
            for match in re.finditer(pattern, line):
                old = line[: match.end()]
                yield Mutant(file, number, old, old[: match.start()] + new, RULES, what)


def _stem(name: str) -> str:
    """What the names of Pods of one workload have in common."""
    return re.sub(r"_\d+$", "", name)
