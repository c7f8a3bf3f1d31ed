"""The rule on objects that the text of pages names: each exists in the example. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic, iterate_outside_lines

from ..manifests.collection import API_GROUPS, parse_manifests
from .example import describe_unknown, extract_code, iterate_graphs
from .pages import Pages

CREATED_KINDS = {"Pod", "ReplicaSet", "EndpointSlice"}
"""Kinds that controllers create and name: checked only where manifests or figures have one of them."""
_OBJECT = re.compile(rf"\b({'|'.join(API_GROUPS)})s? `([a-z0-9][a-z0-9.-]*)`")


def check_objects(pages: Pages) -> Iterator[Diagnostic]:
    """Yield the objects in the text, named by kind and name, that the example does not contain."""
    known = {(o.kind, o.name) for o in parse_manifests(pages.manifests).objects}
    for graph in iterate_graphs(pages):
        known |= {(kind, name) for node in graph.nodes for kind, _, name in [node.id.partition("/")]}
    kinds = {kind for kind, _ in known} | (set(API_GROUPS) - CREATED_KINDS if known else set())
    for page in pages.complete:
        words = {*re.findall(r"[\w.-]+", extract_code(page)), *pages.options.known}
        for number, line in iterate_outside_lines(page.source):
            for kind, name in _OBJECT.findall(line):
                exists = (kind, name) in known or name in words or pages.options.is_outside(kind, name)
                if kind in kinds and not exists:
                    message = describe_unknown(kind, name, {other for of, other in known if of == kind})
                    yield Diagnostic(page.path, number, "text-object", message)
