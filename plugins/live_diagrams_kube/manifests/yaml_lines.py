"""YAML text as plain data that still knows its lines. Pure.

The data is what Kubernetes would read: no timestamps, no base-60 numbers, keys that are text. What
is wrong with the text is a `Fault` at its line, never an exception.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

FieldPath = tuple[str | int, ...]

MAX_NODES = 100_000
"""How many values one file may come to, aliases expanded."""
MAX_DEPTH = 100

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Scalars as Kubernetes resolves them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Document:
    """One YAML document: its value, and for the path of each key and item its line, counted from 1."""

    value: Any
    lines: Mapping[FieldPath, int]

    def find_line(self, path: FieldPath) -> int:
        """The line of what stands at a path, else of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(frozen=True)
class SyntaxIssue:
    """What makes a text no YAML that Kubernetes would take."""

    line: int
    message: str


@lru_cache(maxsize=512)
def parse_yaml(text: str) -> tuple[tuple[Document, ...], tuple[SyntaxIssue, ...]]:
    """The documents of a text, empty ones left out, and its faults.

    A fault of syntax ends the reading; the documents before it are given.
    """
    documents: list[Document] = []
    faults: list[SyntaxIssue] = []
    try:
        loader = _Loader(text)
    except (yaml.YAMLError, ValueError) as error:
        at = getattr(error, "position", 0)
        return (), (SyntaxIssue(text.count("\n", 0, at) + 1, "a character that YAML does not allow"),)
    if deep := _too_deep(text):
        return (), (SyntaxIssue(deep, f"values are nested more than {MAX_DEPTH} deep"),)
    try:
        while loader.check_node():
            node = loader.get_node()
            reader = _Reader(loader)
            value = reader.value(node, ())
            faults += reader.faults
            if value is not None:
                documents.append(Document(value, reader.lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(filter(None, (error.context, error.problem)))
        line = mark.line + 1 if mark else 1
        if "".join(text.split("\n")[line - 1 : line]).lstrip(" ").startswith("\t"):
            said = "a tab stands where YAML wants spaces"
        faults.append(SyntaxIssue(min(line, text.count("\n") + 1), said))
    except (yaml.YAMLError, ValueError) as error:
        faults.append(SyntaxIssue(1, str(error).split("\n")[0]))
    finally:
        loader.dispose()
    return tuple(documents), tuple(faults)


def _too_deep(text: str) -> int:
    """The line at which values are nested too deep, or 0.

    The reader in C goes down value by value, and would end the whole process.
    """
    depth = 0
    with contextlib.suppress(yaml.YAMLError, ValueError):
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
    return 0


class _Reader:
    """Walks the nodes of one document."""

    def __init__(self, loader: Any) -> None:
        self.lines: dict[FieldPath, int] = {}
        self.faults: list[SyntaxIssue] = []
        self._loader = loader
        self._left = MAX_NODES

    def value(self, node: Any, path: FieldPath) -> Any:
        """A node's value; notes the lines of all below it."""
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._left -= 1
        if len(path) > MAX_DEPTH or self._left < 0:
            raise ValueError(f"more than {MAX_DEPTH} levels, or {MAX_NODES} values")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, line)

    def _mapping(self, node: Any, path: FieldPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in self._pairs(node):
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(SyntaxIssue(line, "a key has to be a word, not a list or a mapping"))
                continue
            name = str(key.value)
            if name in found:
                self.faults.append(SyntaxIssue(line, f"the key `{name}` stands here twice"))
                continue
            self.lines[(*path, name)] = line
            found[name] = self.value(value, (*path, name))
        return found

    def _pairs(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """A mapping's own pairs, then those that `<<` merges in and that it does not have itself."""
        own = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:merge":
                yield key, value
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                for merged in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    if isinstance(merged, yaml.MappingNode):
                        self._left -= len(merged.value)
                        yield from (pair for pair in merged.value if pair[0].value not in own)
                        own |= {pair[0].value for pair in merged.value}

    def _scalar(self, node: Any, line: int) -> Any:
        text = str(node.value)
        if node.tag == "tag:yaml.org,2002:int" and ":" in text:
            return text
        if node.tag not in _SCALARS:
            if node.tag.startswith("tag:yaml.org,2002:"):
                return text
            self.faults.append(SyntaxIssue(line, f"the tag `{node.tag}` means nothing to Kubernetes"))
            return text
        try:
            return self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.faults.append(SyntaxIssue(line, f"`{text}` cannot be read as {node.tag.rpartition(':')[2]}"))
            return text


_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str")}
