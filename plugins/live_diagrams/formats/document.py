"""A figure as data: the JSON that is published beside a page and that `live-diagrams export` writes. Pure.

It has what the author described, and no coordinates.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import msgspec

VERSION = 1
"""Rises when a program that reads documents has to change."""


class NodeDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node. `icon` is a path inside the package `diagrams`, or the name of an author's own file."""

    id: str
    label: str = ""
    kind: str = "Node"
    provider: str = ""
    icon: str = ""
    cluster: str = ""
    attributes: dict[str, str] = {}


class EdgeDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """An edge. `direction` says which ends have arrowheads: `forward`, `back`, `both` or `none`."""

    id: str
    source: str
    target: str
    label: str = ""
    direction: str = "forward"
    attributes: dict[str, str] = {}


class ClusterDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cluster of nodes. `parent` is the id of the cluster around it."""

    id: str
    label: str = ""
    parent: str = ""
    attributes: dict[str, str] = {}


class GroupDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Nodes that share attributes of the layout, such as `rank=same`."""

    nodes: tuple[str, ...]
    attributes: dict[str, str] = {}


class StepDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of the walkthrough along some edges, or back along them. `note` is Markdown.

    `state` has what holds after the step, as pairs of a name and its value.
    """

    text: str
    note: str = ""
    edges: tuple[str, ...] = ()
    back: bool = False
    state: tuple[tuple[str, str], ...] = ()


class OptionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A possible answer. `node` is the id of the node that it is."""

    label: str
    is_right: bool = False
    node: str = ""


class QuestionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question to readers. `because` says why the right options are right, in Markdown."""

    text: str
    options: tuple[OptionDocument, ...]
    because: str = ""


class ChoiceDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What readers can choose; the graph is the one with the defaults."""

    label: str
    options: tuple[str, ...]
    default: str = ""


class FigureDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure as data. `filename` tells several diagrams of one script apart."""

    version: int
    script: str
    title: str
    filename: str
    direction: str
    strict: bool = False
    attributes: dict[str, str] = {}
    nodes: tuple[NodeDocument, ...] = ()
    edges: tuple[EdgeDocument, ...] = ()
    clusters: tuple[ClusterDocument, ...] = ()
    groups: tuple[GroupDocument, ...] = ()
    steps: tuple[StepDocument, ...] = ()
    questions: tuple[QuestionDocument, ...] = ()
    choices: tuple[ChoiceDocument, ...] = ()


_UNSAFE = re.compile("[<\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def encode_document(document: FigureDocument, *, indent: int = 0) -> str:
    """Return a document as JSON, in one line unless it is indented.

    No `<` is in it, and no character that XML does not allow, so that it can be put into a page or a drawing.
    """
    text = json.dumps(
        msgspec.to_builtins(document),
        ensure_ascii=False,
        indent=indent or None,
        separators=None if indent else (",", ":"),
    )
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.encode("utf-8", "replace").decode()  # a lone surrogate has no UTF-8


def make_schema() -> dict[str, Any]:
    """Return the JSON schema of documents."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A figure of live-diagrams",
        **msgspec.json.schema(FigureDocument),
    }


@cache
def encode_schema() -> str:
    """Return the JSON schema of documents as text."""
    return json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"
