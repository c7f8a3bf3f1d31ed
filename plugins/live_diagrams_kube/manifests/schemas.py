"""JSON schemas of the kinds of objects, read from installed packages only.

Kubernetes' own kinds come from the package `kubernetes-validate`, which carries the schemas of each
minor version. Those of OpenShift and the Gateway API are in the folder `schemas`, and so are the values of
enumerations, which Kubernetes' published schemas leave out. Nothing is ever fetched.

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
_TYPE_NAMES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}


@dataclass(frozen=True)
class SchemaIssue:
    """A violation of a schema, at the path of the nearest key."""

    path: FieldPath
    message: str


def list_versions() -> list[str]:
    """Return the Kubernetes versions whose schemas are installed, oldest first."""
    matches = (re.fullmatch(r"v1\.(\d+)\.0-local-strict", folder.name) for folder in _get_bundle().iterdir())
    return [f"1.{minor}" for minor in sorted(int(match[1]) for match in matches if match)]


def get_minor_version(version: str) -> int:
    """Return the minor number of a Kubernetes version, 34 of `1.34`; of the newest for an empty string."""
    return int((version or list_versions()[-1]).partition(".")[2])


def has_schema(version: str, api: str, kind: str) -> bool:
    """Return whether there is a schema for a kind in a Kubernetes version."""
    return _load_validator(version, api, kind) is not None


def find_api_versions(version: str, kind: str) -> list[str]:
    """Return the `apiVersion`s that have a kind in a Kubernetes version."""
    api_versions = []
    for file in _get_version_folder(version).iterdir():
        if file.name.startswith(f"{kind.lower()}-"):
            api_versions += _list_api_versions(json.loads(file.read_text("utf-8")), kind)
    for file in _get_own_schemas().iterdir():
        group, group_version, name = [*file.name.removesuffix(".json").split("_"), "", ""][:3]
        if name == kind:
            api_versions.append(f"{group}/{group_version}")
    return sorted(api_versions)


def validate_object(version: str, api: str, kind: str, data: Any) -> Iterator[SchemaIssue]:
    """Yield the violations of a kind's schema in an object's data; none where there is no schema."""
    validator = _load_validator(version, api, kind)
    for error in validator.iter_errors(data) if validator else ():
        yield from _describe_error(error)


def _describe_error(error: Any) -> Iterator[SchemaIssue]:
    """Yield an issue for each key that an error of the validator is about."""
    path, value, expected = tuple(error.absolute_path), error.instance, error.validator_value
    here = format_path(path) or "the object"
    if error.validator == "additionalProperties" and expected is False:
        fields = list(error.schema.get("properties", ()))
        for key in value:
            if key not in fields:
                similar = difflib.get_close_matches(key, fields, 1)
                hint = f"; did you mean `{similar[0]}`?" if similar else ""
                yield SchemaIssue((*path, key), f"`{here}` has no field `{key}`{hint}")
    elif error.validator == "required":
        missing = [key for key in expected if key not in value and repr(key) in error.message]
        yield from (
            SchemaIssue(path, f"`{here}` lacks the field `{key}`, which is required") for key in missing
        )
    elif error.validator == "enum":
        allowed = ", ".join(f"`{word}`" for word in expected if word is not None)
        yield SchemaIssue(path, f"`{here}` is `{value}`; it can be {allowed}")
    elif error.validator in ("type", "oneOf", "anyOf"):
        types = _list_types(error.schema)
        if value is not None or error.validator == "type":  # null is allowed by both types of a port
            scalar = value is not None and not isinstance(value, dict | list)
            hint = ", in quotation marks" if types == ["a text"] and scalar else ""
            yield SchemaIssue(
                path, f"`{here}` is {_describe_value(value)}; it has to be {' or '.join(types)}{hint}"
            )
    else:
        yield SchemaIssue(path, f"`{here}`: {error.message}")


def _list_types(schema: Any) -> list[str]:
    """Return the types that a schema allows, in words."""
    allowed: list[str] = []
    for alternative in (schema, *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        types = alternative.get("type", ())
        for name in [types] if isinstance(types, str) else types:
            if name != "null" and _TYPE_NAMES[name] not in allowed:
                allowed.append(_TYPE_NAMES[name])
    return allowed


def _describe_value(value: Any) -> str:
    """Return the type of a value, and the value where it is short, in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return f"the text `{value}`" if isinstance(value, str) else f"the number `{value}`"


def format_path(path: Sequence[str | int]) -> str:
    """Return a path as Kubernetes writes it: `spec.ports[0].port`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


@cache
def _load_validator(version: str, api: str, kind: str) -> Any:
    """Return the validator of a kind, or None where there is no schema for it."""
    import jsonschema  # imported late: slow, and only sites with manifests need it

    if not re.fullmatch(r"([a-z0-9.-]{1,100}/)?[a-z0-9]{1,20}", api) or not re.fullmatch(r"\w{1,63}", kind):
        return None  # no name of a file
    group, _, name = api.rpartition("/")
    own = _get_own_schemas() / f"{group}_{name}_{kind}.json"
    short = f"{group.split('.')[0]}-{name}" if group else name
    file = own if own.is_file() else _get_version_folder(version) / f"{kind.lower()}-{short}.json"
    if not file.is_file():
        return None
    schema = json.loads(file.read_text("utf-8"))
    if file is not own and api not in _list_api_versions(schema, kind):  # a group with the same first label
        return None
    return jsonschema.Draft202012Validator(schema, registry=_load_registry(version))


def _list_api_versions(schema: Any, kind: str) -> list[str]:
    """Return the `apiVersion`s of a schema of Kubernetes; the schema itself checks the case of the kind."""
    return [
        f"{described['group']}/{described['version']}".lstrip("/")
        for described in schema.get("x-kubernetes-group-version-kind", ())
        if described["kind"].lower() == kind.lower()
    ]


@cache
def _load_registry(version: str) -> Any:
    """Return the definitions that a version's schemas share, with the values of enumerations."""
    import referencing

    shared = json.loads((_get_version_folder(version) / "_definitions.json").read_text("utf-8"))
    enumerations = json.loads((_get_own_schemas() / "enumerations.json").read_text("utf-8"))
    for name, fields in enumerations["fields"].items():
        properties = shared["$defs"].get(name, {}).get("properties", {})
        for field, allowed in fields.items():
            if field in properties:
                properties[field]["enum"] = [*allowed, None]
    return referencing.Registry().with_resource(_DEFINITIONS, referencing.Resource.from_contents(shared))


def _get_version_folder(version: str) -> Any:
    return _get_bundle() / f"v{version}.0-local-strict"


def _get_bundle() -> Any:
    return resources.files("kubernetes_validate") / "kubernetes-json-schema"


def _get_own_schemas() -> Any:
    return resources.files(__package__) / "schemas"
