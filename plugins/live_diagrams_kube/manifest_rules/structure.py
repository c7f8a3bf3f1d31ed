"""Rules on single objects: their syntax, their schema, their names and their selectors. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams.checks import Check, Diagnostic

from ..manifests import schemas
from ..manifests.context import Context
from ..manifests.objects import KubeObject, selector_matches
from ..manifests.schemas import get_minor_version
from .api_versions import is_removed
from .manifest_check import Finding, manifest_check


def _find_syntax_errors(context: Context) -> Iterator[Diagnostic]:
    for error in context.manifests.errors:
        yield Diagnostic(error.file, error.line, "manifest-syntax", error.message)


SYNTAX: Check[Context] = Check(
    "manifest-syntax",
    holds="A file of manifests is YAML, and no key appears twice.",
    why="`kubectl apply` would refuse the file, or drop a key that appears twice.",
    find=_find_syntax_errors,
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/",
    help="kubernetes-checks/#manifest-syntax",
)


@manifest_check(
    "manifest-schema",
    holds="An object has only fields of its kind in the declared version, with values of their types.",
    why="The API server would refuse the object, or drop a field that its kind does not have.",
    source="https://kubernetes.io/docs/reference/using-api/api-concepts/#setting-the-field-validation-level",
)
def find_schema_violations(context: Context) -> Iterator[Finding]:
    # Custom resources are not validated, whether a CustomResourceDefinition or the option `kinds` names them.
    version = f"1.{schemas.get_minor_version(context.options.version)}"
    custom_kinds = {
        f"{crd.get_string('spec', 'group')}/{crd.get_string('spec', 'names', 'kind')}"
        for crd in context.manifests.find_all("CustomResourceDefinition")
    }
    custom_kinds.update(context.options.kinds)
    for obj in context.manifests.objects:
        if missing := [field for field in ("apiVersion", "kind") if not obj.get_string(field)]:
            yield obj, f"the object lacks `{missing[0]}`; each object begins with `apiVersion` and `kind`", ()
        elif f"{obj.group}/{obj.kind}" in custom_kinds:
            continue
        elif schemas.has_schema(version, obj.api_version, obj.kind):
            for issue in schemas.validate_object(version, obj.api_version, obj.kind, obj.data):
                yield obj, issue.message, issue.path
        elif not is_removed(obj, version):
            yield _report_unknown_kind(obj, version)


def _report_unknown_kind(obj: KubeObject, version: str) -> Finding:
    api_versions = schemas.find_api_versions(version, obj.kind)
    hint = f"it is in {' and '.join(api_versions)}" if api_versions else "add it to the option `kinds`"
    return obj, f"`{obj.api_version}` of Kubernetes {version} has no kind `{obj.kind}`; {hint}", ("kind",)


@manifest_check(
    "manifest-duplicate",
    holds="No two objects of a kind have the same name, except in files under `variants`.",
    why="Of two objects of one name, the one applied last silently wins.",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
)
def find_duplicates(context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, str, str, str], KubeObject] = {}
    for obj in sorted(context.manifests.objects, key=lambda candidate: candidate.is_variant):
        if not obj.name:
            continue
        other = first.setdefault((obj.group, obj.kind, obj.namespace, obj.name), obj)
        if other is not obj and not obj.is_variant:
            hint = "" if obj.file == other.file else ", or name the file under `variants`"
            yield obj, f"{obj} is also in {other.file}; rename one{hint}", ("metadata", "name")


@manifest_check(
    "workload-selector",
    holds="A workload selects the Pods that it creates.",
    why="The API server refuses a workload that does not select the Pods that it creates.",
    source="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
)
def find_wrong_workload_selectors(context: Context) -> Iterator[Finding]:
    for workload in context.manifests.find_all("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"):
        selector, labels = workload.get_labels("spec", "selector", "matchLabels"), workload.pod_labels
        if not selector_matches(selector, labels):
            missing = ", ".join(f"{k}: {v}" for k, v in selector.items() if labels.get(k) != v)
            message = (
                f"{workload} selects Pods with `{missing}`, and the Pods that it creates lack that label"
            )
            yield workload, message, ("spec", "selector", "matchLabels")


_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_RFC_1035_LABEL = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
_LONG_LABEL = _LABEL.replace("{0,61}", "*")
_SUBDOMAIN = rf"(?=.{{1,253}}$){_LONG_LABEL}(\.{_LONG_LABEL})*"


@manifest_check(
    "manifest-name",
    holds="An object has a name that can be part of a DNS name, and so has its namespace.",
    why="Names become parts of DNS names and URLs, so the API server refuses all others.",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
)
def find_wrong_names(context: Context) -> Iterator[Finding]:
    for obj in context.manifests.objects:
        if f"{obj.group}/{obj.kind}" in context.options.kinds:
            continue
        namespace = obj.get_string("metadata", "namespace")
        if namespace and not re.fullmatch(_LABEL, namespace):
            message = (
                f"`{namespace}` is not a valid namespace; use at most 63 lowercase letters, digits and `-`"
            )
            yield obj, message, ("metadata", "namespace")
        if not obj.name:
            if obj.kind and not obj.get_string("metadata", "generateName"):
                yield obj, f"the {obj.kind} has no `metadata.name`", ("metadata",)
        elif not obj.api_version.startswith("rbac.authorization.k8s.io/"):  # whose names are in no DNS name
            pattern, allowed = _get_name_pattern(obj, get_minor_version(context.options.version))
            if not re.fullmatch(pattern, obj.name):
                message = (
                    f"`{obj.name}` is not a valid name for a {obj.kind}; use {allowed}, with no `-` at an end"
                )
                yield obj, message, ("metadata", "name")


def _get_name_pattern(obj: KubeObject, minor_version: int) -> tuple[str, str]:
    """Return the pattern of the names of an object's kind, as an expression and in words."""
    if obj.kind == "Service" and minor_version < 37:
        return _RFC_1035_LABEL, "at most 63 lowercase letters, digits and `-`, beginning with a letter"
    if obj.kind in ("Service", "Namespace"):
        return _LABEL, "at most 63 lowercase letters, digits and `-`"
    return _SUBDOMAIN, "lowercase letters, digits, `-` and `.`"
