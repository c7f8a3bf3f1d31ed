"""Rules on each object for itself: can it be read, is it of its kind, has it a name of its own? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams.checks import Diagnostic

from ..manifests import schemas
from ..manifests.collection import Manifests
from ..manifests.objects import KubeObject, selector_matches
from ..manifests.options import Options
from .apis import retired
from .rule import minor, report_problem

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_OLD_LABEL = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
_SUBDOMAIN = rf"(?=.{{1,253}}$){_LABEL.replace('{0,61}', '*')}(\.{_LABEL.replace('{0,61}', '*')})*"


def syntax(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-syntax`: `kubectl apply` would refuse the file, or drop a key that stands there twice.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/
    """
    for file, line, message in manifests.errors:
        yield Diagnostic(file, line, "manifest-syntax", message)


def schema(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-schema`: the API server would refuse the object, or drop a field that it does not know.

    Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#setting-the-field-validation-level
    """
    version = f"1.{minor(options.version)}"
    brought = {
        f"{crd.get_string('spec', 'group')}/{crd.get_string('spec', 'names', 'kind')}"
        for crd in manifests.find_all("CustomResourceDefinition")
    }
    for one in manifests.objects:
        if missing := [field for field in ("apiVersion", "kind") if not one.get_string(field)]:
            message = f"the object lacks `{missing[0]}`; each object begins with `apiVersion` and `kind`"
            yield report_problem(one, "manifest-schema", message)
        elif f"{one.group}/{one.kind}" in {*brought, *options.kinds}:
            continue
        elif schemas.has_schema(version, one.api_version, one.kind):
            for fault in schemas.validate_object(version, one.api_version, one.kind, one.data):
                yield report_problem(one, "manifest-schema", fault.message, *fault.path)
        elif not retired(one, version):
            there = schemas.find_api_versions(version, one.kind)
            hint = f"it is in {' and '.join(there)}" if there else "name it under `kinds` to let it be"
            message = f"no kind `{one.kind}` is known in `{one.api_version}` of Kubernetes {version}; {hint}"
            yield report_problem(one, "manifest-schema", message, "kind")


def name(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-name`: names become DNS names and URLs, so the API server refuses those that cannot.

    A Service's name had to begin with a letter (RFC 1035) before Kubernetes 1.37.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    """
    for one in manifests.objects:
        if f"{one.group}/{one.kind}" in options.kinds:
            continue
        space = one.get_string("metadata", "namespace")
        if space and not re.fullmatch(_LABEL, space):
            message = f"`{space}` is no namespace; it has to be at most 63 small letters, digits and `-`"
            yield report_problem(one, "manifest-name", message, "metadata", "namespace")
        if not one.name:
            if one.kind and not one.get_string("metadata", "generateName"):
                yield report_problem(
                    one, "manifest-name", f"the {one.kind} has no `metadata.name`", "metadata"
                )
            continue
        if one.api_version.startswith("rbac.authorization.k8s.io/"):  # these names are no part of a DNS name
            continue
        if one.kind == "Service" and minor(options.version) < 37:
            good, what = _OLD_LABEL, "at most 63 small letters, digits and `-`, beginning with a letter"
        elif one.kind in ("Service", "Namespace"):
            good, what = _LABEL, "at most 63 small letters, digits and `-`"
        else:
            good, what = _SUBDOMAIN, "small letters, digits, `-` and `.`"
        if not re.fullmatch(good, one.name):
            message = f"`{one.name}` is no name for a {one.kind}; it has to be {what}, with no `-` at an end"
            yield report_problem(one, "manifest-name", message, "metadata", "name")


def duplicate(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`manifest-duplicate`: of two objects of one name, the one applied last silently wins.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    """
    first: dict[tuple[str, str, str, str], KubeObject] = {}
    for one in sorted(manifests.objects, key=lambda one: one.is_variant):
        if not one.name:
            continue
        other = first.setdefault((one.group, one.kind, one.namespace, one.name), one)
        if other is not one and not one.is_variant:
            hint = "" if one.file == other.file else ", or name the file under `variants`"
            message = f"{one} is also in {other.file}; rename one{hint}"
            yield report_problem(one, "manifest-duplicate", message, "metadata", "name")


def workload(manifests: Manifests, options: Options) -> Iterator[Diagnostic]:
    """`workload-selector`: what makes Pods has to select the Pods that it makes, or is refused.

    Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
    """
    for one in manifests.find_all("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"):
        wanted = one.get_labels("spec", "selector", "matchLabels")
        if not selector_matches(wanted, one.pod_labels):
            missing = ", ".join(f"{k}: {v}" for k, v in wanted.items() if one.pod_labels.get(k) != v)
            message = f"{one} selects Pods with `{missing}`, and the Pods that it makes have no such label"
            yield report_problem(one, "workload-selector", message, "spec", "selector", "matchLabels")
