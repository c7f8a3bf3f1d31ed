"""What figures show and no manifest holds, such as users, Nodes and load balancers: data in one file. Pure.

Each key of the file is the id of a node in figures, and its value a mapping of facts:

    user: {address: 198.51.100.7}
    Node/node-1: {address: 192.0.2.11}
    Pod/api-1: {of: Deployment/api, address: 10.244.2.9, node: node-1}
    virtual-ip: {for: Service/web}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .objects import KubeObject
from .yaml_lines import Document, parse_yaml

NODE_KEY = "node"
"""The key whose value is the name of a Node."""
SENTENCE_KEY = "is"
"""The key of facts in a sentence."""


def parse_outside(text: str, file: str) -> dict[str, KubeObject]:
    """Return what a file declares, by id.

    Raises:
        ValueError: It is no mapping of mappings.
    """
    documents, issues = parse_yaml(text)
    if issues:
        raise ValueError(f"{file}:{issues[0].line}: {issues[0].message}")
    value = documents[0].value if documents else {}
    if not isinstance(value, dict) or not all(isinstance(facts, dict) and facts for facts in value.values()):
        raise ValueError(
            f"{file}: each line has to be an id and its facts: `user: {{address: 198.51.100.7}}`"
        )
    return {id_: KubeObject(file, documents[0], (id_,)) for id_ in value}


def declare_facts(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, KubeObject]:
    """Return what the option `outside` itself declares, by id."""
    document = Document(facts, {})
    return {id_: KubeObject("`outside`", document, (id_,)) for id_ in facts}
