"""The options as a JSON schema, with which editors complete and check `mkdocs.yml`."""

from __future__ import annotations

import json
from typing import Any

import click

from ..model.settings import Option, list_options

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object"}


@click.command()
def schema() -> None:
    """Print a JSON schema of the plugin's options, for editors.

    \b
    Example:
      live-diagrams schema > live-diagrams.json
    """
    click.echo(json.dumps(make_schema(), indent=2, ensure_ascii=False))


def make_schema() -> dict[str, Any]:
    """Return the schema of a `mkdocs.yml`; it restricts nothing but the options of the plugin."""
    options = {
        "type": "object",
        "description": "Figures that are Python scripts",
        "properties": describe_options(),
        "additionalProperties": False,
    }
    plugin = {"type": "object", "properties": {"live-diagrams": {"anyOf": [options, {"type": "null"}]}}}
    plugins = {"type": "array", "items": {"anyOf": [{"type": "string"}, plugin]}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "live-diagrams, in mkdocs.yml",
        "type": "object",
        "properties": {"plugins": {"anyOf": [plugins, plugin]}},
    }


def describe_options() -> dict[str, dict[str, Any]]:
    """Return the schema of each option: its type and bounds, its default, and its description."""
    return {
        option.name: {
            **_describe_type(option),
            "default": list(option.default) if option.type is tuple else option.default,
            "description": option.help,
        }
        for option in list_options()
    }


def _describe_type(option: Option) -> dict[str, Any]:
    if option.choices:
        return {"enum": list(option.choices)}
    if option.type is tuple:
        return {"type": "array", "items": {"type": "string"}}
    bounds = {"minimum": option.minimum, "exclusiveMinimum": option.above}
    return {"type": _TYPES[option.type], **{key: bound for key, bound in bounds.items() if bound is not None}}
