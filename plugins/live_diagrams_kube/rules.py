"""All rules, and the one function that `live_diagrams` calls with a site: it reads what they look at."""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Iterator
from importlib.util import find_spec

from live_diagrams.checks import Check, Diagnostic, Family, Site

from .figure_rules import coverage
from .figure_rules import rules as figure_rules
from .figure_rules.things import Known
from .manifest_rules import (
    addresses,
    apis,
    gateways,
    hosts,
    ingress,
    probes,
    routes,
    services,
    slices,
    structure,
)
from .manifest_rules.rule import Rule, told
from .manifests import schemas
from .manifests.collection import Manifests, parse_manifests, read_yaml_files
from .manifests.options import OptionError, Options, parse_options
from .manifests.yaml_lines import parse_yaml
from .prose_rules import rules as texts
from .prose_rules.pages import Pages

OPTIONS = "kube-options"
"""The rule of the options themselves; no other one runs while there is a problem with these."""

RULES: dict[str, Rule] = {
    "manifest-syntax": structure.syntax,
    "manifest-schema": structure.schema,
    "manifest-name": structure.name,
    "manifest-duplicate": structure.duplicate,
    "manifest-api": apis.api,
    "manifest-port": services.ports,
    "manifest-address": addresses.addresses,
    "manifest-host": hosts.hosts,
    "manifest-path": hosts.paths,
    "workload-selector": structure.workload,
    "container-probe": probes.probe,
    "service-selector": services.selector,
    "service-target-port": services.target_port,
    "endpointslice-service": slices.service,
    "endpointslice-port": slices.port,
    "ingress-backend": ingress.backend,
    "ingress-class": ingress.ingress_class,
    "tls-secret": ingress.tls,
    "route-backend": routes.backend,
    "route-weight": routes.weight,
    "route-termination": routes.termination,
    "gateway-class": gateways.gateway_class,
    "gateway-listener": gateways.listener,
    "httproute-parent": gateways.parent,
    "httproute-backend": gateways.backend,
}


def check_manifests(among: Manifests, by: Options) -> list[Diagnostic]:
    """What every rule finds in the manifests, sorted by file and line, each once."""
    return sorted({problem for rule in RULES.values() for problem in rule(among, by)})


def details(site: Site) -> Iterator[str]:
    """How many nodes and edges of each figure are known, and from where; nothing where no rule can run."""
    with contextlib.suppress(OptionError, OSError):
        chosen, _, among = _opened(site)
        yield from coverage.details(site, Known(among, chosen))


def counts(site: Site) -> Iterator[str]:
    """How much the rules had to look at; nothing where they cannot run."""
    with contextlib.suppress(OptionError, OSError):
        chosen, _, among = _opened(site)
        yield from coverage.counted(site, Known(among, chosen))


def find_diagnostics(site: Site) -> Iterator[Diagnostic]:
    """What is wrong with the manifests of a site, its figures of them and its text."""
    try:
        chosen, read, among = _opened(site)
        yield from check_manifests(among, chosen)
        yield from figure_rules.found(site, among, chosen)
        yield from texts.found(Pages(site, chosen, read))
    except OptionError as error:
        yield Diagnostic(site.config, _line(site, error.option), OPTIONS, str(error))
    except OSError as error:
        message = f"`manifests` cannot be read: {error.strerror or error}"
        yield Diagnostic(site.config, _line(site, "manifests"), OPTIONS, message)


def _opened(site: Site) -> tuple[Options, dict[str, str], Manifests]:
    """The options of a site, the texts of its manifests, and what is in them.

    Raises:
        OptionError: An option means nothing.
        OSError: The manifests cannot be read.
    """
    chosen = _chosen(site)
    read = read_yaml_files(os.path.join(site.root, chosen.manifests), display_folder=chosen.folder)
    return chosen, read, parse_site_manifests(read, chosen)


def parse_site_manifests(texts: dict[str, str], chosen: Options) -> Manifests:
    """The manifests in texts that are keyed by path, `variants` being paths below the folder.

    Raises:
        OptionError: A variant is no file of the folder.
    """
    paths = {name: posixpath.join(chosen.folder, name) for name in chosen.variants}
    if missing := [name for name, path in paths.items() if path not in texts]:
        raise OptionError("variants", f"`variants` has `{missing[0]}`, and `manifests` has no such file")
    return parse_manifests(texts, namespace=chosen.namespace, variants=paths.values())


def _chosen(site: Site) -> Options:
    """The options of a site, once it is sure that there are schemas for them.

    Raises:
        OptionError: One cannot be used, or there are no schemas.
    """
    raw = site.options["kube"]
    chosen = parse_options({} if raw is None else raw)
    if not (find_spec("kubernetes_validate") and find_spec("jsonschema")):
        raise OptionError("", "`kube` needs more packages: pip install 'mkdocs-live-diagrams[kube]'")
    known = schemas.list_versions()
    if chosen.version and chosen.version not in known:
        message = f"`version` is {chosen.version}; there are schemas for {known[0]} to {known[-1]}"
        raise OptionError("version", message)
    return chosen


def _line(site: Site, option: str) -> int:
    """The line of an option in the site's configuration, or of `kube`, or the first."""
    try:
        with open(os.path.join(site.root, site.config), encoding="utf-8") as file:
            documents, _ = parse_yaml(file.read())
    except (OSError, ValueError):
        return 1
    for document in documents:
        for path, line in document.lines.items():
            if path[-3:] == ("checks", "kube", option) or (not option and path[-2:] == ("checks", "kube")):
                return line
    return 1


FAMILY = Family(
    (
        *(told(name, rule) for name, rule in RULES.items()),
        *(told(name, rule, "prose-checks") for name, rule in texts.RULES.items()),
        *(told(name, rule, "figure-checks") for name, rule in figure_rules.RULES.items()),
        Check(
            OPTIONS,
            holds="The options of the checks can be used.",
            why="An option that is unknown or cannot be used would leave rules silently off.",
            find=lambda site: (found for found in find_diagnostics(site) if found.rule == OPTIONS),
            help=f"kubernetes-checks/#{OPTIONS}",
        ),
    ),
    find_diagnostics,
    counts,
    details,
)
problems = FAMILY
"""The entry point's name of old, for environments that were installed before."""
