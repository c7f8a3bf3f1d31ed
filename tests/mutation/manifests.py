"""Mutants of the manifests, derived from what each field means to Kubernetes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from live_diagrams_kube.manifests.yaml_lines import Document, FieldPath, parse_yaml

from .mutant import Mutant
from .words import change_value

FOLDER = "docs/manifests"
OLD = {
    "apps/v1": "apps/v1beta2",
    "networking.k8s.io/v1": "networking.k8s.io/v1beta1",
    "discovery.k8s.io/v1": "discovery.k8s.io/v1beta1",
}
"""Versions that are gone; of others there never was an older one."""

Made = tuple[str, tuple[str, ...], str]
"""The new value, the rules that are right to find it, and the kind of fact."""

REFERRING: Mapping[str, tuple[Any, ...]] = {
    "Service": ("kubernetes.io/service-name", ("service", "name"), ("to", "name")),
    "Secret": ("secretName",),
    "IngressClass": ("ingressClassName",),
}
"""Fields that name an object, by its kind: the last steps of their paths."""

BACKENDS = ("ingress-backend", "route-backend", "httproute-backend")
BY_FIELD: tuple[tuple[str, str, Any, tuple[str, ...], str], ...] = (
    # kind, where (the end of the path, items as *), the new value, rules, what
    (
        ".*",
        r"apiVersion",
        lambda v: OLD.get(v, f"{v}beta7"),
        ("manifest-api", "manifest-schema"),
        "apiVersion",
    ),
    (
        ".*",
        r"kind",
        lambda v: f"{v}s",
        ("manifest-api", "manifest-schema", "route-backend", "figure-object"),
        "kind",
    ),
    (".*", r"metadata\.name", lambda v: f"{v}_", ("manifest-name",), "invalid name"),
    (
        "Service",
        r"metadata\.name",
        change_value,
        (*BACKENDS, "figure-object", "figure-edge", "figure-value", "manifest-address", "kube-options"),
        "renamed object",
    ),
    (
        "Secret|IngressClass",
        r"metadata\.name",
        change_value,
        ("tls-secret", "ingress-class", "gateway-class", "figure-object"),
        "renamed object",
    ),
    ("Deployment", r"metadata\.name", change_value, ("kube-options", "figure-object"), "renamed object"),
    ("Deployment", r"matchLabels\.\w+", change_value, ("workload-selector",), "selector"),
    ("Service", r"spec\.selector\.\w+", change_value, ("service-selector",), "selector"),
    ("Deployment", r"template\.metadata\.labels\.\w+", change_value, ("workload-selector",), "label of Pods"),
    (
        "Service",
        r"ports\.\*\.(port|nodePort)",
        lambda v: "70000",
        ("manifest-port", "manifest-schema"),
        "port out of range",
    ),
    ("Service", r"ports\.\*\.nodePort", lambda v: "8080", ("manifest-port",), "port out of range"),
    ("Service", r"ports\.\*\.targetPort", change_value, ("service-target-port",), "targetPort"),
    (
        "EndpointSlice",
        r"ports\.\*\.port",
        change_value,
        ("endpointslice-port",),
        "port of endpoints",
    ),
    (
        "Deployment",
        r"ports\.\*\.containerPort",
        lambda v: "70000",
        ("manifest-port", "manifest-schema"),
        "port out of range",
    ),
    ("Deployment", r"Probe\.httpGet\.port", change_value, ("container-probe",), "port of a probe"),
    ("Ingress", r"service\.name", change_value, BACKENDS, "backend"),
    ("Ingress", r"service\.port\.\w+", change_value, BACKENDS, "port of a backend"),
    ("Ingress", r"ingressClassName", change_value, ("ingress-class",), "class"),
    ("Ingress", r"tls\.\*\.secretName", change_value, ("tls-secret",), "Secret"),
    (
        "Ingress",
        r"(rules\.\*\.host|tls\.\*\.hosts\.\*)",
        lambda v: f"my{v}",
        ("tls-secret", "figure-value"),
        "host",
    ),
    ("Ingress", r"paths\.\*\.path", lambda v: f"x{v}", ("manifest-path",), "path"),
    ("Ingress", r"pathType", str.lower, ("manifest-schema", "manifest-path"), "pathType"),
    ("Route", r"(to|alternateBackends\.\*)\.name", change_value, BACKENDS, "backend"),
    (
        "Route",
        r"(to|alternateBackends\.\*)\.kind",
        lambda v: "Pod",
        ("manifest-schema", "route-backend"),
        "backend",
    ),
    ("Route", r"spec\.port\.targetPort", change_value, BACKENDS, "port of a backend"),
    ("Route", r"weight", lambda v: "300", ("route-weight", "manifest-schema"), "weight out of range"),
    ("Route", r"spec\.host", lambda v: f"{v}.", ("manifest-host",), "host"),
    (
        "Route",
        r"tls\.termination",
        lambda v: f"{v}s",
        ("route-termination", "manifest-schema"),
        "termination",
    ),
    (
        "Service",
        r"clusterIP",
        lambda v: "192.168.0.20",
        ("manifest-address",),
        "address",
    ),
    (
        "EndpointSlice",
        r"addresses\.\*",
        lambda v: f"192.168.{v.split('.', 2)[2]}",
        ("manifest-address",),
        "address",
    ),
    (
        "EndpointSlice",
        r"nodeName",
        change_value,
        ("figure-object", "kube-options"),
        "Node of an endpoint",
    ),
    (
        "EndpointSlice",
        r"ready",
        lambda v: "false" if v == "true" else "true",
        ("figure-edge", "figure-value"),
        "readiness",
    ),
    (
        "EndpointSlice",
        r"targetRef\.name",
        lambda v: f"{v}0",
        ("figure-object", "figure-edge", "script-failed"),
        "Pod of an endpoint",
    ),
    ("HTTPRoute", r"backendRefs\.\*\.name", change_value, BACKENDS, "backend"),
    ("HTTPRoute", r"parentRefs\.\*\.name", change_value, ("httproute-parent",), "Gateway"),
    ("Gateway", r"gatewayClassName", change_value, ("gateway-class",), "class"),
    ("Gateway", r"certificateRefs\.\*\.name", change_value, ("gateway-listener", "tls-secret"), "Secret"),
)


def iterate_mutants(root: Path) -> Iterator[Mutant]:
    """Each field that has a meaning here, changed, and each field of a `spec`, misspelt."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted((root / FOLDER).rglob("*.yaml"))}
    documents = {file: parse_yaml(text)[0] for file, text in texts.items()}
    named = _named(documents.values(), root)
    for file, text in texts.items():
        for document in documents[file]:
            yield from _of(file.relative_to(root).as_posix(), text.split("\n"), document, named)


def _named(files: Iterable[Iterable[Document]], root: Path) -> set[str]:
    """The `Kind/name` of what other manifests, scripts or declarations refer to."""
    names = set()
    for documents in files:
        for document in documents:
            for path, value in _leaves(document.value):
                for kind, fields in REFERRING.items():
                    if path[-1] in fields or path[-2:] in fields:
                        names.add(f"{kind}/{value}")
    scripts = [file.read_text(encoding="utf-8") for file in (root / "diagram_src").rglob("*.py")]
    for text in [*scripts, (root / "mkdocs.yml").read_text(encoding="utf-8")]:
        names.update(re.findall(r"\b[A-Z]\w+/[a-z0-9-]+", text))
    return names


def _of(file: str, lines: list[str], document: Document, named: set[str]) -> Iterator[Mutant]:
    kind = str(document.value.get("kind"))
    for path, value in _leaves(document.value):
        place = ".".join("*" if isinstance(step, int) else step for step in path)
        line = document.find_line(path)
        old = _written(lines[line - 1], value)
        for kinds, where, new, rules, what in BY_FIELD:
            if what == "renamed object" and f"{kind}/{value}" not in named:
                continue
            if old and re.fullmatch(kinds, kind) and re.search(rf"(^|\.){where}$", place):
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                yield Mutant(file, line, old, old.replace(shown, new(shown), 1), rules, what)
    spec = document.value.get("spec")
    for key in spec if isinstance(spec, Mapping) else ():
        line = document.find_line(("spec", key))
        yield Mutant(file, line, f"{key}:", f"{key}x:", ("manifest-schema",), "misspelt field")


def _leaves(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    else:
        yield path, value


def _written(line: str, value: object) -> str:
    """A value with the mark before it, as its line has it: the value may be part of the key."""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    match = re.search(rf"(?:: |- )[\"']?{re.escape(shown)}(?=[\"']?\s*$)", line)
    return match[0] if match else ""
