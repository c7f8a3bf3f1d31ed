"""YAML text as plain data with the line of each value. Pure.

Scalars are those that Kubernetes would read: no timestamps, no base-60 numbers, and keys are strings. Errors
in the text become `SyntaxIssue`s, never exceptions.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

FieldPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

MAX_NODES = 100_000
"""How many values a file may have, aliases expanded."""
MAX_DEPTH = 100

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Resolves scalars as Kubernetes does."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Document:
    """One YAML document: its value, and the line of each key and item by path, counted from 1."""

    value: Any
    lines: Mapping[FieldPath, int]

    def find_line(self, path: FieldPath) -> int:
        """Return the line of the value at a path, else of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True)
class SyntaxIssue:
    """Why Kubernetes would refuse a text as YAML."""

    line: int
    message: str


@lru_cache(maxsize=512)
def parse_yaml(text: str) -> tuple[tuple[Document, ...], tuple[SyntaxIssue, ...]]:
    """Return the documents of a text, without empty ones, and its issues.

    After a syntax error only the documents before it are returned.
    """
    documents: list[Document] = []
    issues: list[SyntaxIssue] = []
    try:
        loader = _Loader(text)
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", 0)
        return (), (SyntaxIssue(text.count("\n", 0, position) + 1, "a character that YAML does not allow"),)
    if line := _find_too_deep_line(text):
        return (), (SyntaxIssue(line, f"values are nested more than {MAX_DEPTH} deep"),)
    try:
        while loader.check_node():
            node = loader.get_node()
            builder = _DocumentBuilder(loader)
            value = builder.build_value(node, ())
            issues += builder.issues
            if value is not None:
                documents.append(Document(value, builder.lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = ", ".join(filter(None, (error.context, error.problem)))
        line = mark.line + 1 if mark else 1
        if "".join(text.split("\n")[line - 1 : line]).lstrip(" ").startswith("\t"):
            message = "a tab is where YAML needs spaces"
        issues.append(SyntaxIssue(min(line, text.count("\n") + 1), message))
    except (yaml.YAMLError, ValueError) as error:
        issues.append(SyntaxIssue(1, str(error).split("\n")[0]))
    finally:
        loader.dispose()
    return tuple(documents), tuple(issues)


def _find_too_deep_line(text: str) -> int:
    """Return the line at which values are nested too deep, or 0.

    The composer in C recurses on each level, and a stack overflow would end the whole process.
    """
    depth = 0
    with contextlib.suppress(yaml.YAMLError, ValueError):
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
    return 0


class _DocumentBuilder:
    """Builds the value of one document from its nodes, and collects lines and issues."""

    def __init__(self, loader: Any) -> None:
        self.lines: dict[FieldPath, int] = {}
        self.issues: list[SyntaxIssue] = []
        self._loader = loader
        self._remaining_nodes = MAX_NODES

    def build_value(self, node: Any, path: FieldPath) -> Any:
        """Return the value of a node, and record the lines of all values in it."""
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._remaining_nodes -= 1
        if len(path) > MAX_DEPTH or self._remaining_nodes < 0:
            raise ValueError(f"more than {MAX_DEPTH} levels, or {MAX_NODES} values")
        if isinstance(node, yaml.MappingNode):
            return self._build_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build_value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._build_scalar(node, line)

    def _build_mapping(self, node: Any, path: FieldPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in self._iterate_pairs(node):
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.issues.append(SyntaxIssue(line, "a key has to be a string, not a list or a mapping"))
                continue
            name = str(key.value)
            if name in mapping:
                self.issues.append(SyntaxIssue(line, f"the key `{name}` appears twice"))
                continue
            self.lines[(*path, name)] = line
            mapping[name] = self.build_value(value, (*path, name))
        return mapping

    def _iterate_pairs(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Yield a mapping's own pairs, then the pairs that `<<` merges in under other keys."""
        own = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:merge":
                yield key, value
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                for merged in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if isinstance(merged, yaml.MappingNode):
                        self._remaining_nodes -= len(merged.value)
                        yield from (pair for pair in merged.value if pair[0].value not in own)
                        own |= {pair[0].value for pair in merged.value}

    def _build_scalar(self, node: Any, line: int) -> Any:
        text = str(node.value)
        if node.tag == "tag:yaml.org,2002:int" and ":" in text:
            return text
        if node.tag not in _SCALARS:
            if not node.tag.startswith("tag:yaml.org,2002:"):
                self.issues.append(SyntaxIssue(line, f"Kubernetes has no tag `{node.tag}`"))
            return text
        try:
            return self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.issues.append(SyntaxIssue(line, f"`{text}` cannot be read as {node.tag.rpartition(':')[2]}"))
            return text


_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str")}
