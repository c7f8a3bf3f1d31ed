"""The plugin's options as a JSON schema, by which editors complete and check `mkdocs.yml`."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from typing import Any

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption

from ..mkdocs_plugin.config import LiveDiagramsConfig

_TYPES: Mapping[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object"}
PLUGIN = "live-diagrams"


def schema() -> dict[str, Any]:
    """The schema of a `mkdocs.yml` as far as the plugin goes; all else in it is let be."""
    ours = {
        "type": "object",
        "description": "Figures that are Python programs",
        "properties": options(),
        "additionalProperties": False,
    }
    plugin = {"type": "object", "properties": {PLUGIN: {"anyOf": [ours, {"type": "null"}]}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "live-diagrams, in mkdocs.yml",
        "type": "object",
        "properties": {
            "plugins": {
                "anyOf": [
                    {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}},
                    plugin,
                ]
            }
        },
    }


def options() -> dict[str, dict[str, Any]]:
    """Each option's own schema: its type, its default, and what it is for."""
    return {name: _option(name, option) for name, option in LiveDiagramsConfig._schema}


def _option(name: str, option: BaseConfigOption[Any]) -> dict[str, Any]:
    """One option: its type, its default, and what it is for."""
    return {**_type(option), "default": option.default, "description": _DOCS[name]}


def _type(option: BaseConfigOption[Any]) -> dict[str, Any]:
    if isinstance(option, c.Choice):
        return {"enum": list(option.choices)}
    if isinstance(option, c.ListOfItems):
        return {"type": "array", "items": {"type": "string"}}
    assert isinstance(option, c.Type)
    kinds = option._type if isinstance(option._type, tuple) else (option._type,)
    names = [_TYPES[kind] for kind in kinds]
    return {"type": "number" if "number" in names else names[0]}


def _docs() -> dict[str, str]:
    """The text below each option in the class's source, which Python itself does not keep."""
    (described,) = ast.parse(inspect.getsource(LiveDiagramsConfig)).body
    assert isinstance(described, ast.ClassDef)
    found, last = {}, ""
    for line in described.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            last = line.targets[0].id
        elif isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and last:
            found[last], last = " ".join(str(line.value.value).split()), ""
    return found


_DOCS = _docs()
