"""What fields a kind of object has, of which types: JSON schemas, read from installed packages only.

Kubernetes' own kinds come from the package `kubernetes-validate`, which carries the schemas of each
minor version. Those of OpenShift and the Gateway API are in this package's folder `schemas`, and so are
the words that a field may hold, which Kubernetes' published schemas leave out. Nothing is ever fetched.

Source: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from .yaml_lines import FieldPath

_DEFINITIONS = "https://kubernetes.io/api/_definitions.json"
_TYPES = {"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
_TYPES |= {"object": "a mapping", "array": "a list"}


@dataclass(frozen=True)
class SchemaIssue:
    """Where an object is not as its schema wants it, as a path to the nearest key."""

    path: FieldPath
    message: str


def list_versions() -> list[str]:
    """The Kubernetes versions whose schemas are installed, oldest first."""
    found = (re.fullmatch(r"v1\.(\d+)\.0-local-strict", each.name) for each in _bundle().iterdir())
    return [f"1.{minor}" for minor in sorted(int(match[1]) for match in found if match)]


def has_schema(version: str, api: str, kind: str) -> bool:
    """Whether there is a schema for a kind."""
    return _validator(version, api, kind) is not None


def find_api_versions(version: str, kind: str) -> list[str]:
    """The `apiVersion`s that have a kind in a version, for the word in a message."""
    found = []
    for file in _folder(version).iterdir():
        if file.name.startswith(f"{kind.lower()}-"):
            found += _apis_of(json.loads(file.read_text("utf-8")), kind)
    for file in _own().iterdir():
        group, version_, name = [*file.name.removesuffix(".json").split("_"), "", ""][:3]
        if name == kind:
            found.append(f"{group}/{version_}")
    return sorted(found)


def validate_object(version: str, api: str, kind: str, data: Any) -> Iterator[SchemaIssue]:
    """Where an object's data is not as the schema of its kind wants it; nothing where there is none."""
    validator = _validator(version, api, kind)
    for error in validator.iter_errors(data) if validator else ():
        yield from _told(error)


def _told(error: Any) -> Iterator[SchemaIssue]:
    """What a schema's error means, in words; one for each key that is wrong."""
    path, value, wanted = tuple(error.absolute_path), error.instance, error.validator_value
    here = format_path(path) or "the object"
    if error.validator == "additionalProperties" and wanted is False:
        known = list(error.schema.get("properties", ()))
        for key in value:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"; did you mean `{near[0]}`?" if near else ""
                yield SchemaIssue((*path, key), f"`{here}` has no field `{key}`{hint}")
    elif error.validator == "required":
        missing = [key for key in wanted if key not in value and repr(key) in error.message]
        yield from (
            SchemaIssue(path, f"`{here}` lacks the field `{key}`, which is required") for key in missing
        )
    elif error.validator == "enum":
        words = ", ".join(f"`{each}`" for each in wanted if each is not None)
        yield SchemaIssue(path, f"`{here}` is `{value}`; it can be {words}")
    elif error.validator in ("type", "oneOf", "anyOf"):
        kinds = _kinds(error.schema)
        if value is not None or error.validator == "type":  # a null fits both kinds of a port, and is none
            scalar = value is not None and not isinstance(value, dict | list)
            hint = ", in quotation marks" if kinds == ["a text"] and scalar else ""
            yield SchemaIssue(path, f"`{here}` is {_said(value)}; it has to be {' or '.join(kinds)}{hint}")
    else:
        yield SchemaIssue(path, f"`{here}`: {error.message}")


def _kinds(schema: Any) -> list[str]:
    """The types that a schema allows, in words."""
    found: list[str] = []
    for each in (schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        types = each.get("type", ())
        for name in [types] if isinstance(types, str) else types:
            if name != "null" and _TYPES[name] not in found:
                found.append(_TYPES[name])
    return found


def _said(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return f"the text `{value}`" if isinstance(value, str) else f"the number `{value}`"


def format_path(path: Sequence[str | int]) -> str:
    """A path as Kubernetes writes it: `spec.ports[0].port`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


@cache
def _validator(version: str, api: str, kind: str) -> Any:
    """What validates a kind, or nothing where its schema is not known."""
    import jsonschema  # here, since a site that declares no manifests should not wait for it

    if not re.fullmatch(r"([a-z0-9.-]{1,100}/)?[a-z0-9]{1,20}", api) or not re.fullmatch(r"\w{1,63}", kind):
        return None  # nothing that could name a file
    group, _, name = api.rpartition("/")
    own = _own() / f"{group}_{name}_{kind}.json"
    short = f"{group.split('.')[0]}-{name}" if group else name
    file = own if own.is_file() else _folder(version) / f"{kind.lower()}-{short}.json"
    if not file.is_file():
        return None
    schema = json.loads(file.read_text("utf-8"))
    if file is not own and api not in _apis_of(schema, kind):  # another group of the same first word
        return None
    return jsonschema.Draft202012Validator(schema, registry=_registry(version))


def _apis_of(schema: Any, kind: str) -> list[str]:
    """The `apiVersion`s that a schema of Kubernetes is for; a kind's case is for the schema to judge."""
    return [
        f"{each['group']}/{each['version']}".lstrip("/")
        for each in schema.get("x-kubernetes-group-version-kind", ())
        if each["kind"].lower() == kind.lower()
    ]


@cache
def _registry(version: str) -> Any:
    """The definitions that a version's schemas share, with the words that fields may hold."""
    import referencing

    shared = json.loads((_folder(version) / "_definitions.json").read_text("utf-8"))
    words = json.loads((_own() / "words.json").read_text("utf-8"))
    for name, fields in words["fields"].items():
        properties = shared["$defs"].get(name, {}).get("properties", {})
        for field, allowed in fields.items():
            if field in properties:
                properties[field]["enum"] = [*allowed, None]
    return referencing.Registry().with_resource(_DEFINITIONS, referencing.Resource.from_contents(shared))


def _folder(version: str) -> Any:
    return _bundle() / f"v{version}.0-local-strict"


def _bundle() -> Any:
    return resources.files("kubernetes_validate") / "kubernetes-json-schema"


def _own() -> Any:
    return resources.files(__package__) / "schemas"
